using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Events;

/// <summary>One cell that an event moves, with the positions of the arguments that the caller passes.</summary>
/// <param name="Cell">The position of the cell in the <see cref="CounterTable"/>.</param>
/// <param name="Argument">The position of what is counted once or summed; -1 where events are counted.</param>
/// <param name="Sketch">The position of the cell among those that count different values; -1 where it does not.</param>
/// <param name="Filter">What arguments may be, those of one argument together; null where there are none.</param>
internal readonly record struct EventRule(int Cell, int Argument, int Sketch, ArgumentFilter[]? Filter)
{
    /// <summary>Whether the rule applies; an argument that is missing makes it not.</summary>
    internal bool Matches(ReadOnlySpan<EventValue> arguments) =>
        (Argument < 0 || ((uint)Argument < (uint)arguments.Length && arguments[Argument].HasValue))
        && (Filter is null || MatchesFilter(Filter, arguments));

    /// <summary>Whether the rule would apply if its argument were not missing.</summary>
    internal bool Lacks(ReadOnlySpan<EventValue> arguments) =>
        Argument >= 0 && !arguments[Argument].HasValue && (Filter is null || MatchesFilter(Filter, arguments));

    private static bool MatchesFilter(ArgumentFilter[] filter, ReadOnlySpan<EventValue> arguments)
    {
        for (int i = 0; i < filter.Length;)
        {
            int argument = filter[i].Argument;
            if (argument >= arguments.Length)
            {
                return false;
            }

            bool isTaken = false;
            for (; i < filter.Length && filter[i].Argument == argument; i++)
            {
                isTaken = isTaken || filter[i].Takes(arguments[argument]);
            }

            if (!isTaken)
            {
                return false;
            }
        }

        return true;
    }
}
