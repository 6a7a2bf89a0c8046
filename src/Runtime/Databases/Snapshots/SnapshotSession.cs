using System.Data;
using System.Globalization;
using Npgsql;

namespace ServicePing;

/// <summary>One connection in one read-only transaction: everything read through it shares one moment.</summary>
internal sealed class SnapshotSession : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly ServicePingOptions _options;
    private readonly int _commandTimeout;

    private SnapshotSession(NpgsqlConnection connection, ServicePingOptions options)
    {
        _connection = connection;
        _options = options;

        // The server ends a statement first; this is for a server that no longer answers.
        _commandTimeout = (int)Math.Ceiling(options.StatementTimeout.TotalSeconds) + 10;
    }

    /// <summary>Whether the connection still stands after an error.</summary>
    internal bool IsUsable => _connection.State == ConnectionState.Open;

    /// <summary>Opens a connection.</summary>
    /// <param name="source">Where connections come from.</param>
    /// <param name="options">How long statements may take.</param>
    /// <param name="snapshot">The snapshot to share; null for one of its own.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    internal static async Task<SnapshotSession> OpenAsync(
        NpgsqlDataSource source,
        ServicePingOptions options,
        string? snapshot,
        CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        SnapshotSession session = new(connection, options);
        try
        {
            await session.BeginAsync(snapshot, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    internal NpgsqlCommand Command(string sql) => new(sql, _connection) { CommandTimeout = _commandTimeout };

    /// <summary>
    /// Goes back to the beginning of the transaction without leaving its snapshot: after an error, and after each relation, so
    /// that no lock outlives it.
    /// </summary>
    internal Task ResetAsync(CancellationToken cancellationToken) =>
        ExecuteAsync("ROLLBACK TO SAVEPOINT snapshot", cancellationToken);

    /// <summary>Goes on with a snapshot of its own, of this moment.</summary>
    internal async Task RenewAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync("ROLLBACK", cancellationToken).ConfigureAwait(false);
        await BeginAsync(snapshot: null, cancellationToken).ConfigureAwait(false);
    }

    internal async Task<object?> ScalarAsync(string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = Command(sql);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (IsUsable)
            {
                await ExecuteAsync("ROLLBACK", CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (NpgsqlException)
        {
            // The connection broke; there is nothing left to end.
        }
        finally
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The name under which other connections may share the snapshot, while this one stands.</summary>
    internal string Snapshot { get; private set; } = "";

    /// <summary>Whether the server is a standby.</summary>
    internal bool IsStandby { get; private set; }

    /// <summary>When a snapshot of its own was taken, by the server's clock.</summary>
    internal DateTimeOffset Begun { get; private set; }

    private async Task BeginAsync(string? snapshot, CancellationToken cancellationToken)
    {
        // A snapshot is imported before anything else; its name comes from a server and has no quotes.
        string import = snapshot is null ? "" : $"SET TRANSACTION SNAPSHOT '{snapshot}';";
        await ExecuteAsync(
            $"""
            BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
            {import}
            SET LOCAL application_name = 'ServicePing';
            SET LOCAL statement_timeout = {Milliseconds(_options.StatementTimeout)};
            SET LOCAL lock_timeout = {Milliseconds(_options.LockTimeout)};
            SET LOCAL idle_in_transaction_session_timeout = 60000;
            SET LOCAL max_parallel_workers_per_gather = 0;
            SET LOCAL jit = off;
            SET LOCAL TimeZone = 'UTC';
            SET LOCAL DateStyle = 'ISO, YMD';
            SAVEPOINT settings
            """,
            cancellationToken).ConfigureAwait(false);
        try
        {
            // So that a statement ends soon after this process did; not every server's operating system can tell.
            await ExecuteAsync(
                "SET LOCAL client_connection_check_interval = 1000; RELEASE SAVEPOINT settings",
                cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException) when (IsUsable)
        {
            await ExecuteAsync(
                "ROLLBACK TO SAVEPOINT settings; RELEASE SAVEPOINT settings", cancellationToken).ConfigureAwait(false);
        }

        // The snapshot is taken and exported outside the savepoint that is gone back to.
        if (snapshot is null)
        {
            Snapshot = (string)(await ScalarAsync("SELECT pg_export_snapshot()", cancellationToken).ConfigureAwait(false))!;
            Begun = (DateTime)(await ScalarAsync("SELECT now()", cancellationToken).ConfigureAwait(false))!;
            IsStandby = (bool)(await ScalarAsync("SELECT pg_is_in_recovery()", cancellationToken).ConfigureAwait(false))!;
        }

        await ExecuteAsync("SAVEPOINT snapshot", cancellationToken).ConfigureAwait(false);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = Command(sql);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string Milliseconds(TimeSpan time) =>
        Math.Max(1, (long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
