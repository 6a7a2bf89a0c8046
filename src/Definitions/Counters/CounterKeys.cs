using System.Runtime.CompilerServices;
using System.Text;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Counters;

/// <summary>The Redis keys of counters, without the suffix of a week.</summary>
internal static class CounterKeys
{
    /// <summary>A rule is asked for its key by each of its time frames and by its event, and again after each edit of another file.</summary>
    private static readonly ConditionalWeakTable<EventSelection, string> Known = new();

    /// <summary>What the counter of an event selection rule keeps.</summary>
    public static CounterKind KindOf(EventSelection selection) => selection switch
    {
        { Operator: EventOperator.SumOfValue } => CounterKind.Sum,
        { Unique: not null, Operator: EventOperator.Total } => CounterKind.UniqueTotals,
        { Unique: not null } => CounterKind.Unique,
        _ => CounterKind.Total,
    };

    /// <summary>The key of an event's total.</summary>
    public static string Total(string name) => TagOf(CounterKind.Total) + name;

    /// <summary>The key of a known event's unique counter.</summary>
    public static string Unique(string name) => TagOf(CounterKind.Unique) + name;

    /// <summary>Whether a key is that of a known event's unique counter.</summary>
    public static bool IsUnique(string key, string name)
    {
        string tag = TagOf(CounterKind.Unique);
        return key.Length == tag.Length + name.Length
            && key.StartsWith(tag, StringComparison.Ordinal)
            && key.EndsWith(name, StringComparison.Ordinal);
    }

    /// <summary>The hash tag with which the keys of a kind begin, unless an override replaces them.</summary>
    public static string TagOf(CounterKind kind) => kind switch
    {
        CounterKind.Sum => "{event_sums}_",
        CounterKind.Total => "{event_counters}_",
        _ => "{hll_counters}_",
    };

    /// <summary>What follows the hash tag of a key.</summary>
    public static string WithoutTag(string key) => key.Substring(key.IndexOf("}_", StringComparison.Ordinal) + 2);

    /// <summary>The key of an event selection rule.</summary>
    public static string Of(EventSelection selection) =>
        Known.TryGetValue(selection, out string? key) ? key : Known.GetValue(selection, Compose);

    private static string Compose(EventSelection selection)
    {
        string @operator = selection.Operator switch
        {
            EventOperator.SumOfValue => "-operator:sum(value)",
            EventOperator.Total => "-operator:total",
            _ => "",
        };
        string filter = selection.Filter.IsEmpty ? "" : Of(selection.Filter);
        string unique = selection.UniqueIdentifier is { } identifier ? "-" + identifier : "";
        return string.Concat([TagOf(KindOf(selection)), selection.Name, @operator, filter, unique]);
    }

    /// <summary>
    /// Plain conditions as GitLab's keys have them. Where one is a list or a range, each stands in brackets of its own, as no value before
    /// the first bracket can: no two filters have one key.
    /// </summary>
    private static string Of(EquatableArray<EventFilter> filters)
    {
        bool isPlain = filters.All(static filter => filter.IsPlain);
        StringBuilder text = new();
        for (int i = 0; i < filters.Count; i++)
        {
            text.Append(i == 0 ? "-filter:[" : ",").Append(isPlain ? "" : "[").Append(filters[i].Property).Append(':');
            text.Append(string.Join(",", filters[i].Values.Select(static value => value.IsRange ? $"[{value.From}:{value.To}]" : value.From)));
            text.Append(isPlain ? "" : "]");
        }

        return text.Append(']').ToString();
    }

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
}
