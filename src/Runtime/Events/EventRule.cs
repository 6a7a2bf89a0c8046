using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>One cell that an event moves, with the positions of the arguments that the caller passes.</summary>
/// <param name="Cell">The position of the cell in the <see cref="CounterTable"/>.</param>
/// <param name="Argument">The position of what is counted once or summed; -1 where events are counted.</param>
/// <param name="Filter">Conditions, all of which must hold; null where there are none.</param>
internal readonly record struct EventRule(int Cell, int Argument, ArgumentFilter[]? Filter)
{
    /// <summary>Whether the rule applies; an argument that is missing makes it not.</summary>
    internal bool Matches(ReadOnlySpan<EventValue> arguments) =>
        (Argument < 0 || ((uint)Argument < (uint)arguments.Length && arguments[Argument].HasValue))
        && (Filter is null || MatchesFilter(Filter, arguments));

    private static bool MatchesFilter(ArgumentFilter[] filter, ReadOnlySpan<EventValue> arguments)
    {
        foreach (ArgumentFilter condition in filter)
        {
            if (condition.Argument >= arguments.Length || arguments[condition.Argument] != condition.Value)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>What is counted in one place, under the key of all time, that of the week, or both, which always move together.</summary>
/// <param name="Kind">What is kept.</param>
/// <param name="AllTime">The key of all time, if there is one.</param>
/// <param name="Weekly">The key to which the week is appended, if there is one.</param>
internal sealed record CellPlan(CounterKind Kind, string? AllTime, string? Weekly)
{
    /// <summary>How many keys one event moves.</summary>
    internal int Keys => (AllTime is null ? 0 : 1) + (Weekly is null ? 0 : 1);
}
