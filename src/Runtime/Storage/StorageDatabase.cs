using Microsoft.Extensions.Options;
using Npgsql;
using ServicePing.Runtime.Databases.Connections;

namespace ServicePing.Runtime.Storage;

/// <summary>The database of the program that keeps the schema <c>service_ping</c>.</summary>
internal sealed class StorageDatabase(IEnumerable<PostgresDatabase> databases, IOptions<ServicePingOptions> options)
{
    private readonly PostgresDatabase? _database = Find([.. databases], options.Value.StorageDatabase);
    private volatile bool _isUpToDate;

    internal string Name => _database?.Name ?? options.Value.StorageDatabase ?? "main";

    /// <summary>
    /// Opens a connection to its primary, with the schema in place. It is one beside those that read, for which a pool must have
    /// room.
    /// </summary>
    /// <exception cref="NpgsqlException">The primary cannot be reached or the schema cannot be created.</exception>
    /// <exception cref="InvalidOperationException">There is no such database, or no room for the connection.</exception>
    internal async Task<StorageSession> OpenAsync(CancellationToken cancellationToken)
    {
        PostgresDatabase database = Database();
        NpgsqlConnectionStringBuilder pool = new(database.Source.ConnectionString);
        if (pool.Pooling && pool.MaxPoolSize <= options.Value.MaxConnections)
        {
            throw new InvalidOperationException(
                "The connection that keeps progress needs a Maximum Pool Size above MaxConnections.");
        }

        return await UpToDateAsync(
            await StorageSession.OpenAsync(database.Source, cancellationToken).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens a connection to its primary for a statement or two; the schema is looked at once a process.</summary>
    /// <exception cref="NpgsqlException">The primary cannot be reached or the schema cannot be created.</exception>
    /// <exception cref="InvalidOperationException">There is no such database.</exception>
    internal async Task<StorageSession> OpenBrieflyAsync(CancellationToken cancellationToken)
    {
        StorageSession session = await StorageSession.OpenBrieflyAsync(Database().Source, cancellationToken).ConfigureAwait(false);
        if (!_isUpToDate)
        {
            await UpToDateAsync(session, cancellationToken).ConfigureAwait(false);
            _isUpToDate = true;
        }

        return session;
    }

    /// <summary>Whether the pool has room for one more connection that stays open.</summary>
    /// <exception cref="InvalidOperationException">There is no such database.</exception>
    internal bool HasRoomToListen =>
        new NpgsqlConnectionStringBuilder(Database().Source.ConnectionString) is var pool
        && (!pool.Pooling || pool.MaxPoolSize > options.Value.MaxConnections + 1);

    /// <summary>The schema is looked at again: somebody has dropped it.</summary>
    internal void NoteDropped() => _isUpToDate = false;

    private PostgresDatabase Database() => _database
        ?? throw new InvalidOperationException("The program does not have it; call UsePostgres.");

    private static async Task<StorageSession> UpToDateAsync(StorageSession session, CancellationToken cancellationToken)
    {
        try
        {
            await session.MigrateAsync(StorageSchema.Migrations, cancellationToken).ConfigureAwait(false);
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
