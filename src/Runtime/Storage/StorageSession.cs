using System.Data;
using Npgsql;
using NpgsqlTypes;
using ServicePing.Shared;

namespace ServicePing.Runtime.Storage;

/// <summary>A connection to the primary of the database that keeps the schema <c>service_ping</c>.</summary>
internal sealed class StorageSession : IAsyncDisposable
{
    /// <summary>The first key of all our advisory locks, which others hardly use: "SPng".</summary>
    internal const int LockSpace = 0x53506E67;

    // Whoever waits longer, for a lock or a server, does without.
    private const int CommandTimeout = 10;

    private readonly NpgsqlConnection _connection;
    private readonly bool _isBrief;

    private StorageSession(NpgsqlConnection connection, bool isBrief)
    {
        _connection = connection;
        _isBrief = isBrief;
    }

    /// <summary>Whether the connection still stands after an error.</summary>
    internal bool IsUsable => _connection.FullState == ConnectionState.Open;

    /// <summary>Tells what the server notifies of.</summary>
    internal event NotificationEventHandler Notified
    {
        add => _connection.Notification += value;
        remove => _connection.Notification -= value;
    }

    /// <summary>
    /// Opens a connection for a statement or two, which leave nothing in the session: a pooler between program and server may
    /// give each transaction to another one.
    /// </summary>
    internal static async Task<StorageSession> OpenBrieflyAsync(NpgsqlDataSource source, CancellationToken cancellationToken) =>
        new(await ConnectAsync(source, cancellationToken).ConfigureAwait(false), isBrief: true);

    /// <summary>Opens a connection that may be idle for hours and holds locks, wherever reads go.</summary>
    internal static async Task<StorageSession> OpenAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        StorageSession session = new(await ConnectAsync(source, cancellationToken).ConfigureAwait(false), isBrief: false);
        try
        {
            // A collection may leave the connection idle for hours; when its machine is gone, the server soon notices.
            await session.ExecuteAsync(
                """
                SET application_name = 'ServicePing storage';
                SET idle_session_timeout = 0;
                SET tcp_keepalives_idle = 60;
                SET tcp_keepalives_interval = 10;
                SET tcp_keepalives_count = 5
                """,
                [],
                cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Brings the schema <c>service_ping</c> to the version of this program.</summary>
    /// <exception cref="NpgsqlException">It cannot be created or changed, for example without the right to.</exception>
    internal Task MigrateAsync(IReadOnlyList<Migration> migrations, CancellationToken cancellationToken) =>
        new SchemaMigrator("service_ping", LockSpace).MigrateAsync(_connection, migrations, last: null, cancellationToken);

    /// <summary>Statements in one transaction and one round trip, so that a process that stands still holds no lock.</summary>
    internal async Task ExecuteAllAsync(
        IReadOnlyList<(string Sql, object[] Parameters)> statements, CancellationToken cancellationToken)
    {
        await using NpgsqlBatch batch = new(_connection) { Timeout = CommandTimeout };
        foreach ((string sql, object[] parameters) in statements)
        {
            NpgsqlBatchCommand command = new(sql);
            AddParameters(command.Parameters, parameters);
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits for something from the server.</summary>
    internal Task WaitAsync(CancellationToken cancellationToken) => _connection.WaitAsync(cancellationToken);

    internal async Task ExecuteAsync(string sql, object[] parameters, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = Command(sql, parameters);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    internal async Task<object?> ScalarAsync(string sql, object[] parameters, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = Command(sql, parameters);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }

    internal async Task<List<T>> ReadAsync<T>(
        string sql, object[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = Command(sql, parameters);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (IsUsable && !_isBrief)
            {
                // A pool resets a connection late or never.
                await ExecuteAsync(
                    """
                    SELECT pg_advisory_unlock_all();
                    RESET application_name;
                    RESET idle_session_timeout;
                    RESET tcp_keepalives_idle;
                    RESET tcp_keepalives_interval;
                    RESET tcp_keepalives_count
                    """,
                    [],
                    CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (NpgsqlException)
        {
            // The connection broke, and its locks went with it.
        }
        finally
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private NpgsqlCommand Command(string sql, object[] parameters)
    {
        NpgsqlCommand command = new(sql, _connection) { CommandTimeout = CommandTimeout };
        AddParameters(command.Parameters, parameters);
        return command;
    }

    private static void AddParameters(NpgsqlParameterCollection collection, object[] parameters)
    {
        foreach (object parameter in parameters)
        {
            collection.Add(Parameter(parameter));
        }
    }

    // What a type is sent as must not depend on plug-ins and switches of the program: a moment sent without its zone would be read in the
    // server's.
    private static NpgsqlParameter Parameter(object value) => value switch
    {
        DateTime moment => new NpgsqlParameter<DateTime> { TypedValue = moment, NpgsqlDbType = NpgsqlDbType.TimestampTz },
        TimeSpan time => new NpgsqlParameter<TimeSpan> { TypedValue = time, NpgsqlDbType = NpgsqlDbType.Interval },
        string text => new NpgsqlParameter<string> { TypedValue = text, NpgsqlDbType = NpgsqlDbType.Text },
        _ => new NpgsqlParameter { Value = value },
    };

    private static async Task<NpgsqlConnection> ConnectAsync(NpgsqlDataSource source, CancellationToken cancellationToken) =>
        source is NpgsqlMultiHostDataSource hosts
            ? await hosts.OpenConnectionAsync(TargetSessionAttributes.Primary, cancellationToken).ConfigureAwait(false)
            : await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
}
