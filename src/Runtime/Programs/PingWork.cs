using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Programs;

/// <summary>What a collection computes; slots are those of the merged program.</summary>
internal sealed record PingWork(
    IReadOnlyList<RelationPlan> Relations,
    IReadOnlyList<CounterReadPlan> CounterReads,
    IReadOnlyList<AggregatePlan> Aggregates,
    IReadOnlyList<FactPlan> Facts,
    IReadOnlyList<CompositePlan> Composites,
    IReadOnlyList<CompositePlan> Sites,
    IReadOnlyList<ConstantPlan> Constants,
    IReadOnlyList<PrometheusPlan> Prometheus)
{
    /// <summary>The part of the work that metrics need: their own, and that of those from which they are computed or whose sketches they take.</summary>
    internal PingWork Only(IEnumerable<int> slots)
    {
        HashSet<int> needed = [.. slots];
        for (int before = 0; before != needed.Count;)
        {
            before = needed.Count;
            needed.UnionWith(Composites.Where(composite => needed.Contains(composite.Slot)).SelectMany(composite => composite.Parts));
            needed.UnionWith(Aggregates.Where(plan => needed.Contains(plan.Slot)).SelectMany(KeepersOf));
        }

        return Where(needed.Contains);
    }

    internal PingWork Where(Predicate<int> isNeeded) => new(
        [.. from relation in Relations
            let fragments = relation.Fragments.Where(fragment => isNeeded(fragment.Slot)).ToArray()
            where fragments.Length > 0
            select relation with { Fragments = fragments }],
        [.. CounterReads.Where(read => isNeeded(read.Slot))],
        [.. Aggregates.Where(plan => isNeeded(plan.Slot))],
        [.. Facts.Where(fact => isNeeded(fact.Slot))],
        [.. Composites.Where(composite => isNeeded(composite.Slot))],
        [.. Sites.Where(list => isNeeded(list.Slot))],
        [.. Constants.Where(constant => isNeeded(constant.Slot))],
        [.. Prometheus.Where(plan => isNeeded(plan.Slot))]);

    /// <summary>
    /// The metrics whose values come of a database, by themselves or by what they are computed from or take sketches from; a fact counts as one
    /// where its definition says so.
    /// </summary>
    internal IReadOnlySet<int> ThatNeedSql(IReadOnlyList<MetricPlan> metrics)
    {
        HashSet<int> found =
        [
            .. Relations.SelectMany(relation => relation.Fragments).Select(fragment => fragment.Slot),
            .. Facts.Where(fact => metrics[fact.Slot].DataSource == DataSource.Database).Select(fact => fact.Slot),
            .. Aggregates.Where(plan => plan.IsOfSketches).Select(plan => plan.Slot),

            // What sites have reported lies in the store, which may be a database.
            .. Sites.Select(list => list.Slot),
        ];
        for (int before = 0; before != found.Count;)
        {
            before = found.Count;
            found.UnionWith(Composites.Where(composite => composite.Parts.Any(found.Contains)).Select(composite => composite.Slot));
        }

        return found;
    }

    internal IEnumerable<int> Slots() =>
    [
        .. Relations.SelectMany(relation => relation.Fragments).Select(fragment => fragment.Slot),
        .. CounterReads.Select(read => read.Slot),
        .. Aggregates.Select(plan => plan.Slot),
        .. Facts.Where(fact => fact.Read is not null).Select(fact => fact.Slot),
        .. Composites.Select(composite => composite.Slot),
        .. Sites.Select(list => list.Slot),
        .. Constants.Select(constant => constant.Slot),
        .. Prometheus.Select(plan => plan.Slot),
    ];

    /// <summary>The slots of the metrics that keep the sketches of an aggregate.</summary>
    internal IEnumerable<int> KeepersOf(AggregatePlan plan) =>
        from fragment in Relations.SelectMany(relation => relation.Fragments)
        where fragment.Window == plan.Window && plan.Sets.Contains(new CountedSet(SetSource.Sketch, fragment.Sketch ?? ""))
        select fragment.Slot;
}
