using System.ComponentModel;
using ServicePing.Runtime.Events;

namespace ServicePing.Runtime.Plans;

/// <summary>A known event that the program may track; generated methods call it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TrackedKnownEvent
{
    private readonly string _name;
    private readonly KnownEventCells? _cells;
    private readonly Tallies _tallies;
    private readonly TrackingGuard? _guard;
    private readonly FeatureSwitch? _feature;

    internal TrackedKnownEvent(string name, KnownEventCells? cells, Tallies tallies, TrackingGuard? guard, FeatureSwitch? feature)
    {
        _name = name;
        _cells = cells;
        _tallies = tallies;
        _guard = guard;
        _feature = feature;
    }

    /// <summary>Counts an identifier once in the current day or week. Never throws and never waits.</summary>
    /// <param name="identifier">The identifier, such as a user's; none leaves the event uncounted.</param>
    /// <param name="context">
    /// The context, such as a plan, which has counters of its own; null for those without one. A context that is not among
    /// <see cref="ServicePingOptions.EventContexts"/> leaves the event uncounted.
    /// </param>
    public void Track(EventValue identifier, string? context = null) => Track([identifier], context);

    /// <summary>Counts identifiers, each once in the current day or week. Never throws and never waits.</summary>
    /// <param name="identifiers">The identifiers; none leaves the event uncounted.</param>
    /// <param name="context">As for one identifier.</param>
    public void Track(ReadOnlySpan<EventValue> identifiers, string? context = null)
    {
        if (_guard?.Observer is { } observer)
        {
            TrackObserved(_guard, observer, identifiers, context);
        }
        else if (_cells?.Of(context) is { } cell
            && HaveValue(identifiers)
            && _guard?.Allows(_name, moves: 1) != false
            && _feature?.IsOn() != false)
        {
            _tallies.Current.Add(cell, identifiers);
            _guard?.Tracked();
        }
    }

    private void TrackObserved(TrackingGuard guard, ITrackingObserver observer, ReadOnlySpan<EventValue> identifiers, string? context)
    {
        int? cell = _cells!.Of(context);
        string? refusal = cell is null ? $"The context '{context}' is not among EventContexts."
            : !HaveValue(identifiers) ? "There is no identifier."
            : _tallies.Refusal
                ?? guard.RefusalOf(_name, moves: 1)
                ?? (_feature?.IsOn() == false ? "Its feature flag is off." : null);
        if (refusal is null)
        {
            _tallies.Current.Add(cell!.Value, identifiers);
            guard.Tracked();
        }

        List<TrackedArgument> arguments = [];
        foreach (ref readonly EventValue identifier in identifiers)
        {
            arguments.Add(new("id", identifier));
        }

        arguments.Add(new("context", context));
        observer.Observe(new TrackedCall(TrackedCallKind.KnownEvent, _name, arguments) { Suppressed = refusal });
    }

    private static bool HaveValue(ReadOnlySpan<EventValue> identifiers)
    {
        foreach (ref readonly EventValue identifier in identifiers)
        {
            if (identifier.HasValue)
            {
                return true;
            }
        }

        return false;
    }
}
