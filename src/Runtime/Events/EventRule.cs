using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>One counter that an event moves, with the positions of the arguments that the caller passes.</summary>
/// <param name="Counter">The counter's position in the <see cref="CounterTable"/>.</param>
/// <param name="Argument">The position of what is counted once or summed; -1 where events are counted.</param>
/// <param name="Filter">Conditions, all of which must hold.</param>
internal sealed record EventRule(int Counter, int Argument, ArgumentFilter[] Filter)
{
    /// <summary>Whether the rule applies; an argument that is missing makes it not.</summary>
    internal bool Matches(ReadOnlySpan<EventValue> arguments)
    {
        if (Argument >= 0 && !ValueOf(Argument, arguments).HasValue)
        {
            return false;
        }

        foreach (ArgumentFilter filter in Filter)
        {
            EventValue value = ValueOf(filter.Argument, arguments);
            if (!value.HasValue || value != filter.Value)
            {
                return false;
            }
        }

        return true;
    }

    internal EventValue Subject(ReadOnlySpan<EventValue> arguments) =>
        Argument < 0 ? EventValue.None : ValueOf(Argument, arguments);

    private static EventValue ValueOf(int argument, ReadOnlySpan<EventValue> arguments) =>
        argument < arguments.Length ? arguments[argument] : EventValue.None;
}
