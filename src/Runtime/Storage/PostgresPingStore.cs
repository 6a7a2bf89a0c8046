using Npgsql;
using ServicePing.Runtime.Databases.Connections;

namespace ServicePing.Runtime.Storage;

/// <summary>Keeps what the loop keeps in the schema <c>service_ping</c> of a database.</summary>
/// <remarks>
/// A step is one statement, or one batch that is sent at once: nothing is left in a session, which a pooler may share, and a
/// process that is stopped in the middle holds no lock.
/// </remarks>
internal sealed partial class PostgresPingStore(StorageDatabase database) : IPingStore
{
    private const string Unfinished = "('due', 'computing', 'kept', 'sending')";

    public string Place => $"Database '{database.Name}'";

    public Task<DateTimeOffset> NowAsync(CancellationToken cancellationToken) => OneAsync(
        "SELECT clock_timestamp()", [], row => row.GetMoment(0), cancellationToken);

    private async Task<T> OneAsync<T>(
        string sql, object[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        (await ReadAsync(sql, parameters, read, cancellationToken).ConfigureAwait(false))[0];

    private async Task<T?> FindAsync<T>(
        string sql, object[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
        where T : class =>
        await ReadAsync(sql, parameters, read, cancellationToken).ConfigureAwait(false) is [var row, ..] ? row : null;

    private Task<List<T>> ReadAsync<T>(
        string sql, object[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        DoAsync(session => session.ReadAsync(sql, parameters, read, cancellationToken), cancellationToken);

    private async Task<T> DoAsync<T>(Func<StorageSession, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using StorageSession session = await database.OpenBrieflyAsync(cancellationToken).ConfigureAwait(false);
            return await work(session).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not PingStoreException && !cancellationToken.IsCancellationRequested)
        {
            if (StateOf(exception) is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
            {
                database.NoteDropped();
            }

            string message = SqlFailure.Unreachable(database.Name, exception).Message;
            throw new PingStoreException($"{message.TrimEnd('.')}. {WayOut(StateOf(exception))}", exception);
        }
    }

    private static string? StateOf(Exception exception) => (exception as PostgresException)?.SqlState;

    private static string WayOut(string? state) => state switch
    {
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            "Pings are kept on a primary: give UsePostgres one, and its name to StoreIn.",
        PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName =>
            "Give its user the rights on the schema service_ping that the page 'storage' lists.",
        PostgresErrorCodes.DiskFull => "Make room on the disk of the server.",
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled =>
            "See in pg_stat_activity who holds a lock on the schema service_ping.",
        _ => "See that the server runs and takes the login that UsePostgres was given.",
    };

    private static object OrNull<T>(T? value)
        where T : struct => value is { } given ? given : DBNull.Value;

    private static T? Maybe<T>(NpgsqlDataReader row, int column)
        where T : struct => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);

    // Without the cast, no bytes would be an empty piece of memory.
    private static ReadOnlyMemory<byte>? BytesOrNull(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? (ReadOnlyMemory<byte>?)null : row.GetFieldValue<byte[]>(column);

    private static string? HexOrNull(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : Convert.ToHexStringLower(row.GetFieldValue<byte[]>(column));
}
