using System.Text;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;

namespace ServicePing.Definitions.Counters;

/// <summary>The Redis keys of counters, without the suffix of a week; renamed events stay on their old keys.</summary>
internal sealed class CounterKeys
{
    private readonly Dictionary<string, string> _old = new(StringComparer.Ordinal);

    public CounterKeys(EquatableArray<KeyOverride> overrides)
    {
        foreach (KeyOverride one in overrides)
        {
            _old[one.Path] = one.Replacement;
        }
    }

    /// <summary>What the counter of an event selection rule keeps.</summary>
    public static CounterKind KindOf(EventSelection selection) => selection switch
    {
        { Operator: EventOperator.SumOfValue } => CounterKind.Sum,
        { Unique: not null, Operator: EventOperator.Total } => CounterKind.UniqueTotals,
        { Unique: not null } => CounterKind.Unique,
        _ => CounterKind.Total,
    };

    /// <summary>The key of an event's total.</summary>
    public string Total(string name, bool isWeekly) => Whole("{event_counters}_" + name, isWeekly);

    /// <summary>The key of a unique counter that has no property in its path.</summary>
    public string Unique(string name) => "{hll_counters}_" + OldOf(name);

    /// <summary>The key of an event selection rule.</summary>
    public string Of(EventSelection selection, bool isWeekly) => KindOf(selection) switch
    {
        CounterKind.Unique => Unique(PathOf(selection)),
        CounterKind.UniqueTotals => "{hll_counters}_" + PathOf(selection),
        CounterKind.Sum => Whole("{event_sums}_" + PathOf(selection), isWeekly),
        _ => Whole("{event_counters}_" + PathOf(selection), isWeekly),
    };

    /// <summary>The key of an old named counter; <c>options</c> are those of the metric.</summary>
    public static string Named(string name, string? prefix, bool includesUsage)
    {
        string key = (includesUsage ? "usage_" : "") + (string.IsNullOrEmpty(prefix) ? "" : prefix + "_") + name;
        return key.ToUpperInvariant();
    }

    /// <summary>Whether a text may stand in the key of a unique counter.</summary>
    public static bool IsSafe(string text)
    {
        foreach (char character in text)
        {
            if (character is not ('_' or '-' or ':' or '[' or ']' or ',')
                && character is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9')))
            {
                return false;
            }
        }

        return true;
    }

    private static string PathOf(EventSelection selection)
    {
        StringBuilder path = new(selection.Name);
        switch (selection.Operator)
        {
            case EventOperator.SumOfValue:
                path.Append("-operator:sum(value)");
                break;
            case EventOperator.Total:
                path.Append("-operator:total");
                break;
        }

        for (int i = 0; i < selection.Filter.Count; i++)
        {
            EventFilter filter = selection.Filter[i];
            path.Append(i == 0 ? "-filter:[" : ",").Append(filter.Property).Append(':').Append(filter.Value);
        }

        path.Append(selection.Filter.IsEmpty ? "" : "]");
        if (selection.UniqueIdentifier is { } unique)
        {
            path.Append('-').Append(unique);
        }

        return path.ToString();
    }

    /// <summary>A week's counter has no old key: what a whole key replaces is a counter of all time.</summary>
    private string Whole(string key, bool isWeekly) => isWeekly ? key : OldOf(key);

    private string OldOf(string key) => _old.TryGetValue(key, out string? old) ? old : key;
}
