using System.Collections.Frozen;
using ServicePing.Runtime.Labels;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Events;

/// <summary>An event that is tracked by its name, with arguments by theirs: what generated methods leave to the compiler is checked here.</summary>
/// <param name="name">The event's name.</param>
/// <param name="plan">What is known of it.</param>
/// <param name="identifiers">The names of all identifiers of the program's events: callers pass what they know.</param>
/// <param name="tracked">Counts it.</param>
internal sealed class NamedEvent(string name, NamedEventPlan plan, FrozenSet<string> identifiers, TrackedEvent tracked)
{
    private const int LongestShown = 100;
    private const string Label = "label";
    private const string Property = "property";
    private const string Value = "value";

    /// <summary>Counts one occurrence with the arguments that are as they should be.</summary>
    internal TrackingResult Track(
        IReadOnlyDictionary<string, EventValue> given,
        IReadOnlyDictionary<string, EventValue> properties,
        bool forward)
    {
        EventValue[] values = new EventValue[plan.Arguments.Count];
        List<TrackingProblem> problems = [];
        foreach ((string key, EventValue value) in given)
        {
            // Whoever gives no properties may give them among the identifiers.
            bool isIdentifier = IsIdentifier(key) || properties.Count > 0;
            Set(values, key, value, isIdentifier, problems);
        }

        foreach ((string key, EventValue value) in properties)
        {
            Set(values, key, value, isIdentifier: false, problems);
        }

        foreach (string missing in plan.Rules.Where(rule => rule.Lacks(values)).Select(rule => plan.Arguments[rule.Argument]).Distinct())
        {
            if (missing != Value && !problems.Exists(problem => problem.Name == missing))
            {
                problems.Add(new(TrackingProblemKind.Missing, missing, $"Event '{name}' should be tracked with '{missing}'."));
            }
        }

        bool isForwarded = tracked.Track(values, problems, forward);
        return problems.Count == 0 && tracked.IsCounted && !isForwarded
            ? TrackingResult.Tracked
            : new TrackingResult(tracked.IsCounted, problems) { IsForwarded = isForwarded };
    }

    private void Set(EventValue[] values, string key, EventValue value, bool isIdentifier, List<TrackingProblem> problems)
    {
        int position = PositionOf(key);
        if (position < 0 || isIdentifier != IsIdentifier(key))
        {
            // An identifier that the event does not declare is of no interest: callers pass what they know.
            if (!isIdentifier)
            {
                problems.Add(new(TrackingProblemKind.Undeclared, key, $"Event '{name}' declares no additional property '{key}'."));
            }
        }
        else if (!IsOfType(key, value, isIdentifier))
        {
            problems.Add(new(
                TrackingProblemKind.WrongType, key, $"'{key}' of event '{name}' must be {TypeOf(key, isIdentifier)}, not {value.Kind}: '{Shown(value)}'."));
        }
        else if (plan.Values.Allow(key, ref value))
        {
            values[position] = value;
        }
        else
        {
            problems.Add(new(
                TrackingProblemKind.OutsideValues, key,
                $"'{key}' of event '{name}' must be one of {plan.Values.Listed(key)}, not '{Shown(value)}'; it is counted as '{LabelLimits.Other}'."));
            values[position] = tracked.Other();
        }
    }

    /// <summary>A value in a message for developers, whatever it holds.</summary>
    private static string Shown(in EventValue value) =>
        LabelText.Normalize(value.ToString()) is { Length: > LongestShown } text ? text[..LongestShown] + "…" : LabelText.Normalize(value.ToString());

    private int PositionOf(string key)
    {
        for (int i = 0; i < plan.Arguments.Count; i++)
        {
            if (plan.Arguments[i] == key)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>What the event declares decides; of what it does not, whether another event has such an identifier.</summary>
    private bool IsIdentifier(string key) =>
        plan.Identifiers.Contains(key) || (PositionOf(key) < 0 && (identifiers.Contains(key) || EventPlan.IsGitLabs(key)));

    private static bool IsOfType(string key, EventValue value, bool isIdentifier) => (key, value.Kind) switch
    {
        (_, EventValueKind.None) => true,
        _ when isIdentifier => value.Kind is EventValueKind.Integer or EventValueKind.Text or EventValueKind.Guid,
        (Label or Property, _) => value.Kind == EventValueKind.Text,
        (Value, _) => value.Kind is EventValueKind.Integer or EventValueKind.Number,
        _ => true,
    };

    private static string TypeOf(string key, bool isIdentifier) => isIdentifier ? "an integer, a text or a UUID"
        : key == Value ? "a number"
        : "a text";
}
