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
        foreach (FragmentResult part in results.SelectMany(result => result).Where(part => part.Sketch is not null))
        {
            run.Sketches.Keep(part.Plan.Sketch!, part.Plan.Window, part.Sketch!);
        }

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
            List<Outcome<WalkedTable>> tables = [];
            foreach (RelationPlan relation in relations)
            {
                Task<WalkedTable> Find() => TableLookup.FindAsync(relation, session, cancellationToken);
                tables.Add(await AloneAsync(Find, session, cancellationToken).ConfigureAwait(false));
            }

            run.Meter.PagesAhead(tables.Sum(table => table.Result?.Pages ?? 0));
            PassParameters parameters = new(run.RecordedAt);
            for (; walked < relations.Length; walked++)
            {
                results.AddRange(await WalkAsync(
                    relations[walked], tables[walked], session, parameters, run, cancellationToken).ConfigureAwait(false));
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Failure unreachable = SqlFailure.Unreachable(name, exception);
            results.AddRange(relations[walked..].SelectMany(relation => FragmentResult.None(relation, unreachable)));
        }

        return results;
    }

    private async Task<IEnumerable<FragmentResult>> WalkAsync(
        RelationPlan relation,
        Outcome<WalkedTable> table,
        SnapshotSession session,
        PassParameters parameters,
        CollectionRun run,
        CancellationToken cancellationToken)
    {
        if (table.Failure is not null)
        {
            return FragmentResult.None(relation, table.Failure);
        }

        RelationPass pass = new(relation, table.Result!, session, parameters, run.Meter, _options);
        Outcome<IReadOnlyList<FragmentResult>> walk =
            await AloneAsync(() => pass.WalkAsync(cancellationToken), session, cancellationToken).ConfigureAwait(false);
        return walk.Result ?? FragmentResult.None(relation, walk.Failure!);
    }

    /// <summary>What goes wrong with one relation stays with it, as do its locks, while the connection stands.</summary>
    private static async Task<Outcome<T>> AloneAsync<T>(
        Func<Task<T>> work,
        SnapshotSession session,
        CancellationToken cancellationToken)
        where T : class
    {
        Outcome<T> outcome;
        try
        {
            outcome = new(await work().ConfigureAwait(false), null);
        }
        catch (Exception exception) when (session.IsUsable && !cancellationToken.IsCancellationRequested)
        {
            outcome = new(null, SqlFailure.Of(exception));
        }

        await session.ResetAsync(cancellationToken).ConfigureAwait(false);
        return outcome;
    }

    private readonly record struct Outcome<T>(T? Result, Failure? Failure)
        where T : class;

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
