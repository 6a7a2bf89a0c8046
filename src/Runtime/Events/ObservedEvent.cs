using System.Globalization;
using ServicePing.Runtime.Labels;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Events;

/// <summary>What is told of the calls of an event, where somebody wants to know.</summary>
/// <param name="name">The event's name.</param>
/// <param name="arguments">The names of its arguments.</param>
/// <param name="rules">What it moves.</param>
/// <param name="values">The only values of arguments that have a list of them.</param>
/// <param name="cells">All cells.</param>
/// <param name="limits">How long labels may be.</param>
internal sealed class ObservedEvent(
    string name, IReadOnlyList<string> arguments, EventRules rules, ClosedValues values, IReadOnlyList<CellPlan> cells, LabelLimits limits)
{
    private const string Value = "value";

    /// <summary>A call as it is told.</summary>
    /// <param name="passed">The arguments.</param>
    /// <param name="refusal">Why nothing was counted; null where something was.</param>
    /// <param name="problems">What was wrong with a call by names, which then says all there is to say of its arguments.</param>
    internal TrackedCall Call(ReadOnlySpan<EventValue> passed, string? refusal, IReadOnlyList<TrackingProblem>? problems)
    {
        TrackedArgument[] told = new TrackedArgument[arguments.Count];
        for (int i = 0; i < told.Length; i++)
        {
            told[i] = new(arguments[i], i < passed.Length ? passed[i] : EventValue.None);
        }

        List<string> remarks = problems is null ? Missing(told).Concat(Outside(told)).ToList() : [.. problems.Select(problem => problem.Message)];
        remarks.AddRange(TooLong(told));
        return new TrackedCall(TrackedCallKind.Event, name, told) { Suppressed = refusal, Remarks = [.. remarks.Distinct()] };
    }

    /// <summary>A value to add up may be missing: then there is nothing to add.</summary>
    private IEnumerable<string> Missing(TrackedArgument[] told)
    {
        EventValue[] passed = Array.ConvertAll(told, one => one.Value);
        IEnumerable<int> lacking = rules.Others.Where(rule => rule.Lacks(passed)).Select(rule => rule.Argument);
        return (rules.Unique >= 0 && !passed[rules.Argument].HasValue ? lacking.Prepend(rules.Argument) : lacking)
            .Where(argument => arguments[argument] != Value)
            .Select(argument => $"'{arguments[argument]}' has no value: counters that need it were not moved.");
    }

    private IEnumerable<string> Outside(TrackedArgument[] told)
    {
        foreach (TrackedArgument one in told)
        {
            EventValue value = one.Value;
            if (!values.Allow(one.Name, ref value))
            {
                yield return $"'{one.Name}' is none of {values.Listed(one.Name)}: it is counted as '{LabelLimits.Other}'.";
            }
        }
    }

    private IEnumerable<string> TooLong(TrackedArgument[] told) => rules.Others
        .Where(rule => rule.Argument >= 0
            && cells[rule.Cell].Kind == CounterKind.UniqueTotals
            && LabelText.Normalize(told[rule.Argument].Value.ToString()).Length > limits.Longest)
        .Select(rule => string.Create(
            CultureInfo.InvariantCulture,
            $"'{arguments[rule.Argument]}' has more than {limits.Longest} characters (MaxLabelLength): it is counted as '{LabelLimits.Other}'."));
}
