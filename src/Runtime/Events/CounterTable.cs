using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>Every counter that the program's events move, and which event moves which; united over all metric sets.</summary>
/// <remarks>
/// Two sets may know the same event with other arguments. A call through one set moves the counters of both: rules are carried
/// over by the names of the arguments, and a rule whose argument the caller's set does not know is left out.
/// </remarks>
internal sealed class CounterTable
{
    private readonly Dictionary<(CounterKind Kind, string Key, bool IsWeekly), int> _positions = [];
    private readonly List<CounterRule> _counters = [];
    private readonly Dictionary<MetricSet, EventRule[][]> _rules = new(ReferenceEqualityComparer.Instance);

    internal CounterTable(IReadOnlyList<MetricSet> sets)
    {
        ILookup<string, EventPlan> byName =
            sets.SelectMany(set => set.Events).ToLookup(plan => plan.Name, StringComparer.Ordinal);
        foreach (MetricSet set in sets)
        {
            _rules[set] = [.. set.Events.Select(plan => Unite(plan.Arguments, byName[plan.Name]))];
        }
    }

    /// <summary>A rule for each counter: its kind, key and whether the week is appended.</summary>
    internal IReadOnlyList<CounterRule> Counters => _counters;

    /// <summary>The rules of a set's events, in the order of its events.</summary>
    internal EventRule[][] RulesOf(MetricSet set) => _rules.TryGetValue(set, out EventRule[][]? rules)
        ? rules
        : throw new ArgumentException($"The metric set '{set.Name}' is not part of this program; pass it to AddServicePing.");

    private EventRule[] Unite(IReadOnlyList<string> arguments, IEnumerable<EventPlan> plans)
    {
        List<EventRule> united = [];
        foreach (EventPlan plan in plans)
        {
            int[] positions = [.. plan.Arguments.Select(name => PositionOf(name, arguments))];
            foreach (CounterRule rule in plan.Rules)
            {
                if (Carry(rule, positions) is { } carried && !united.Exists(other => IsSame(other, carried)))
                {
                    united.Add(carried);
                }
            }
        }

        return [.. united];
    }

    private EventRule? Carry(CounterRule rule, int[] positions)
    {
        int argument = rule.Argument < 0 ? -1 : positions[rule.Argument];
        ArgumentFilter[] filter = [.. (rule.Filter ?? []).Select(one => one with { Argument = positions[one.Argument] })];
        return (rule.Argument >= 0 && argument < 0) || Array.Exists(filter, one => one.Argument < 0)
            ? null
            : new EventRule(CounterOf(rule), argument, filter);
    }

    private int CounterOf(CounterRule rule)
    {
        if (!_positions.TryGetValue((rule.Kind, rule.Key, rule.IsWeekly), out int position))
        {
            position = _counters.Count;
            _positions.Add((rule.Kind, rule.Key, rule.IsWeekly), position);
            _counters.Add(rule);
        }

        return position;
    }

    private static bool IsSame(EventRule left, EventRule right) =>
        left.Counter == right.Counter && left.Argument == right.Argument && left.Filter.AsSpan().SequenceEqual(right.Filter);

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
