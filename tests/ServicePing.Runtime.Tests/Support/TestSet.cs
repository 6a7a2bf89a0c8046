using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>A metric set as the generator would emit it, written by hand.</summary>
internal sealed class TestSet : MetricSet
{
    public override string Name => SetName;

    public override IReadOnlyList<MetricPlan> Metrics => MetricPlans;

    public override IReadOnlyList<RelationPlan> Relations => RelationPlans;

    public override IReadOnlyList<CounterReadPlan> CounterReads => CounterReadPlans;

    public override IReadOnlyList<AggregatePlan> Aggregates => AggregatePlans;

    public override IReadOnlyList<KnownEvent> KnownEvents => KnownEventList;

    public override IReadOnlyList<EventPlan> Events => EventPlans;

    public override IReadOnlyList<AvailabilityPlan> Availability => AvailabilityPlans;

    public override IReadOnlyList<string> Editions => EditionList;

    public override IReadOnlyList<string> ReadyMade => ReadyMadeList;

    public override string Schema => SchemaText;

    public override IReadOnlyList<FactPlan> Facts => FactPlans;

    public override IReadOnlyList<CompositePlan> Composites => CompositePlans;

    public override IReadOnlyList<ConstantPlan> Constants => ConstantPlans;

    public override IReadOnlyList<PrometheusPlan> Prometheus => PrometheusPlans;

    public string SetName { get; init; } = "Test";

    public List<MetricPlan> MetricPlans { get; init; } = [];

    public List<RelationPlan> RelationPlans { get; init; } = [];

    public List<CounterReadPlan> CounterReadPlans { get; init; } = [];

    public List<AggregatePlan> AggregatePlans { get; init; } = [];

    public List<KnownEvent> KnownEventList { get; init; } = [];

    public List<EventPlan> EventPlans { get; init; } = [];

    public List<AvailabilityPlan> AvailabilityPlans { get; init; } = [];

    public List<string> EditionList { get; init; } = [];

    public List<string> ReadyMadeList { get; init; } = [];

    public string SchemaText { get; init; } = "";

    public List<FactPlan> FactPlans { get; init; } = [];

    public List<CompositePlan> CompositePlans { get; init; } = [];

    public List<ConstantPlan> ConstantPlans { get; init; } = [];

    public List<PrometheusPlan> PrometheusPlans { get; init; } = [];

    /// <summary>Adds a metric; the result is its slot.</summary>
    public int Add(
        string keyPath,
        ValueShape shape = ValueShape.Integer,
        MetricStatus status = MetricStatus.Active,
        DataSource source = DataSource.Database,
        TimeFrame timeFrame = TimeFrame.All,
        string? unplanned = null)
    {
        MetricPlans.Add(new MetricPlan(keyPath, shape, status, timeFrame, source, DataCategory.Optional, unplanned));
        return MetricPlans.Count - 1;
    }

    public int AddFact(string keyPath, Func<MetricValue> value, ValueShape shape = ValueShape.Text)
    {
        int slot = Add(keyPath, shape, source: DataSource.System, timeFrame: TimeFrame.None);
        FactPlans.Add(new FactPlan(slot, "TestMetric", "{}", (_, _) => ValueTask.FromResult(value())));
        return slot;
    }

    /// <summary>Adds a fact of a class, which is asked as generated code asks it.</summary>
    public int AddFact<T>(
        string keyPath, Func<FactContext, IFact<T>> create, Func<T, MetricValue> from, ValueShape shape, string instrumentationClass = "TestMetric")
    {
        int slot = Add(keyPath, shape, source: DataSource.System, timeFrame: TimeFrame.None);
        FactPlans.Add(new FactPlan(slot, instrumentationClass, "{}", async (context, cancellationToken) =>
            from(await FactCall.ReadAsync(create(context), context, cancellationToken))));
        return slot;
    }

    public int AddSum(string keyPath, ValueShape shape, params int[] parts)
    {
        int slot = Add(keyPath, shape);
        CompositePlans.Add(new CompositePlan(slot, CompositeOperation.Add, parts));
        return slot;
    }

    /// <summary>Adds a metric that Prometheus is asked for; <c>:recorded_at</c> stands for the moment.</summary>
    public int AddPrometheus(string keyPath, string promQl, string[]? labels = null, string[]? members = null)
    {
        int slot = Add(keyPath, labels is null ? ValueShape.Double : ValueShape.Json, source: DataSource.Prometheus, timeFrame: TimeFrame.None);
        PrometheusPlans.Add(new PrometheusPlan(slot, promQl.Split(":recorded_at"), labels ?? [], members ?? []));
        return slot;
    }

    public int AddCounter(string keyPath, CounterKind kind, TimeFrame window, params string[] keys)
    {
        ValueShape shape = kind switch
        {
            CounterKind.Sum => ValueShape.Double,
            CounterKind.UniqueTotals => ValueShape.Json,
            _ => ValueShape.Integer,
        };
        int slot = Add(keyPath, shape, source: DataSource.InternalEvents, timeFrame: window);
        CounterReadPlans.Add(new CounterReadPlan(slot, kind, window, keys));
        return slot;
    }

    public int AddAggregate(
        string keyPath, AggregateOperator @operator, TimeFrame window, SetSource source, string[] names, string? featureFlag = null)
    {
        int slot = Add(keyPath, source: DataSource.RedisHll, timeFrame: window);
        AggregatePlans.Add(new AggregatePlan(slot, @operator, window, [.. names.Select(name => new CountedSet(source, name))], featureFlag));
        return slot;
    }
}
