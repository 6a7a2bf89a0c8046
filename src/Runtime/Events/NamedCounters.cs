using System.Collections.Frozen;
using ServicePing.Runtime.Events;

namespace ServicePing;

/// <summary>
/// The counters of older generations, which no event definition moves: named counters (<c>data_source: redis</c>), unique counters by the
/// name of an event (<c>data_source: redis_hll</c>), and hashes of a number of events a field.
/// </summary>
/// <remarks>
/// A counter exists where a metric of the program reads it, a hash where <see cref="ServicePingOptions.HashCounters"/> lists it. As for
/// events, a call counts in memory, never waits and never throws.
/// </remarks>
public sealed class NamedCounters
{
    private const string UsagePrefix = "USAGE_";

    private readonly FrozenDictionary<string, int> _totals;
    private readonly FrozenDictionary<string, int[]> _uniques;
    private readonly FrozenDictionary<string, int> _hashes;
    private readonly Tallies _tallies;
    private readonly TrackingGuard? _guard;
    private readonly FrozenDictionary<string, FeatureSwitch> _features;
    private readonly bool _isTracking;

    /// <param name="table">What is counted.</param>
    /// <param name="tallies">Where it is counted.</param>
    /// <param name="guard">What the program asks of each event.</param>
    /// <param name="features">The feature flags of known events, by the event's name.</param>
    /// <param name="isTracking">Whether there is a counter store.</param>
    internal NamedCounters(
        CounterTable table, Tallies tallies, TrackingGuard? guard, FrozenDictionary<string, FeatureSwitch> features, bool isTracking)
    {
        _features = features;
        _totals = table.Totals;
        _uniques = table.Uniques;
        _hashes = table.Hashes;
        _tallies = tallies;
        _guard = guard;
        _isTracking = isTracking;
    }

    /// <summary>The names that <see cref="Increment(string, long)"/> takes, in lower case and without the prefix <c>usage_</c>.</summary>
    public IReadOnlyCollection<string> TotalNames =>
    [
        .. _totals.Keys
            .Select(key => (key.StartsWith(UsagePrefix, StringComparison.Ordinal) ? key[UsagePrefix.Length..] : key).ToLowerInvariant())
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The names that <see cref="AddUnique(string, EventValue, string?)"/> takes.</summary>
    public IReadOnlyCollection<string> UniqueNames => [.. _uniques.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Counts events of a named counter, such as <c>web_ide_previews_count</c>, with or without the prefix <c>usage_</c>.</summary>
    /// <param name="counter">The prefix of the counter, <c>_</c> and its event, in either case.</param>
    /// <param name="by">How many events; at least 1.</param>
    public TrackingResult Increment(string counter, long by = 1)
    {
        ArgumentNullException.ThrowIfNull(counter);
        ArgumentOutOfRangeException.ThrowIfLessThan(by, 1);
        string key = counter.ToUpperInvariant();
        return Told(counter, "by", by, _totals.TryGetValue(UsagePrefix + key, out int cell) || _totals.TryGetValue(key, out cell)
            ? Move(counter, cell, EventValue.None, by)
            : Unknown(counter));
    }

    /// <summary>Counts events of a named counter by the options of its metric.</summary>
    /// <param name="prefix">The counter's prefix; null for none.</param>
    /// <param name="name">The counter's event.</param>
    /// <param name="includeUsagePrefix">Whether its key begins with <c>USAGE_</c>.</param>
    /// <param name="by">How many events; at least 1.</param>
    public TrackingResult Increment(string? prefix, string name, bool includeUsagePrefix = true, long by = 1)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(by, 1);
        string counter = string.IsNullOrEmpty(prefix) ? name : $"{prefix}_{name}";
        string key = (includeUsagePrefix ? UsagePrefix : "") + counter.ToUpperInvariant();
        return Told(counter, "by", by, _totals.TryGetValue(key, out int cell) ? Move(counter, cell, EventValue.None, by) : Unknown(counter));
    }

    /// <summary>
    /// Counts a value once a week under the name of an event that a metric of the data source <c>redis_hll</c> lists, or as often as a known
    /// event of that name is counted.
    /// </summary>
    /// <param name="name">The event's name.</param>
    /// <param name="value">The value, such as a user's identifier; none leaves the event uncounted.</param>
    /// <param name="property">What the value is, such as <c>user</c>, where the counter's key ends with that.</param>
    public TrackingResult AddUnique(string name, EventValue value, string? property = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        string path = property is null ? name : $"{name}-{property}";
        return Told(path, "value", value, !_uniques.TryGetValue(path, out int[]? cells) ? Unknown(path)
            : !value.HasValue ? NoValue(path)
            : IsOff(path) ? NotNow
            : Move(name, cells, value, by: 1));
    }

    /// <summary>Counts values, each once a week or as often as a known event of the name is counted, such as all users of a group.</summary>
    /// <param name="name">The event's name.</param>
    /// <param name="values">The values; those that are none are left out.</param>
    public TrackingResult AddUnique(string name, ReadOnlySpan<EventValue> values)
    {
        ArgumentNullException.ThrowIfNull(name);
        TrackingResult result = Add(name, values);
        foreach (ref readonly EventValue value in _guard?.Observer is null ? [] : values)
        {
            _ = Told(name, "value", value, result);
        }

        return result;
    }

    private TrackingResult Add(string name, ReadOnlySpan<EventValue> values)
    {
        if (!_uniques.TryGetValue(name, out int[]? cells))
        {
            return Unknown(name);
        }

        if (!HaveValue(values))
        {
            return NoValue(name);
        }

        if (!MayMove(name, cells.Length) || IsOff(name))
        {
            return NotNow;
        }

        foreach (int cell in cells)
        {
            _tallies.Current.Add(cell, values);
        }

        _guard?.Tracked();
        return TrackingResult.Tracked;
    }

    /// <summary>Counts an event of a field of a hash, such as of a project.</summary>
    /// <param name="hash">The key of the hash.</param>
    /// <param name="field">The field.</param>
    public TrackingResult IncrementField(string hash, EventValue field)
    {
        ArgumentNullException.ThrowIfNull(hash);
        return Told(hash, "field", field, !_hashes.TryGetValue(hash, out int cell) ? Unknown(hash)
            : !field.HasValue ? TrackingResult.Untracked(TrackingProblemKind.Missing, hash, $"Counter '{hash}' needs a field.")
            : Move(hash, cell, field, by: 1));
    }

    /// <summary>Tells whoever wants to know what became of a call.</summary>
    private TrackingResult Told(string counter, string argument, in EventValue value, TrackingResult result)
    {
        _guard?.Observer?.Observe(new TrackedCall(TrackedCallKind.Counter, counter, [new(argument, value)])
        {
            Suppressed = result.IsTracked ? null
                : result.Problems.Count > 0 ? result.Problems[0].Message
                : _tallies.Refusal ?? "The option DoNotTrack, IsEventEnabled or IsFeatureEnabled says that it is not to be counted.",
        });
        return result;
    }

    private TrackingResult Move(string name, int cell, EventValue value, long by) => Move(name, [cell], value, by);

    private TrackingResult Move(string name, ReadOnlySpan<int> cells, EventValue value, long by)
    {
        if (!MayMove(name, cells.Length))
        {
            return NotNow;
        }

        _tallies.Current.Move(cells, value, by);
        _guard?.Tracked();
        return TrackingResult.Tracked;
    }

    private static TrackingResult NotNow { get; } = new(false, []);

    private bool MayMove(string name, int moves) => _isTracking && !_tallies.IsOff && _guard?.Allows(name, moves) != false;

    /// <summary>Whether a known event of the name has a feature flag that is off.</summary>
    private bool IsOff(string name) => _features.TryGetValue(name, out FeatureSwitch? feature) && !feature.IsOn();

    private static bool HaveValue(ReadOnlySpan<EventValue> values)
    {
        foreach (ref readonly EventValue value in values)
        {
            if (value.HasValue)
            {
                return true;
            }
        }

        return false;
    }

    private static TrackingResult NoValue(string counter) =>
        TrackingResult.Untracked(TrackingProblemKind.Missing, counter, $"Counter '{counter}' needs a value.");

    private static TrackingResult Unknown(string counter) =>
        TrackingResult.Untracked(TrackingProblemKind.UnknownCounter, counter, $"No metric of the program reads a counter '{counter}'.");
}
