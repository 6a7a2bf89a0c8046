using System.Data;
using Npgsql;

namespace ServicePing;

/// <summary>A connection to the primary of the database that keeps the schema <c>service_ping</c>.</summary>
internal sealed class StorageSession : IAsyncDisposable
{
    /// <summary>The first key of all our advisory locks, which others hardly use: "SPng".</summary>
    internal const int LockSpace = 0x53506E67;

    // Whoever waits longer, for a lock or a server, does without.
    private const int CommandTimeout = 10;

    private readonly NpgsqlConnection _connection;

    private StorageSession(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Whether the connection still stands after an error.</summary>
    internal bool IsUsable => _connection.FullState == ConnectionState.Open;

    /// <summary>Opens a connection, wherever reads go.</summary>
    internal static async Task<StorageSession> OpenAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = source is NpgsqlMultiHostDataSource hosts
            ? await hosts.OpenConnectionAsync(TargetSessionAttributes.Primary, cancellationToken).ConfigureAwait(false)
            : await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        StorageSession session = new(connection);
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

    internal ValueTask<NpgsqlTransaction> BeginAsync(CancellationToken cancellationToken) =>
        _connection.BeginTransactionAsync(cancellationToken);

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
            if (IsUsable)
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
        foreach (object parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        return command;
    }
}
