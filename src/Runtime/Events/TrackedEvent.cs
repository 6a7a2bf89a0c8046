using System.ComponentModel;
using ServicePing.Runtime.Events;
using ServicePing.Runtime.Labels;

namespace ServicePing.Runtime.Plans;

/// <summary>An event that the program may track; generated event methods call it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TrackedEvent
{
    private readonly string _name;
    private readonly EventRules _rules;
    private readonly Tallies _tallies;
    private readonly TrackingGuard? _guard;

    private readonly OtherLabels _others;
    private readonly ObservedEvent? _observed;
    private readonly EventOutlet? _outlet;

    /// <param name="name">The event's name.</param>
    /// <param name="rules">What it moves.</param>
    /// <param name="tallies">Where that is counted.</param>
    /// <param name="others">What is counted under <c>other</c>.</param>
    /// <param name="guard">What is done around each call; there must be one where something observes or takes single calls.</param>
    /// <param name="observed">Tells an observer of calls; null for none.</param>
    /// <param name="outlet">Takes single calls; null where they are only counted.</param>
    internal TrackedEvent(
        string name, EventRules rules, Tallies tallies, OtherLabels others, TrackingGuard? guard, ObservedEvent? observed, EventOutlet? outlet)
    {
        _outlet = outlet;
        _observed = observed;
        _others = others;
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

    /// <summary>The value of a property whose definition lists its values; any other is counted as <c>other</c>, which is reported.</summary>
    /// <param name="values">The values, in the order of the definition.</param>
    /// <param name="position">The position of the value; null for none.</param>
    public EventValue ValueOf(EventValue[] values, int? position)
    {
        ArgumentNullException.ThrowIfNull(values);
        return position is not { } present ? EventValue.None
            : (uint)present < (uint)values.Length ? values[present]
            : Other();
    }

    /// <summary>An identifier whose type is the product's own and converts to an <see cref="EventValue"/>.</summary>
    /// <param name="value">The identifier.</param>
    public static EventValue Identifier(EventValue value) => value;

    /// <summary>An identifier whose type is the product's own and converts to a whole number.</summary>
    /// <param name="value">The identifier.</param>
    public static EventValue Identifier(long value) => value;

    /// <summary>An identifier whose type is the product's own and converts to a UUID.</summary>
    /// <param name="value">The identifier.</param>
    public static EventValue Identifier(Guid value) => value;

    /// <summary>An identifier whose type is the product's own and converts to a text.</summary>
    /// <param name="value">The identifier.</param>
    public static EventValue Identifier(string? value) => value;

    /// <summary>What is counted instead of a value that the definition does not list.</summary>
    internal EventValue Other()
    {
        if (IsCounted)
        {
            _others.Add(OtherCause.Outside, _name, moves: 1);
        }

        return LabelLimits.Other;
    }

    /// <summary>Counts one occurrence that was tracked by its name.</summary>
    /// <param name="arguments">The arguments that were as they should be.</param>
    /// <param name="problems">What was wrong with the others.</param>
    /// <param name="forward">Whether it may be handed on besides.</param>
    /// <returns>Whether it was.</returns>
    internal bool Track(ReadOnlySpan<EventValue> arguments, IReadOnlyList<TrackingProblem> problems, bool forward)
    {
        if (_observed is not null)
        {
            return TrackObserved(_guard!, _observed, arguments, problems, forward);
        }

        if (_guard is not null)
        {
            return TrackAllowed(_guard, arguments, forward);
        }

        Track(arguments);
        return false;
    }

    private void TrackGuarded(TrackingGuard guard, ReadOnlySpan<EventValue> arguments)
    {
        if (_observed is not null)
        {
            TrackObserved(guard, _observed, arguments, problems: null, forward: true);
        }
        else
        {
            TrackAllowed(guard, arguments, forward: true);
        }
    }

    private bool TrackAllowed(TrackingGuard guard, ReadOnlySpan<EventValue> arguments, bool forward) =>
        _rules.Count > 0 && guard.Allows(_name, _rules.Count) && Count(guard, arguments, forward);

    private bool TrackObserved(
        TrackingGuard guard, ObservedEvent observed, ReadOnlySpan<EventValue> arguments, IReadOnlyList<TrackingProblem>? problems, bool forward)
    {
        string? refusal = _tallies.Refusal ?? guard.RefusalOf(_name, _rules.Count);
        bool isForwarded = refusal is null && _rules.Count > 0 && Count(guard, arguments, forward);
        guard.Observer!.Observe(observed.Call(arguments, refusal, problems));
        return isForwarded;
    }

    private bool Count(TrackingGuard guard, ReadOnlySpan<EventValue> arguments, bool forward)
    {
        _tallies.Current.Count(in _rules, arguments);
        guard.Tracked();
        if (!forward || _outlet is null || _tallies.IsOff)
        {
            return false;
        }

        _outlet.Pass(arguments);
        return true;
    }
}
