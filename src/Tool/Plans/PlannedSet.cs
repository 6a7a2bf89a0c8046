using ServicePing.Definitions.Planning;
using ServicePing.Runtime.Plans;
using Planned = ServicePing.Definitions.Planning;
using Run = ServicePing.Runtime.Plans;

namespace ServicePing.Tool.Plans;

/// <summary>The metric set that the generator would emit for a plan, without a compiler: what is read, and what is computed from that.</summary>
internal sealed class PlannedSet(string name, Plan plan) : MetricSet
{
    public override string Name => name;

    public override IReadOnlyList<MetricPlan> Metrics { get; } =
    [
        .. plan.Metrics.Select(metric => new MetricPlan(
            metric.Metric.KeyPath,
            Same<Run.ValueShape>(metric.Shape),
            Same<MetricStatus>(metric.Metric.Definition.Status),
            Same<TimeFrame>(metric.Metric.TimeFrame),
            Same<DataSource>(metric.Metric.Definition.DataSource),
            Same<DataCategory>(metric.Metric.Definition.DataCategory),
            metric.Unplanned)),
    ];

    public override IReadOnlyList<Run.RelationPlan> Relations { get; } =
    [
        .. plan.Relations.Select(relation => new Run.RelationPlan(
            relation.Database, relation.Schema, relation.Table, [.. relation.Joins], [.. relation.Fragments.Select(Fragment)]) { Alias = relation.Alias, Rows = relation.Rows }),
    ];

    public override IReadOnlyList<Run.CounterReadPlan> CounterReads { get; } =
    [
        .. plan.CounterReads.Select(read => new Run.CounterReadPlan(
            read.Slot, Same<Run.CounterKind>(read.Kind), Same<TimeFrame>(read.Window), [.. read.Keys])),
    ];

    public override IReadOnlyList<Run.AggregatePlan> Aggregates { get; } =
    [
        .. plan.Aggregates.Select(aggregate => new Run.AggregatePlan(
            aggregate.Slot,
            Same<AggregateOperator>(aggregate.Operator),
            Same<TimeFrame>(aggregate.Window),
            [.. aggregate.Sets.Select(set => new CountedSet(Same<SetSource>(set.Source), set.Name))],
            aggregate.FeatureFlag)),
    ];

    public override IReadOnlyList<KnownEvent> KnownEvents { get; } =
    [
        .. plan.KnownEvents.Select(known => new KnownEvent(known.Name, Same<EventAggregation>(known.Aggregation))
        {
            Category = known.Category,
            Slot = known.Slot,
            ExpiryDays = known.ExpiryDays,
            FeatureFlag = known.FeatureFlag,
        }),
    ];

    /// <summary>Without conditions, which nothing asks for where nothing is tracked.</summary>
    public override IReadOnlyList<Run.EventPlan> Events { get; } =
    [
        .. plan.Events.Select(one => new Run.EventPlan(
            one.Event.Action,
            [.. one.Event.Identifiers, .. one.Event.AdditionalProperties.Select(property => property.Name)],
            [.. one.Rules.Select(rule => new Run.CounterRule(Same<Run.CounterKind>(rule.Kind), rule.Key, rule.IsWeekly, rule.Argument))])
        {
            Identifiers = one.Event.Identifiers.Count,
        }),
    ];

    public override IReadOnlyList<string> ReferencedMetrics { get; } = [.. plan.ReferencedMetrics];

    public override IReadOnlyList<Run.FactPlan> Facts { get; } =
        [.. plan.Facts.Select(fact => new Run.FactPlan(fact.Slot, fact.InstrumentationClass, fact.OptionsJson, Read: null))];

    public override IReadOnlyList<Run.CompositePlan> Composites { get; } =
        [.. plan.Composites.Select(one => new Run.CompositePlan(one.Slot, Same<Run.CompositeOperation>(one.Operation), [.. one.Parts]))];

    public override IReadOnlyList<Run.ConstantPlan> Constants { get; } =
        [.. plan.Constants.Select(constant => new Run.ConstantPlan(constant.Slot, constant.Json))];

    public override IReadOnlyList<Run.PrometheusPlan> Prometheus { get; } =
        [.. plan.Prometheus.Select(one => new Run.PrometheusPlan(one.Slot, [.. one.Query], [.. one.Labels], [.. one.Members]))];

    private static QueryFragment Fragment(Planned.FragmentPlan fragment) => new(fragment.Slot, Same<Operation>(fragment.Operation))
    {
        Part = fragment.Part,
        Columns = [.. fragment.Columns],
        Filter = fragment.Filter,
        Window = Same<TimeFrame>(fragment.Window),
        TimestampColumn = fragment.TimestampColumn,
        GroupBy = [.. fragment.GroupBy],
        GroupValues = [.. fragment.GroupValues],
        MaxGroups = fragment.MaxGroups,
        ListOf = [.. fragment.ListOf],
        BatchColumn = fragment.Batch?.Column,
        BatchSize = fragment.Batch?.Size,
        BatchStart = fragment.Batch?.Start,
        BatchFinish = fragment.Batch?.Finish,
        Percentile = fragment.Percentile,
        FirstBucket = fragment.Buckets?.First,
        LastBucket = fragment.Buckets?.Last,
        Sketch = fragment.Sketch,
    };

    /// <summary>The word of the runtime for a word of the definitions: both call it the same.</summary>
    private static T Same<T>(Enum word)
        where T : struct, Enum => Enum.Parse<T>(word.ToString());
}
