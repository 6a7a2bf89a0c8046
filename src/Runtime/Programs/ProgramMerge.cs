using ServicePing.Runtime.KnownEvents;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Values;
using ServicePing.Standard;

namespace ServicePing.Runtime.Programs;

/// <summary>Merges metric sets into one program.</summary>
/// <remarks>
/// A key path belongs to one set, but for the total of a category of known events, to which each set adds its events. Only the standard
/// set gives way: where another set defines one of its key paths, that
/// definition counts, and the standard set still supplies the value if the other set does not. Of its ready-made sets those are there that
/// the vocabulary of one of the other sets has chosen.
/// </remarks>
internal static class ProgramMerge
{
    internal static PingProgram Merge(MetricSet? standard, IReadOnlyList<MetricSet> sets)
    {
        Dictionary<string, (MetricSet Set, MetricPlan Plan, bool IsTotal)> owners = new(StringComparer.Ordinal);
        foreach (MetricSet set in sets)
        {
            HashSet<int> totals = [.. CategoryTotals(set)];
            foreach ((int slot, MetricPlan plan) in set.Metrics.Index())
            {
                bool isTotal = totals.Contains(slot);
                if (!owners.TryAdd(plan.KeyPath, (set, plan, isTotal)) && !(isTotal && owners[plan.KeyPath].IsTotal))
                {
                    throw new InvalidOperationException(
                        $"Key path '{plan.KeyPath}' is defined by two metric sets: " +
                        $"'{owners[plan.KeyPath].Set.Name}' and '{set.Name}'.");
                }
            }
        }

        HashSet<int> notChosen = standard is null ? [] : NotChosen(standard, sets);
        foreach ((int slot, MetricPlan plan) in (standard?.Metrics ?? []).Index())
        {
            if (!notChosen.Contains(slot))
            {
                owners.TryAdd(plan.KeyPath, (standard!, plan, false));
            }
        }

        string[] keyPaths = [.. owners.Keys.Order(KeyPathOrder.Instance)];
        MetricPlan[] metrics = [.. keyPaths.Select(keyPath => owners[keyPath].Plan)];
        Dictionary<string, int> slotOf = new(keyPaths.Length, StringComparer.Ordinal);
        foreach (string keyPath in keyPaths)
        {
            slotOf.Add(keyPath, slotOf.Count);
        }

        Dictionary<MetricSet, int[]> slots = new(ReferenceEqualityComparer.Instance);
        foreach (MetricSet set in standard is null ? sets : [.. sets, standard])
        {
            slots[set] =
            [
                .. set.Metrics.Select((plan, slot) => set == standard && notChosen.Contains(slot) ? -1 : slotOf[plan.KeyPath]),
                .. set.ReferencedMetrics.Select(keyPath => slotOf.GetValueOrDefault(keyPath, -1)),
            ];
            foreach (CompositePlan composite in set.Composites)
            {
                int missing = composite.Parts.ToList().FindIndex(part => slots[set][part] < 0);
                if (missing >= 0)
                {
                    string keyPath = set.ReferencedMetrics[composite.Parts[missing] - set.Metrics.Count];
                    metrics[slots[set][composite.Slot]] = metrics[slots[set][composite.Slot]] with
                    {
                        Unplanned = $"It {composite.VerbOf(missing)} '{keyPath}', which no metric set of the program defines.",
                    };
                }
            }
        }

        List<PingWork> parts = [.. sets.Select(set => Translate(set, slots[set]))];
        if (standard is not null)
        {
            HashSet<int> supplied = [.. parts.SelectMany(part => part.Slots())];
            PingWork fallbacks = Translate(standard, slots[standard]).Where(slot => slot >= 0 && !supplied.Contains(slot));
            fallbacks = fallbacks with
            {
                Facts = [.. fallbacks.Facts.Select(fact => fact with { IsLast = LastFacts.Contains(fact.InstrumentationClass) })],
            };
            foreach (int slot in fallbacks.Slots())
            {
                metrics[slot] = metrics[slot] with { Unplanned = null };
            }

            HashSet<int> filled = [.. fallbacks.Slots()];
            parts = [.. parts.Select(part => part.Where(slot => !filled.Contains(slot))), fallbacks];
        }

        KnownEventTable known = new(slots.Keys);
        return new PingProgram(metrics, Resolve(Join(parts), metrics, known).Where(slot => IsComputed(metrics[slot])), known, slots, Availability(sets, slots));
    }

    /// <summary>The metrics of ready-made sets that the product has not chosen: their definitions name the set by <c>available_when</c>.</summary>
    private static HashSet<int> NotChosen(MetricSet standard, IReadOnlyList<MetricSet> sets)
    {
        HashSet<string> chosen = [.. sets.SelectMany(set => set.ReadyMade)];
        return [.. standard.Availability.Where(plan => !chosen.Contains(plan.Name)).SelectMany(plan => plan.Slots)];
    }

    /// <summary>What the program is asked for; nobody is for ready-made sets, which the vocabulary has chosen.</summary>
    private static IReadOnlyList<AvailabilityPlan> Availability(IReadOnlyList<MetricSet> sets, Dictionary<MetricSet, int[]> slots) =>
        [.. sets.SelectMany(set => set.Availability.Select(plan => plan with { Slots = [.. plan.Slots.Select(slot => slots[set][slot])] }))];

    /// <summary>
    /// Lets metrics over the names of events read the counters of known events, which may be those of another set than their own.
    /// </summary>
    private static PingWork Resolve(PingWork work, MetricPlan[] metrics, KnownEventTable known)
    {
        CountedSet SetOf(string name, string key) =>
            known.Find(name) is null ? new CountedSet(SetSource.Counter, key) : new CountedSet(SetSource.KnownEvent, name);
        bool IsKnown(CounterReadPlan read) =>
            metrics[read.Slot].DataSource == DataSource.RedisHll && read.NamedKeys.Any(one => known.Find(one.Name) is not null);
        return work with
        {
            CounterReads = [.. work.CounterReads.Where(read => !IsKnown(read))],
            Aggregates =
            [
                .. work.Aggregates.Select(plan => plan with
                {
                    Sets = [.. plan.Sets.Select(set => set.Source == SetSource.Counter ? SetOf(CounterReadPlan.NameOf(set.Name), set.Name) : set)],
                }),
                .. work.CounterReads.Where(IsKnown).Select(read => new AggregatePlan(
                    read.Slot, AggregateOperator.Or, read.Window, [.. read.NamedKeys.Select(one => SetOf(one.Name, one.Key))])),
            ],
        };
    }

    /// <summary>The slots of a set's totals of categories.</summary>
    private static IEnumerable<int> CategoryTotals(MetricSet set) =>
        set.Aggregates.Where(plan => plan.Sets is [{ Source: SetSource.Category }]).Select(plan => plan.Slot);

    private static bool IsComputed(MetricPlan metric) => metric.Status is MetricStatus.Active or MetricStatus.Broken;

    private static PingWork Translate(MetricSet set, int[] slots) => new(
        [.. set.Relations.Select(relation => relation with
        {
            Fragments = [.. relation.Fragments.Select(fragment => fragment with { Slot = slots[fragment.Slot] })],
        })],
        [.. set.CounterReads.Select(read => read with { Slot = slots[read.Slot] })],
        [.. set.Aggregates.Select(plan => plan with { Slot = slots[plan.Slot] })],
        [.. set.Facts.Select(fact => fact with { Slot = slots[fact.Slot] })],
        [.. Translated(set, slots).Where(composite => composite.Operation != CompositeOperation.Sites)],
        [.. Translated(set, slots).Where(composite => composite.Operation == CompositeOperation.Sites)],
        [.. set.Constants.Select(constant => constant with { Slot = slots[constant.Slot] })],
        [.. set.Prometheus.Select(plan => plan with { Slot = slots[plan.Slot] })]);

    private static IEnumerable<CompositePlan> Translated(MetricSet set, int[] slots) => set.Composites
        .Where(composite => composite.Parts.All(part => slots[part] >= 0))
        .Select(composite => composite with { Slot = slots[composite.Slot], Parts = [.. composite.Parts.Select(part => slots[part])] });

    private static PingWork Join(List<PingWork> parts) => new(
        [.. from relation in parts.SelectMany(part => part.Relations)
            let joins = string.Join('\n', relation.Joins)
            group relation by (relation.Database, relation.Schema, relation.Table, relation.Alias, relation.Rows, joins) into same
            select same.First() with { Fragments = [.. same.SelectMany(relation => relation.Fragments)] }],
        [.. parts.SelectMany(part => part.CounterReads)],
        [.. parts.SelectMany(part => part.Aggregates).DistinctBy(plan => plan.Slot)],
        [.. parts.SelectMany(part => part.Facts)],
        [.. parts.SelectMany(part => part.Composites)],
        [.. parts.SelectMany(part => part.Sites)],
        [.. parts.SelectMany(part => part.Constants)],
        [.. parts.SelectMany(part => part.Prometheus)]);
}
