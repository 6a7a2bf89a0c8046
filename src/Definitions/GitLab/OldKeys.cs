using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Counters;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.GitLab;

/// <summary>The Redis keys of counters, those of renamed events being the old ones; without the suffix of a week.</summary>
internal sealed class OldKeys
{
    private readonly Dictionary<string, string> _old = new(StringComparer.Ordinal);

    public OldKeys(EquatableArray<KeyOverride> overrides)
    {
        foreach (KeyOverride one in overrides)
        {
            _old[one.Path] = one.Replacement;
        }
    }

    /// <summary>The key of an event's total.</summary>
    public string Total(string name, bool isWeekly) => Whole(CounterKeys.Total(name), isWeekly);

    /// <summary>The key of a unique counter whose path is a name.</summary>
    public string Unique(string name) => CounterKeys.Unique(Find(name));

    /// <summary>The key of an event selection rule.</summary>
    public string Of(EventSelection selection, bool isWeekly)
    {
        string key = CounterKeys.Of(selection);
        return _old.Count == 0 ? key : CounterKeys.KindOf(selection) switch
        {
            CounterKind.Unique => Unique(key.Substring(CounterKeys.Unique("").Length)),
            CounterKind.UniqueTotals => key,
            _ => Whole(key, isWeekly),
        };
    }

    /// <summary>A week's counter has no old key: what a whole key replaces is a counter of all time.</summary>
    private string Whole(string key, bool isWeekly) => isWeekly ? key : Find(key);

    private string Find(string key) => _old.TryGetValue(key, out string? old) ? old : key;
}
