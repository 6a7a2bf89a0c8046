using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Events.Spooling;
using ServicePing.Runtime.Labels;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Events;

/// <summary>What tracking needs, made when the first event is asked for: a program that tracks nothing pays nothing.</summary>
internal sealed class Tracking : IDisposable
{
    private readonly CounterTable _table;
    private readonly Tallies _tallies;
    private readonly OtherLabels _others;
    private readonly TrackingGuard? _guard;
    private readonly Func<string, bool>? _isFeatureEnabled;
    private readonly TrackingMeter _meter;
    private readonly ITimer? _spooling;

    internal Tracking(
        IReadOnlyList<MetricSet> sets,
        ICounterStore? store,
        TimeProvider clock,
        ServicePingOptions options,
        ILogger logger,
        ITrackingObserver? observer = null,
        IForwarding? forwarding = null)
    {
        _table = new CounterTable(sets, options);
        _others = new OtherLabels(LabelLimits.Of(options), logger);
        MemoryBudget budget = new(options.TrackingMemory);
        _tallies = new Tallies(_table.Cells, clock, budget, _others);
        _tallies.Switch(options.TrackEvents);
        if (store is not null)
        {
            Spool? spool = options.SpoolFolder is { } folder ? new Spool(folder, options.SpoolToDisk, clock, logger) : null;
            CounterFlusher flusher = new(_tallies, _others, store, options.CounterTimeout, logger, spool, budget);
            _spooling = spool is null ? null : clock.CreateTimer(_ => flusher.DrainToSpool(), null, options.SpoolInterval, options.SpoolInterval);
            Flusher = flusher;
            _guard = TrackingGuard.Create(options, Flusher, clock, observer);
            Forwarding = forwarding;
        }

        FrozenSet<string> identifiers = _table.ByName.Values.SelectMany(one => one.Identifiers).ToFrozenSet(StringComparer.Ordinal);
        ByName = _table.ByName.ToFrozenDictionary(
            one => one.Key,
            one => new NamedEvent(one.Key, one.Value, identifiers, Tracked(one.Key, one.Value.Arguments, EventRules.Of(one.Value.Rules))),
            StringComparer.Ordinal);
        _isFeatureEnabled = options.IsFeatureEnabled;
        Counters = new NamedCounters(_table, _tallies, _guard, FeaturesOf(sets), Flusher is not null);
        _meter = new TrackingMeter(() => Statistics);
    }

    /// <summary>Writes what was tracked; null where events are not counted.</summary>
    internal CounterFlusher? Flusher { get; }

    /// <summary>What single occurrences are handed to besides; null where nothing takes them, or events are not counted.</summary>
    internal IForwarding? Forwarding { get; }

    internal NamedCounters Counters { get; }

    internal FrozenDictionary<string, NamedEvent> ByName { get; }

    internal TrackingStatistics Statistics => Forwarding is { } forwarding
        ? Flusher!.Statistics with { Forwarding = forwarding.Statistics }
        : Flusher?.Statistics ?? TrackingStatistics.None;

    internal TrackedEvent[] EventsOf(MetricSet set)
    {
        EventRules[] rules = _table.RulesOf(set);
        return [.. set.Events.Index().Select(plan => Tracked(plan.Item.Name, plan.Item.Arguments, rules[plan.Index]))];
    }

    internal TrackedKnownEvent[] KnownEventsOf(MetricSet set)
    {
        KnownEventCells[] cells = _table.KnownEventsOf(set);
        return [.. set.KnownEvents.Index().Select(known =>
            new TrackedKnownEvent(known.Item.Name, Flusher is null ? null : cells[known.Index], _tallies, _guard, FeatureOf(known.Item)))];
    }

    /// <summary>Counts events from now on, or no more; what was counted before is written all the same.</summary>
    internal void Switch(bool isOn) => _tallies.Switch(isOn);

    public void Dispose()
    {
        _guard?.Stop();
        _spooling?.Dispose();
        if (Flusher is { } flusher)
        {
            _tallies.End(flusher.ReportLate);
            flusher.End();
            Forwarding?.ReportLost();
        }

        _tallies.Dispose();
        _meter.Dispose();
    }

    /// <summary>Says of a call that no definition has the event.</summary>
    internal void ObserveUnknown(string name, IEnumerable<KeyValuePair<string, EventValue>> arguments, TrackingResult result) =>
        _guard?.Observer?.Observe(new TrackedCall(TrackedCallKind.Event, name, [.. arguments.Select(one => new TrackedArgument(one.Key, one.Value))])
        {
            Suppressed = result.Problems[0].Message,
        });

    private TrackedEvent Tracked(string name, IReadOnlyList<string> arguments, EventRules rules)
    {
        EventOutlet? outlet = Forwarding?.OutletOf(name, arguments, _table.ByName[name]);
        return new TrackedEvent(
            name,
            Flusher is null ? EventRules.Of([]) : rules,
            _tallies,
            _others,
            _guard ?? (outlet is null ? null : TrackingGuard.Open(Flusher!)),
            _guard?.Observer is null ? null : new ObservedEvent(name, arguments, rules, _table.ByName[name].Values, _table.Cells, _others.Limits),
            outlet);
    }

    private FrozenDictionary<string, FeatureSwitch> FeaturesOf(IReadOnlyList<MetricSet> sets) => sets
        .SelectMany(set => set.KnownEvents)
        .DistinctBy(known => known.Name, StringComparer.Ordinal)
        .Select(known => (known.Name, Feature: FeatureOf(known)))
        .Where(one => one.Feature is not null)
        .ToFrozenDictionary(one => one.Name, one => one.Feature!, StringComparer.Ordinal);

    private FeatureSwitch? FeatureOf(KnownEvent known) =>
        known.FeatureFlag is { } flag && _isFeatureEnabled is { } isEnabled && Flusher is { } flusher
            ? new FeatureSwitch(flag, isEnabled, flusher.Drop)
            : null;
}
