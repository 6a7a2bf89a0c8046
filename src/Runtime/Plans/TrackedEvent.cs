using System.ComponentModel;

namespace ServicePing.Runtime.Plans;

/// <summary>An event that the program may track; generated event methods call it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TrackedEvent
{
    private readonly EventRule[] _rules;
    private readonly Tallies _tallies;

    internal TrackedEvent(EventRule[] rules, Tallies tallies)
    {
        _rules = rules;
        _tallies = tallies;
    }

    /// <summary>Counts one occurrence. Never throws and never waits.</summary>
    /// <param name="arguments">The arguments in the order of <see cref="EventPlan.Arguments"/>.</param>
    public void Track(params ReadOnlySpan<EventValue> arguments)
    {
        if (_rules.Length == 0)
        {
            return;
        }

        Cell[] cells = _tallies.Now();
        foreach (EventRule rule in _rules)
        {
            if (rule.Matches(arguments))
            {
                cells[rule.Counter].Move(rule.Subject(arguments));
            }
        }
    }
}
