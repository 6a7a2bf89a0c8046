using System.ComponentModel;

namespace ServicePing.Runtime.Plans;

/// <summary>An event that the program may track; generated event methods call it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TrackedEvent
{
    internal string Name { get; init; } = "";

    /// <summary>Counts one occurrence. Never throws and never waits.</summary>
    /// <param name="arguments">The arguments in the order of <see cref="EventPlan.Arguments"/>.</param>
    public void Track(params ReadOnlySpan<EventValue> arguments) => _ = (Name, arguments.Length);
}
