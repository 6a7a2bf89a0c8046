using Npgsql;
using ServicePing.Runtime.Costs;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Sketches;

namespace ServicePing.Runtime.Counters.Postgres;

/// <summary>
/// A look at the database of the counters: whether it lets us do what a flush and a collection do. It does so in a transaction that is
/// taken back.
/// </summary>
internal sealed class PostgresCheck(CounterDatabase database, string keyPrefix, TimeSpan timeout)
{
    private readonly string _scratch = $"serviceping:check:{Guid.NewGuid():N}:";

    /// <summary>What an error of the database is, and what to do about it.</summary>
    internal static MetricFinding FindingOf(CounterDatabase database, Exception exception, TimeSpan timeout) => new(
        FindingSeverity.Error,
        CounterFailure.Of(database.Name, exception, timeout).Reason,
        WayOutOf(database, exception) ?? "See that the server runs and takes the login that UsePostgresCounters was given.");

    /// <summary>What to do about an error that does not go by itself; null for others.</summary>
    internal static string? WayOutOf(CounterDatabase database, Exception exception) => (exception as PostgresException)?.SqlState switch
    {
        PostgresErrorCodes.InsufficientPrivilege =>
            $"Let its owner run this once: CREATE SCHEMA IF NOT EXISTS {CounterSchema.Name} AUTHORIZATION {Quoted(database.User)}; the page "
            + "'postgres-counters' has the rights of a user who owns nothing.",
        PostgresErrorCodes.ReadOnlySqlTransaction => "Counters are written on a primary: give UsePostgresCounters one, or all hosts of which one is.",
        PostgresErrorCodes.DiskFull => "Make room on the disk of the server.",
        _ => null,
    };

    internal async Task<IReadOnlyList<MetricFinding>> RunAsync(CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        CounterWrite[] writes =
        [
            new CounterWrite.Count(_scratch + "total", null, 1),
            new CounterWrite.Amount(_scratch + "sum", null, 0.5),
            new CounterWrite.Field(_scratch + "fields", null, "x", 1),
            new CounterWrite.Registers(_scratch + "registers", null, RedisSketch.ToDense(new HyperLogLog())),
        ];
        await using NpgsqlCommand command = new(FlushArguments.Sql, connection) { CommandTimeout = (int)Math.Ceiling(timeout.TotalSeconds) };
        command.Parameters.AddRange(new FlushArguments(new CounterFlush(Guid.NewGuid(), writes), keyPrefix).Parameters());
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        CounterRead[] reads =
        [
            new(CounterKind.Total, [_scratch + "total"]),
            new(CounterKind.Unique, [_scratch + "registers"]),
            new(CounterKind.UniqueTotals, [_scratch + "fields"]),
        ];
        await new PostgresReading(connection, database.Name, keyPrefix, reads, timeout, new CollectionMeter(null))
            .RunAsync(cancellationToken).ConfigureAwait(false);
        await transaction.RollbackAsync(cancellationToken).ConfigureAwait(false);
        return [];
    }

    private static string Quoted(string? user) => user is null ? "CURRENT_USER" : $"\"{user.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
