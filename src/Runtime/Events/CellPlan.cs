using ServicePing.Runtime.Counters;
using ServicePing.Runtime.KnownEvents;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Events;

/// <summary>What is counted in one place, under one key or several, which always move together.</summary>
/// <param name="Kind">What is kept.</param>
/// <param name="AllTime">The key of all time, if there is one.</param>
/// <param name="Weekly">The key to which the week is appended, if there is one.</param>
/// <param name="Known">The known event whose key is counted under, if there is one.</param>
/// <param name="Context">The context of the known event, if there is one.</param>
internal sealed record CellPlan(
    CounterKind Kind,
    string? AllTime = null,
    string? Weekly = null,
    KnownEvent? Known = null,
    string? Context = null)
{
    /// <summary>The position among the cells of different values; -1 for the others.</summary>
    internal int Sketch { get; init; } = -1;

    /// <summary>How many keys one event moves.</summary>
    internal int Keys => (AllTime is null ? 0 : 1) + (Weekly is null ? 0 : 1) + (Known is null ? 0 : 1);

    /// <summary>The keys that events of a day move.</summary>
    internal IEnumerable<CounterKey> KeysOn(DateOnly day)
    {
        if (AllTime is not null)
        {
            yield return new(AllTime, Lifetime: null);
        }

        if (Weekly is not null)
        {
            yield return new(Weekly + IsoWeek.Of(day.ToDateTime(default)).Suffix, CounterWrite.SixWeeks);
        }

        if (Known is not null)
        {
            yield return new(KnownEventKey.Of(Known, day, Context), Known.Expiry);
        }
    }
}

/// <summary>A whole key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Lifetime">How long it is kept; for ever where null.</param>
internal readonly record struct CounterKey(string Key, TimeSpan? Lifetime);
