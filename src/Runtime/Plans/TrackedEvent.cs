using System.ComponentModel;

namespace ServicePing.Runtime.Plans;

/// <summary>An event that the program may track; generated event methods call it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TrackedEvent
{
    private readonly string _name;
    private readonly EventRules _rules;
    private readonly Tallies _tallies;
    private readonly TrackingGuard? _guard;

    internal TrackedEvent(string name, EventRules rules, Tallies tallies, TrackingGuard? guard)
    {
        _name = name;
        _rules = rules;
        _tallies = tallies;
        _guard = guard;
    }

    /// <summary>Whether the event is counted at all: the program has a counter store, and has not switched tracking off.</summary>
    internal bool IsCounted => _rules.Count > 0 && !_tallies.IsOff;

    /// <summary>Counts one occurrence. Never throws and never waits.</summary>
    /// <param name="arguments">The arguments in the order of <see cref="EventPlan.Arguments"/>.</param>
    public void Track(params ReadOnlySpan<EventValue> arguments)
    {
        if (_guard is not null)
        {
            TrackGuarded(_guard, arguments);
        }
        else if (_rules.Count > 0)
        {
            _tallies.Current.Count(in _rules, arguments);
        }
    }

    private void TrackGuarded(TrackingGuard guard, ReadOnlySpan<EventValue> arguments)
    {
        if (_rules.Count > 0 && guard.Allows(_name, _rules.Count))
        {
            _tallies.Current.Count(in _rules, arguments);
            guard.Tracked();
        }
    }
}
