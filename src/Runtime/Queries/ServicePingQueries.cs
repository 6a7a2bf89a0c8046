using Microsoft.Extensions.Options;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Counters.Postgres;
using ServicePing.Runtime.Databases.Passes;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Tables;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Queries;

namespace ServicePing;

/// <summary>Shows the SQL with which a service ping is collected, without a connection to any database.</summary>
/// <remarks>Registered by <c>AddServicePing</c>.</remarks>
public sealed class ServicePingQueries
{
    private readonly PingProgram _program;
    private readonly CounterPlace? _counters;
    private readonly ShownReads? _postgresCounters;
    private readonly TimeProvider _clock;
    private readonly ServicePingOptions _options;

    internal ServicePingQueries(
        PingProgram program, CounterPlace? counters, ShownReads? postgresCounters, TimeProvider clock, IOptions<ServicePingOptions> options)
    {
        _program = program;
        _counters = counters;
        _postgresCounters = postgresCounters;
        _clock = clock;
        _options = options.Value;
    }

    /// <summary>What keeps the counters of the program; null for nothing.</summary>
    public CounterStoreKind? CounterStore => _counters?.Store;

    /// <summary>What all keys of the program's counters begin with; empty for nothing.</summary>
    public string CounterKeyPrefix => _counters?.KeyPrefix ?? "";

    /// <summary>Every metric as one statement, in the order of the payload; removed metrics are left out.</summary>
    /// <param name="recordedAt">The moment from which windows are counted; now where it is left out.</param>
    public IReadOnlyList<MetricQuery> OfMetrics(DateTimeOffset? recordedAt = null)
    {
        QueryExport export = new(_program, CounterKeyPrefix, _postgresCounters, recordedAt ?? _clock.GetUtcNow());
        return [.. Enumerable.Range(0, _program.Metrics.Count)
            .Where(slot => _program.Metrics[slot].Status != MetricStatus.Removed)
            .Select(export.Of)];
    }

    /// <summary>
    /// The export of queries as GitLab's <c>metrics_queries</c>: JSON of the payload's shape, in which statements stand for values.
    /// </summary>
    /// <param name="recordedAt">The moment from which windows are counted; now where it is left out.</param>
    /// <returns>UTF-8 JSON.</returns>
    public ReadOnlyMemory<byte> ToJson(DateTimeOffset? recordedAt = null) => ToJson(_ => true, recordedAt ?? _clock.GetUtcNow());

    /// <summary>The export of some metrics.</summary>
    internal ReadOnlyMemory<byte> ToJson(Predicate<int> isWanted, DateTimeOffset recordedAt)
    {
        QueryExport export = new(_program, CounterKeyPrefix, _postgresCounters, recordedAt);
        return _program.Layout.Write(slot => !isWanted(slot) ? null : ValueOf(export.Of(slot)));
    }

    private static MetricValue ValueOf(MetricQuery query) => query.Sql is { } sql ? MetricValue.From(sql) : query.NonSql;

    /// <summary>
    /// The statements of passes in the default strategy, each for many metrics. A collection looks at the database and may choose
    /// better: statements really sent are in <see cref="ServicePingPayload.Statistics"/>.
    /// </summary>
    public IReadOnlyList<PassQuery> OfPasses()
    {
        PassParameters parameters = new(_clock.GetUtcNow());
        return
        [
            .. from relation in _program.Work.Relations
               from walk in PlanOf(relation, parameters).Walks
               select new PassQuery(
                   relation.Database,
                   relation.Source,
                   [.. walk.Statement.Fragments.Select(fragment => _program.Metrics[fragment.Plan.Slot].KeyPath).Distinct()],
                   walk.Route.Along,
                   walk.Compose(relation, walk.Statement.Fragments, walk.Route.All)),
        ];
    }

    /// <summary>Nobody is asked for anything, so that nothing is waited for.</summary>
    private PlannedPass PlanOf(RelationPlan relation, PassParameters parameters) =>
        new PassPlan(relation, WalkedTable.Unseen(relation), new UnseenBasis(), parameters, _options, rowsOfKeyStep: null)
            .MakeAsync(CancellationToken.None).GetAwaiter().GetResult();
}
