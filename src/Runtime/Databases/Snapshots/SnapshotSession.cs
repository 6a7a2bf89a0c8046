using System.Data;
using System.Globalization;
using Npgsql;

namespace ServicePing.Runtime.Databases.Snapshots;

/// <summary>One connection in one read-only transaction: everything read through it shares one moment.</summary>
internal sealed class SnapshotSession : IAsyncDisposable
{
    // What the text of a value, or the meaning of a literal, depends on: a role, a database and a program may have set any of these.
    // A policy would make a number quietly smaller; off, the server refuses instead. A limit of GIN leaves rows out at random.
    private const string FixedSettings =
        """
        SET LOCAL TimeZone = 'UTC';
        SET LOCAL timezone_abbreviations = 'Default';
        SET LOCAL DateStyle = 'ISO, YMD';
        SET LOCAL IntervalStyle = 'postgres';
        SET LOCAL extra_float_digits = 1;
        SET LOCAL bytea_output = 'hex';
        SET LOCAL xmlbinary = 'base64';
        SET LOCAL xmloption = 'content';
        SET LOCAL lc_monetary = 'C';
        SET LOCAL lc_numeric = 'C';
        SET LOCAL lc_time = 'C';
        SET LOCAL quote_all_identifiers = off;
        SET LOCAL standard_conforming_strings = on;
        SET LOCAL transform_null_equals = off;
        SET LOCAL array_nulls = on;
        SET LOCAL row_security = off;
        SET LOCAL gin_fuzzy_search_limit = 0;
        """;

    private readonly NpgsqlConnection _connection;
    private readonly ServicePingOptions _options;
    private readonly int _commandTimeout;
    private bool? _areTextsEqualByBytes;

    private SnapshotSession(NpgsqlConnection connection, ServicePingOptions options)
    {
        _connection = connection;
        _options = options;

        // The server ends a statement first; this is for a server that no longer answers.
        _commandTimeout = (int)Math.Ceiling(options.StatementTimeout.TotalSeconds) + 10;
    }

    /// <summary>The types that the connection has met.</summary>
    internal SqlTypes Types { get; } = new();

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

    /// <summary>Statements in one way to the server.</summary>
    internal NpgsqlBatch Batch() => new(_connection) { Timeout = _commandTimeout };

    /// <summary>
    /// Goes back to the beginning of the transaction without leaving its snapshot: after an error, and after each relation, so
    /// that no lock outlives it.
    /// </summary>
    internal Task ResetAsync(CancellationToken cancellationToken) =>
        ExecuteAsync("ROLLBACK TO SAVEPOINT snapshot", cancellationToken);

    /// <summary>Waits, and keeps the transaction alive meanwhile.</summary>
    internal async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        for (; pause > _options.LongestPause; pause -= _options.LongestPause)
        {
            await Task.Delay(_options.LongestPause, cancellationToken).ConfigureAwait(false);
            await ResetAsync(cancellationToken).ConfigureAwait(false);
        }

        await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Goes on with a snapshot of its own, of this moment.</summary>
    internal async Task RenewAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync("ROLLBACK", cancellationToken).ConfigureAwait(false);
        await BeginAsync(snapshot: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether no collation of the database holds different texts equal; asked once.</summary>
    internal async Task<bool> AreTextsEqualByBytesAsync(CancellationToken cancellationToken) =>
        _areTextsEqualByBytes ??= await ScalarAsync<bool>(
            "SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_collation WHERE NOT collisdeterministic)", cancellationToken).ConfigureAwait(false);

    /// <summary>The first value of the first row; none where there is no row, or the value is NULL.</summary>
    /// <typeparam name="T">A type that every data source reads by itself: a text, a whole number, a boolean.</typeparam>
    internal async Task<T?> ScalarAsync<T>(string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = Command(sql);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) && !reader.IsDBNull(0)
            ? reader.GetFieldValue<T>(0)
            : default;
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
            SET LOCAL idle_in_transaction_session_timeout = {Milliseconds(4 * _options.LongestPause)};
            SET LOCAL max_parallel_workers_per_gather = 0;
            SET LOCAL jit = off;
            {FixedSettings}
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
            await ExportAsync(cancellationToken).ConfigureAwait(false);
        }

        await ExecuteAsync("SAVEPOINT snapshot", cancellationToken).ConfigureAwait(false);
    }

    private async Task ExportAsync(CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = Command(
            """
            SELECT pg_catalog.pg_export_snapshot(),
                   (extract(epoch FROM pg_catalog.now()) * 1000000)::bigint,
                   pg_catalog.pg_is_in_recovery()
            """);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        Snapshot = reader.GetString(0);
        Begun = DateTimeOffset.UnixEpoch.AddMicroseconds(reader.GetInt64(1));
        IsStandby = reader.GetBoolean(2);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = Command(sql);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string Milliseconds(TimeSpan time) =>
        Math.Max(1, (long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
