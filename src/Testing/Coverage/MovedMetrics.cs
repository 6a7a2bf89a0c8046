using ServicePing.Runtime.Plans;

namespace ServicePing.Testing;

/// <summary>Which metrics a call has counted for, by the plans of the program.</summary>
internal sealed class MovedMetrics
{
    private const string UsagePrefix = "USAGE_";
    private const string UniqueTag = "{hll_counters}_";

    private readonly ILookup<string, EventPlan> _events;
    private readonly ILookup<string, string> _keyPathsByKey;
    private readonly ILookup<string, string> _keyPathsByName;

    internal MovedMetrics(IReadOnlyList<MetricSet> sets)
    {
        _events = sets.SelectMany(set => set.Events).ToLookup(plan => plan.Name, StringComparer.Ordinal);
        (string Key, string? Name, string KeyPath)[] reads =
        [
            .. from set in sets
               from read in set.CounterReads
               from key in read.Keys.Index()
               select (key.Item, read.Names?[key.Index], set.Metrics[read.Slot].KeyPath),
        ];
        _keyPathsByKey = reads.ToLookup(read => read.Key, read => read.KeyPath, StringComparer.Ordinal);
        _keyPathsByName = reads.ToLookup(read => NameOf(read.Name ?? read.Key), read => read.KeyPath, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The key paths of all of them.</summary>
    internal IEnumerable<string> Of(TrackedCall call) => call.Kind == TrackedCallKind.Event
        ? _events[call.Name].SelectMany(plan => plan.Rules.Where(rule => rule.Moves(position => ValueOf(call, plan.Arguments[position])))).SelectMany(rule => _keyPathsByKey[rule.Key]).Distinct(StringComparer.Ordinal)
        : _keyPathsByName[NameOf(call.Name)].Distinct(StringComparer.Ordinal);

    private static EventValue ValueOf(TrackedCall call, string argument) => call.Arguments.FirstOrDefault(one => one.Name == argument).Value;

    /// <summary>What a counter is called by: its key without what all keys of its kind begin with.</summary>
    private static string NameOf(string key) =>
        key.StartsWith(UniqueTag, StringComparison.Ordinal) ? key[UniqueTag.Length..]
        : key.StartsWith(UsagePrefix, StringComparison.OrdinalIgnoreCase) ? key[UsagePrefix.Length..]
        : key;
}
