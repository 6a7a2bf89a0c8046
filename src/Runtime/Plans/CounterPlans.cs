using System.Collections.Frozen;
using System.ComponentModel;

namespace ServicePing.Runtime.Plans;

/// <summary>What a counter keeps, and with which commands.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum CounterKind
{
    /// <summary>The number of events: INCRBY, GET.</summary>
    Total,

    /// <summary>The sum of a property: INCRBYFLOAT, GET.</summary>
    Sum,

    /// <summary>The number of different values: PFADD, PFCOUNT.</summary>
    Unique,

    /// <summary>The number of events a value: HINCRBY, HGETALL.</summary>
    UniqueTotals,
}

/// <summary>A metric that is read from counters.</summary>
/// <param name="Slot">The metric's slot.</param>
/// <param name="Kind">What the counters keep.</param>
/// <param name="Window">The last one or four complete ISO weeks, or all time.</param>
/// <param name="Keys">The keys without a week's suffix; united, or added up.</param>
/// <param name="Names">
/// The names by which the program counts values, one a key, where the metric lists unique counters by name and one of them has an old key;
/// the identifiers below which values stand where those have a hyphen; null where the keys tell.
/// </param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record CounterReadPlan(
    int Slot,
    CounterKind Kind,
    TimeFrame Window,
    IReadOnlyList<string> Keys,
    IReadOnlyList<string>? Names = null)
{
    /// <summary>The keys with the names by which the program counts values.</summary>
    internal IEnumerable<(string Name, string Key)> NamedKeys => Keys.Index().Select(key => (Names?[key.Index] ?? NameOf(key.Item), key.Item));

    /// <summary>The name by which the program counts values under the key of a unique counter.</summary>
    internal static string NameOf(string key) =>
        key.StartsWith(TagOf(CounterKind.Unique), StringComparison.Ordinal) ? key[TagOf(CounterKind.Unique).Length..] : key;

    /// <summary>The hash tag with which the keys of a kind begin, unless an override replaces them.</summary>
    internal static string TagOf(CounterKind kind) => kind switch
    {
        CounterKind.Sum => "{event_sums}_",
        CounterKind.Total => "{event_counters}_",
        _ => "{hll_counters}_",
    };
}

/// <summary>An event, its arguments and what it moves.</summary>
/// <param name="Name">The event's name.</param>
/// <param name="Arguments">The names of its identifiers followed by its additional properties.</param>
/// <param name="Rules">The counters that one call moves, without duplicates.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record EventPlan(string Name, IReadOnlyList<string> Arguments, IReadOnlyList<CounterRule> Rules)
{
    /// <summary>The only values that arguments may have, by the name of the argument; an argument that is not here may have any.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Values { get; init; } =
        FrozenDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>
    /// How many of the arguments are identifiers, which come first; null where GitLab's names tell, as in libraries that were compiled before
    /// products had identifiers of their own.
    /// </summary>
    public int? Identifiers { get; init; }

    /// <summary>The names of the identifiers.</summary>
    internal IEnumerable<string> IdentifierNames => Identifiers is { } count ? Arguments.Take(count) : Arguments.Where(IsGitLabs);

    /// <summary>Whether a name is an identifier of GitLab's.</summary>
    internal static bool IsGitLabs(string name) => name is "user" or "project" or "namespace" or "feature_enabled_by_namespace_ids";
}

/// <summary>A counter that an event moves.</summary>
/// <param name="Kind">What the counter keeps.</param>
/// <param name="Key">The key without a week's suffix.</param>
/// <param name="IsWeekly">Whether the ISO week of the event is appended and the key expires after six weeks.</param>
/// <param name="Argument">The position of the argument that is counted once or summed; -1 where events are counted.</param>
/// <param name="Filter">What arguments may be. Those of one argument stand together, and one of them must hold; that of each argument.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record CounterRule(
    CounterKind Kind,
    string Key,
    bool IsWeekly,
    int Argument = -1,
    IReadOnlyList<ArgumentFilter>? Filter = null)
{
    /// <summary>Whether a call moves the counter.</summary>
    /// <param name="argumentAt">The argument at a position; none where the call has none.</param>
    public bool Moves(Func<int, EventValue> argumentAt)
    {
        ArgumentNullException.ThrowIfNull(argumentAt);
        return (Argument < 0 || argumentAt(Argument).HasValue)
            && (Filter ?? []).GroupBy(one => one.Argument).All(same => same.Any(one => one.Takes(argumentAt(same.Key))));
    }
}

/// <summary>What an argument may be for a counter rule: a value, or a number of a range.</summary>
/// <param name="Argument">The position of the argument.</param>
/// <param name="From">The value, a string or a number and never equal across the two, or the least number; none for any.</param>
/// <param name="To">The same value, or the greatest number, inclusive; none for any.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record ArgumentFilter(int Argument, EventValue From, EventValue To)
{
    /// <summary>What an argument may be: one value.</summary>
    /// <param name="argument">The position of the argument.</param>
    /// <param name="value">The value.</param>
    public ArgumentFilter(int argument, EventValue value)
        : this(argument, value, value)
    {
    }

    /// <summary>Whether the argument may be so.</summary>
    internal bool Takes(EventValue value) => value == From
        ? From.HasValue
        : From != To && (!From.HasValue || value.CompareNumber(From) > 0) && (!To.HasValue || value.CompareNumber(To) <= 0);
}
