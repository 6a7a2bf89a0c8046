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
