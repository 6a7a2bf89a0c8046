using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>Keeps what the program's events count, in memory until the next flush to the counter store.</summary>
/// <remarks>
/// Tracking touches memory only. What could not be written stays and is written by a later flush, once, under the week in which it was
/// tracked. In a program without a counter store, events are not counted.
/// </remarks>
public sealed class EventTracker : IDisposable
{
    private readonly CounterTable _table;
    private readonly Tallies _tallies;
    private readonly CounterFlusher? _flusher;
    private readonly TrackingGuard? _guard;
    private readonly Func<string, bool>? _isFeatureEnabled;
    private readonly TrackingMeter _meter;
    private readonly FrozenDictionary<string, NamedEvent> _byName;

    internal EventTracker(
        IReadOnlyList<MetricSet> sets,
        ICounterStore? store,
        TimeProvider clock,
        IOptions<ServicePingOptions> options,
        ILogger logger)
    {
        ServicePingOptions chosen = options.Value;
        _table = new CounterTable(sets, chosen);
        _tallies = new Tallies(_table.Cells, clock, new MemoryBudget(chosen.TrackingMemory));
        if (store is not null && chosen.TrackEvents)
        {
            _flusher = new CounterFlusher(_tallies, store, chosen.CounterTimeout, logger);
            _guard = TrackingGuard.Create(chosen, _flusher, clock);
        }

        Counters = new NamedCounters(_table, _tallies, _guard, _flusher is not null);
        _byName = _table.ByName.ToFrozenDictionary(
            one => one.Key,
            one => new NamedEvent(one.Key, one.Value.Arguments, one.Value.Rules, Tracked(one.Key, EventRules.Of(one.Value.Rules))),
            StringComparer.Ordinal);
        _isFeatureEnabled = chosen.IsFeatureEnabled;
        _meter = new TrackingMeter(() => Statistics);
    }

    /// <summary>The counters of older generations.</summary>
    public NamedCounters Counters { get; }

    /// <summary>What has become of the tracked events since the program started.</summary>
    public TrackingStatistics Statistics => _flusher?.Statistics ?? TrackingStatistics.None;

    /// <summary>The events of a metric set, in the order of <see cref="MetricSet.Events"/>; generated event methods call them.</summary>
    /// <param name="set">The metric set.</param>
    /// <exception cref="ArgumentException">The set is not part of this program.</exception>
    public TrackedEvent[] EventsOf(MetricSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        EventRules[] rules = _table.RulesOf(set);
        return [.. set.Events.Index().Select(plan => Tracked(plan.Item.Name, rules[plan.Index]))];
    }

    /// <summary>
    /// Counts an event that is known by its name only, as at the edge of HTTP; programs call the generated methods. What is wrong with
    /// an argument leaves that argument out, and the event is counted all the same.
    /// </summary>
    /// <param name="name">The event's name.</param>
    /// <param name="identifiers">
    /// Identifiers by name, <c>user</c>, <c>project</c> and <c>namespace</c>; where there are no additional properties, those may be here too.
    /// </param>
    /// <param name="additionalProperties">Values of the event's additional properties, by name.</param>
    /// <returns>Whether the event was counted, and what was wrong. Never throws for what the dictionaries hold, and never waits.</returns>
    public TrackingResult TrackByName(
        string name,
        IReadOnlyDictionary<string, EventValue> identifiers,
        IReadOnlyDictionary<string, EventValue>? additionalProperties = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(identifiers);
        return _byName.TryGetValue(name, out NamedEvent? named)
            ? named.Track(identifiers, additionalProperties ?? FrozenDictionary<string, EventValue>.Empty)
            : TrackingResult.Untracked(TrackingProblemKind.UnknownEvent, name, $"No event of the program is called '{name}'.");
    }

    /// <summary>The known events of a metric set, in the order of <see cref="MetricSet.KnownEvents"/>; generated methods call them.</summary>
    /// <param name="set">The metric set.</param>
    /// <exception cref="ArgumentException">The set is not part of this program.</exception>
    public TrackedKnownEvent[] KnownEventsOf(MetricSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        KnownEventCells[] cells = _table.KnownEventsOf(set);
        return [.. set.KnownEvents.Index().Select(known =>
            new TrackedKnownEvent(known.Item.Name, _flusher is null ? null : cells[known.Index], _tallies, _guard, FeatureOf(known.Item)))];
    }

    /// <summary>
    /// Writes to the counter store what has been tracked so far. A store that is down is no error: the numbers stay, and a later
    /// flush writes them; <see cref="Statistics"/> tells.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting; what is under way goes on.</param>
    public Task FlushAsync(CancellationToken cancellationToken = default) => _flusher?.FlushAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>Ends the measuring. What has been tracked since the last flush is not written; the log says how much that is.</summary>
    public void Dispose()
    {
        _flusher?.ReportLost();
        _tallies.Dispose();
        _meter.Dispose();
    }

    private TrackedEvent Tracked(string name, EventRules rules) => new(name, _flusher is null ? EventRules.Of([]) : rules, _tallies, _guard);

    /// <summary>Flushes until all is written or the time is up, and reports what is lost then.</summary>
    internal async Task FlushAllAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (_flusher is null)
        {
            return;
        }

        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(limit);
        try
        {
            while (!await _flusher.FlushAsync(end.Token).ConfigureAwait(false))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), end.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            _flusher.ReportLost();
        }
    }

    private FeatureSwitch? FeatureOf(KnownEvent known) =>
        known.FeatureFlag is { } flag && _isFeatureEnabled is { } isEnabled && _flusher is { } flusher
            ? new FeatureSwitch(flag, isEnabled, flusher.Drop)
            : null;
}
