using Npgsql;
using ServicePing.Runtime.Databases.Connections;
using ServicePing.Shared;

namespace ServicePing.Runtime.Counters.Postgres;

/// <summary>The database that keeps the schema <c>service_ping_counters</c>.</summary>
internal sealed class CounterDatabase(PostgresDatabase database) : IAsyncDisposable
{
    private const int FirstVersion = 14;

    private volatile bool _isUpToDate;

    internal string Name => database.Name;

    /// <summary>The user that it is asked as, where the connection string names one.</summary>
    internal string? User => new NpgsqlConnectionStringBuilder(database.Source.ConnectionString).Username;

    /// <summary>Opens a connection to its primary, with the schema in place; that is looked at once a process.</summary>
    /// <exception cref="NpgsqlException">
    /// The primary cannot be reached, is too old or keeps texts in another encoding, or the schema cannot be created.
    /// </exception>
    internal async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = database.Source is NpgsqlMultiHostDataSource hosts
            ? await hosts.OpenConnectionAsync(TargetSessionAttributes.Primary, cancellationToken).ConfigureAwait(false)
            : await database.Source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_isUpToDate)
            {
                await CheckAsync(connection, cancellationToken).ConfigureAwait(false);
                await new SchemaMigrator(CounterSchema.Name, CounterSchema.LockSpace)
                    .MigrateAsync(connection, CounterSchema.Migrations, last: null, cancellationToken).ConfigureAwait(false);
                _isUpToDate = true;
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Notes what an error says of the server: that somebody has dropped the schema, or that the connections lead to no primary any more.</summary>
    internal void Note(Exception exception)
    {
        switch ((exception as PostgresException)?.SqlState)
        {
            case PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.InvalidSchemaName:
                _isUpToDate = false;
                break;
            case PostgresErrorCodes.ReadOnlySqlTransaction:
                database.Source.Clear();
                break;
        }
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private static async Task CheckAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (connection.PostgreSqlVersion.Major < FirstVersion)
        {
            throw new NpgsqlException($"Counters need PostgreSQL {FirstVersion} or later, and this is {connection.PostgreSqlVersion}.");
        }

        await using NpgsqlCommand command = new("SHOW server_encoding", connection);
        if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is string encoding and not "UTF8")
        {
            throw new NpgsqlException($"Labels are texts of any language, and the database keeps texts as {encoding}; give one with UTF8.");
        }
    }
}
