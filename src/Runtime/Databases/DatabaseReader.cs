using Microsoft.Extensions.Options;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>Reads the metrics of every database; databases side by side, each through one snapshot.</summary>
internal sealed class DatabaseReader : IMetricSource
{
    private readonly Dictionary<string, PostgresDatabase> _databases = new(StringComparer.Ordinal);
    private readonly ServicePingOptions _options;

    public DatabaseReader(IEnumerable<PostgresDatabase> databases, IOptions<ServicePingOptions> options)
    {
        _options = options.Value;
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
        foreach (var metric in results.SelectMany(result => result).GroupBy(result => result.Plan.Slot))
        {
            Set(run.Readings, metric.Key, [.. metric]);
        }
    }

    private async Task<IEnumerable<FragmentResult>> ReadAsync(
        string name,
        RelationPlan[] relations,
        CollectionRun run,
        CancellationToken cancellationToken)
    {
        if (!_databases.TryGetValue(name, out PostgresDatabase? database))
        {
            Failure missing = new(ReadingStatus.Unavailable, $"The program has no database '{name}'; call UsePostgres.");
            return relations.SelectMany(relation => FragmentResult.None(relation, missing));
        }

        List<FragmentResult> results = [];
        int walked = 0;
        try
        {
            await using SnapshotSession session =
                await SnapshotSession.OpenAsync(database.Source, _options, cancellationToken).ConfigureAwait(false);
            List<WalkedTable> tables = [];
            foreach (RelationPlan relation in relations)
            {
                tables.Add(await TableLookup.FindAsync(relation, session.Connection, cancellationToken).ConfigureAwait(false));
            }

            run.Meter.PagesAhead(tables.Sum(table => table.Pages));
            PassParameters parameters = new(run.RecordedAt);
            for (; walked < relations.Length; walked++)
            {
                RelationPass pass = new(relations[walked], tables[walked], session, parameters, run.Meter, _options);
                results.AddRange(await WalkAsync(pass, relations[walked], session, cancellationToken).ConfigureAwait(false));
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Failure unreachable = SqlFailure.Unreachable(name, exception);
            results.AddRange(relations[walked..].SelectMany(relation => FragmentResult.None(relation, unreachable)));
        }

        return results;
    }

    /// <summary>Walks a relation; whatever goes wrong with it stays with it, as long as the connection stands.</summary>
    private static async Task<IEnumerable<FragmentResult>> WalkAsync(
        RelationPass pass,
        RelationPlan relation,
        SnapshotSession session,
        CancellationToken cancellationToken)
    {
        IEnumerable<FragmentResult> results;
        try
        {
            results = await pass.WalkAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (session.IsUsable && !cancellationToken.IsCancellationRequested)
        {
            results = FragmentResult.None(relation, SqlFailure.Of(exception));
        }

        await session.ResetAsync(cancellationToken).ConfigureAwait(false);
        return results;
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
            readings.Ok(slot, parts[0].Value, duration);
        }
        else if (Addition.TryAdd([.. parts.Select(part => part.Value)], out MetricValue total, out string? problem))
        {
            readings.Ok(slot, total, duration);
        }
        else
        {
            readings.Fail(slot, new Failure(ReadingStatus.Failed, problem), duration);
        }
    }
}
