using System.Collections.Frozen;
using ServicePing.Runtime.KnownEvents;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Events;

/// <summary>Every counter that the program's events move, and which event moves which; united over all metric sets.</summary>
/// <remarks>
/// Two sets may know the same event with other arguments. A call through one set moves the counters of both: rules are carried
/// over by the names of the arguments, and a rule whose argument the caller's set does not know is left out.
/// </remarks>
internal sealed class CounterTable
{
    private readonly Dictionary<CellPlan, int> _positions = [];
    private readonly List<CellPlan> _cells = [];
    private int _sketches;
    private readonly Dictionary<MetricSet, EventRules[]> _rules = new(ReferenceEqualityComparer.Instance);

    private readonly Dictionary<MetricSet, KnownEventCells[]> _known = new(ReferenceEqualityComparer.Instance);

    private readonly Dictionary<string, NamedEventPlan> _byName = new(StringComparer.Ordinal);

    internal CounterTable(IReadOnlyList<MetricSet> sets, ServicePingOptions options)
    {
        ILookup<string, EventPlan> byName = sets.SelectMany(set => set.Events).ToLookup(plan => plan.Name, StringComparer.Ordinal);
        foreach (MetricSet set in sets)
        {
            _rules[set] = [.. set.Events.Select(plan => EventRules.Of(Unite(plan.Arguments, byName[plan.Name])))];
            _known[set] = [.. set.KnownEvents.Select(known => CellsOf(known, options.EventContexts))];
        }

        foreach (IGrouping<string, EventPlan> plans in byName)
        {
            string[] arguments = [.. plans.SelectMany(plan => plan.Arguments).Distinct(StringComparer.Ordinal)];
            _byName.Add(plans.Key, new NamedEventPlan(
                arguments,
                plans.SelectMany(plan => plan.IdentifierNames).ToFrozenSet(StringComparer.Ordinal),
                Unite(arguments, plans),
                ClosedValues.Of(plans)));
        }

        Totals = CellsOf(ReadsBy(sets, DataSource.Redis).SelectMany(read => read.Keys), key => new CellPlan(CounterKind.Total, AllTime: key));
        Uniques = NamedUniques(sets).Distinct().GroupBy(one => one.Name, one => CellOf(one.Cell), StringComparer.Ordinal)
            .ToFrozenDictionary(same => same.Key, same => same.Distinct().ToArray(), StringComparer.Ordinal);
        Hashes = CellsOf(options.HashCounters, key => new CellPlan(CounterKind.UniqueTotals, AllTime: key));
    }

    /// <summary>What is counted, each in its own place.</summary>
    internal IReadOnlyList<CellPlan> Cells => _cells;

    /// <summary>The cells of named counters, by key.</summary>
    internal FrozenDictionary<string, int> Totals { get; }

    /// <summary>
    /// The cells of unique counters that metrics read by the name of an event, and of known events, by that name: several where sets have
    /// different keys for it.
    /// </summary>
    internal FrozenDictionary<string, int[]> Uniques { get; }

    /// <summary>The cells of hashes, by key.</summary>
    internal FrozenDictionary<string, int> Hashes { get; }

    /// <summary>The events of all sets, with the arguments and the values that any of them knows.</summary>
    internal IReadOnlyDictionary<string, NamedEventPlan> ByName => _byName;

    /// <summary>The rules of a set's events, in the order of its events.</summary>
    internal EventRules[] RulesOf(MetricSet set) => _rules.TryGetValue(set, out EventRules[]? rules)
        ? rules
        : throw Unknown(set);

    /// <summary>The cells of a set's known events, in the order of its known events.</summary>
    internal KnownEventCells[] KnownEventsOf(MetricSet set) => _known.TryGetValue(set, out KnownEventCells[]? cells)
        ? cells
        : throw Unknown(set);

    private static ArgumentException Unknown(MetricSet set) =>
        new($"The metric set '{set.Name}' is not part of this program; pass it to AddServicePing.", nameof(set));

    private KnownEventCells CellsOf(KnownEvent known, IEnumerable<string> contexts) => new(
        CellOf(new CellPlan(CounterKind.Unique, Known: known)),
        contexts.ToFrozenDictionary(
            context => context,
            context => CellOf(new CellPlan(CounterKind.Unique, Known: known, Context: context)),
            StringComparer.Ordinal));

    private static IEnumerable<(string Name, CellPlan Cell)> NamedUniques(IReadOnlyList<MetricSet> sets)
    {
        KnownEventTable known = new(sets);
        foreach ((string name, string key) in ReadsBy(sets, DataSource.RedisHll).SelectMany(read => read.NamedKeys))
        {
            CellPlan cell = known.Find(name) is { } one
                ? new CellPlan(CounterKind.Unique, Known: one)
                : new CellPlan(CounterKind.Unique, Weekly: key);
            yield return (name, cell);
            yield return (CounterReadPlan.NameOf(key), cell);
        }

        foreach (KnownEvent one in sets.SelectMany(set => set.KnownEvents))
        {
            yield return (one.Name, new CellPlan(CounterKind.Unique, Known: one));
        }
    }

    private static IEnumerable<CounterReadPlan> ReadsBy(IEnumerable<MetricSet> sets, DataSource source) =>
        from set in sets
        from read in set.CounterReads
        where set.Metrics[read.Slot].DataSource == source
        select read;

    private FrozenDictionary<string, int> CellsOf(IEnumerable<string> keys, Func<string, CellPlan> plan) =>
        keys.Distinct(StringComparer.Ordinal).ToFrozenDictionary(key => key, key => CellOf(plan(key)), StringComparer.Ordinal);

    private EventRule[] Unite(IReadOnlyList<string> arguments, IEnumerable<EventPlan> plans)
    {
        List<(CounterRule Rule, EventRule Place)> carried = [];
        foreach (EventPlan plan in plans)
        {
            int[] positions = [.. plan.Arguments.Select(name => PositionOf(name, arguments))];
            carried.AddRange(
                from rule in plan.Rules
                let place = Carry(rule, positions)
                where place is not null
                select (rule, place.Value));
        }

        List<(CounterRule Rule, EventRule Place)> distinct = [];
        foreach ((CounterRule Rule, EventRule Place) one in carried)
        {
            if (!distinct.Exists(other => IsSameKey(other.Rule, one.Rule) && MovesAlike(other, one)))
            {
                distinct.Add(one);
            }
        }

        List<EventRule> united = [];
        while (distinct.Count > 0)
        {
            (CounterRule Rule, EventRule Place) first = distinct[0];
            (CounterRule Rule, EventRule Place) partner = distinct.Find(other => other.Rule.IsWeekly != first.Rule.IsWeekly && MovesAlike(first, other));
            distinct.Remove(first);
            distinct.Remove(partner);
            string? allTime = first.Rule.IsWeekly ? partner.Rule?.Key : first.Rule.Key;
            string? weekly = first.Rule.IsWeekly ? first.Rule.Key : partner.Rule?.Key;
            int cell = CellOf(new CellPlan(first.Rule.Kind, allTime, weekly));
            united.Add(first.Place with { Cell = cell, Sketch = _cells[cell].Sketch });
        }

        return [.. united.OrderBy(rule => rule.Argument)];
    }

    private static EventRule? Carry(CounterRule rule, int[] positions)
    {
        int argument = rule.Argument < 0 ? -1 : positions[rule.Argument];
        ArgumentFilter[] filter = [.. (rule.Filter ?? []).Select(one => one with { Argument = positions[one.Argument] })];
        return (rule.Argument >= 0 && argument < 0) || Array.Exists(filter, one => one.Argument < 0)
            ? null
            : new EventRule(Cell: -1, argument, Sketch: -1, filter.Length == 0 ? null : filter);
    }

    private int CellOf(CellPlan cell)
    {
        if (!_positions.TryGetValue(cell, out int position))
        {
            position = _cells.Count;
            _positions.Add(cell, position);
            _cells.Add(cell.Kind == CounterKind.Unique ? cell with { Sketch = _sketches++ } : cell);
        }

        return position;
    }

    private static bool IsSameKey(CounterRule left, CounterRule right) => left.Key == right.Key && left.IsWeekly == right.IsWeekly;

    /// <summary>Whether the same calls move both, and by the same.</summary>
    private static bool MovesAlike((CounterRule Rule, EventRule Place) left, (CounterRule Rule, EventRule Place) right) =>
        left.Rule.Kind == right.Rule.Kind
        && left.Place.Argument == right.Place.Argument
        && left.Place.Filter.AsSpan().SequenceEqual(right.Place.Filter);

    private static int PositionOf(string name, IReadOnlyList<string> arguments)
    {
        for (int i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == name)
            {
                return i;
            }
        }

        return -1;
    }
}

/// <summary>What is known of an event that is tracked by its name.</summary>
/// <param name="Arguments">The names of its arguments.</param>
/// <param name="Identifiers">Those of them that are identifiers.</param>
/// <param name="Rules">What it moves.</param>
/// <param name="Values">The only values of arguments that have a list of them.</param>
internal sealed record NamedEventPlan(
    IReadOnlyList<string> Arguments, FrozenSet<string> Identifiers, EventRule[] Rules, ClosedValues Values);
