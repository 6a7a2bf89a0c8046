using Microsoft.Extensions.Options;
using ServicePing.Runtime.Collection;
using ServicePing.Runtime.Databases;
using ServicePing.Runtime.Databases.Connections;
using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Sources;

/// <summary>Reads the metrics of every database; databases side by side.</summary>
internal sealed class DatabaseReader : IMetricSource
{
    private readonly Dictionary<string, PostgresDatabase> _databases = new(StringComparer.Ordinal);
    private readonly IOptions<ServicePingOptions> _options;

    public DatabaseReader(IEnumerable<PostgresDatabase> databases, IOptions<ServicePingOptions> options)
    {
        _options = options;
        foreach (PostgresDatabase database in databases)
        {
            _databases[database.Name] = database;
        }
    }

    public IEnumerable<int> Slots(PingWork work) =>
        work.Relations.SelectMany(relation => relation.Fragments).Select(fragment => fragment.Slot);

    public async Task ReadAsync(CollectionRun run, CancellationToken cancellationToken)
    {
        IEnumerable<FragmentResult>[] results = await Task.WhenAll(run.Work.Relations
            .GroupBy(relation => relation.Database, StringComparer.Ordinal)
            .Select(database => ReadAsync(database.Key, [.. database], run, cancellationToken))).ConfigureAwait(false);
        foreach (FragmentResult part in results.SelectMany(result => result).Where(part => part.Sketch is not null))
        {
            run.Sketches.Keep(part.Plan.Sketch!, part.Plan.Window, part.Sketch!);
        }

        foreach (var metric in results.SelectMany(result => result).GroupBy(result => result.Plan.Slot))
        {
            run.Readings.Answer(metric.Key, () => Set(run.Readings, metric.Key, [.. metric]));
        }
    }

    private async Task<IEnumerable<FragmentResult>> ReadAsync(
        string name,
        RelationPlan[] relations,
        CollectionRun run,
        CancellationToken cancellationToken)
    {
        if (_databases.TryGetValue(name, out PostgresDatabase? database))
        {
            using DatabaseWalk walk = new(database, relations, run.RecordedAt, run.Settled, run.Meter, _options.Value);
            return await walk.ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        Failure missing = new(ReadingStatus.Unavailable, $"The program has no database '{name}'; call UsePostgres.");
        return relations.SelectMany(relation => FragmentResult.None(relation, missing));
    }

    private static void Set(Readings readings, int slot, FragmentResult[] parts)
    {
        TimeSpan duration = parts.Aggregate(TimeSpan.Zero, (sum, part) => sum + part.Duration);
        if (Array.Find(parts, part => part.Failure is not null) is { } failed)
        {
            readings.Fail(slot, failed.Failure!, duration, failed.Plan.Operation);
        }
        else if (parts.Length == 1)
        {
            readings.Ok(slot, parts[0].Value, duration, parts[0].Note);
        }
        else if (Addition.TryAdd([.. parts.Select(part => part.Value)], out MetricValue total, out string? problem))
        {
            readings.Ok(slot, total, duration);
        }
        else
        {
            readings.Fail(slot, Addition.FailureOf(problem), duration);
        }
    }
}
