using Npgsql;

namespace ServicePing.Tool.Connections;

/// <summary>Whoever looks leaves nothing behind: the schema of counters is made by the program, never by a look at it.</summary>
internal static class MissingCounters
{
    /// <summary>Refuses a database in which no program has counted.</summary>
    /// <exception cref="UsageException">It can be reached and has no schema of counters.</exception>
    internal static async Task RefuseMissingCountersAsync(this GivenServers servers, CancellationToken cancellationToken)
    {
        if (servers.PostgresCounters is { } counters && await IsMissingAsync(counters, cancellationToken))
        {
            throw new UsageException(
                "The database of --postgres-counters has no schema service_ping_counters: no program has counted in it yet. A program makes the schema "
                + "with its first flush; see that this is the database which UsePostgresCounters names.");
        }
    }

    /// <summary>A server that does not answer is told of by the command, as is what becomes of its metrics.</summary>
    private static async Task<bool> IsMissingAsync(string connection, CancellationToken cancellationToken)
    {
        try
        {
            await using NpgsqlDataSource source = NpgsqlDataSource.Create(connection);
            await using NpgsqlCommand command = source.CreateCommand("SELECT to_regnamespace('service_ping_counters') IS NULL");
            return await command.ExecuteScalarAsync(cancellationToken) is true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
