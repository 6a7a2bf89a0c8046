using Microsoft.Extensions.Options;
using Npgsql;

namespace ServicePing;

/// <summary>The database of the program that keeps the schema <c>service_ping</c>.</summary>
internal sealed class StorageDatabase(IEnumerable<PostgresDatabase> databases, IOptions<ServicePingOptions> options)
{
    private readonly PostgresDatabase? _database = Find([.. databases], options.Value.StorageDatabase);

    internal string Name => _database?.Name ?? options.Value.StorageDatabase ?? "main";

    /// <summary>
    /// Opens a connection to its primary, with the schema in place. It is one beside those that read, for which a pool must have
    /// room.
    /// </summary>
    /// <exception cref="NpgsqlException">The primary cannot be reached or the schema cannot be created.</exception>
    /// <exception cref="InvalidOperationException">There is no such database, or no room for the connection.</exception>
    internal async Task<StorageSession> OpenAsync(CancellationToken cancellationToken)
    {
        PostgresDatabase database = _database
            ?? throw new InvalidOperationException("The program does not have it; call UsePostgres.");
        NpgsqlConnectionStringBuilder pool = new(database.Source.ConnectionString);
        if (pool.Pooling && pool.MaxPoolSize <= options.Value.MaxConnections)
        {
            throw new InvalidOperationException(
                "The connection that keeps progress needs a Maximum Pool Size above MaxConnections.");
        }

        StorageSession session = await StorageSession.OpenAsync(database.Source, cancellationToken).ConfigureAwait(false);
        try
        {
            await Migrator.MigrateAsync(session, Migration.All, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static PostgresDatabase? Find(PostgresDatabase[] databases, string? name) => name is null
        ? Find(databases, "main") ?? databases.FirstOrDefault()
        : Array.FindLast(databases, database => database.Name == name);
}
