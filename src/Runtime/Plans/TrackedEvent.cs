using System.ComponentModel;

namespace ServicePing.Runtime.Plans;

/// <summary>An event that the program may track; generated event methods call it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TrackedEvent
{
    private readonly string _name;
    private readonly EventRule[] _rules;
    private readonly Tallies _tallies;
    private readonly TrackingGuard? _guard;

    internal TrackedEvent(string name, EventRule[] rules, Tallies tallies, TrackingGuard? guard)
    {
        _name = name;
        _rules = rules;
        _tallies = tallies;
        _guard = guard;
    }

    /// <summary>Counts one occurrence. Never throws and never waits.</summary>
    /// <param name="arguments">The arguments in the order of <see cref="EventPlan.Arguments"/>.</param>
    public void Track(params ReadOnlySpan<EventValue> arguments)
    {
        if (_guard is not null)
        {
            TrackGuarded(_guard, arguments);
        }
        else if (_rules.Length > 0)
        {
            _tallies.Current.Count(_rules, arguments);
        }
    }

    private void TrackGuarded(TrackingGuard guard, ReadOnlySpan<EventValue> arguments)
    {
        if (_rules.Length > 0 && guard.Allows(_name, _rules.Length))
        {
            _tallies.Current.Count(_rules, arguments);
            guard.Tracked();
        }
    }
}
