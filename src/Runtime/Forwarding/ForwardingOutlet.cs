using ServicePing.Runtime.Events;
using ServicePing.Runtime.Labels;

namespace ServicePing.Runtime.Forwarding;

/// <summary>Takes the occurrences of one event for every forwarder; what they are made into is made later, on another thread.</summary>
/// <param name="name">The event's name.</param>
/// <param name="owner">The group that owns it.</param>
/// <param name="arguments">The names of its arguments, in the order in which they are passed.</param>
/// <param name="plan">What is known of it.</param>
/// <param name="limits">How long texts may be.</param>
/// <param name="clock">The clock of the program.</param>
/// <param name="lanes">The forwarders.</param>
internal sealed class ForwardingOutlet(
    string name,
    string owner,
    IReadOnlyList<string> arguments,
    NamedEventPlan plan,
    LabelLimits limits,
    TimeProvider clock,
    ForwardingLane[] lanes) : EventOutlet
{
    internal override void Pass(ReadOnlySpan<EventValue> passed)
    {
        Occurrence occurrence = new(this, passed.ToArray(), clock.GetUtcNow());
        foreach (ForwardingLane lane in lanes)
        {
            lane.Take(occurrence);
        }
    }

    /// <summary>What a forwarder is handed of an occurrence.</summary>
    internal ForwardedEvent Event(Occurrence occurrence)
    {
        Dictionary<string, EventValue> identifiers = new(StringComparer.Ordinal);
        Dictionary<string, EventValue> properties = new(StringComparer.Ordinal);
        for (int i = 0; i < arguments.Count && i < occurrence.Arguments.Length; i++)
        {
            EventValue value = occurrence.Arguments[i];
            if (value.HasValue)
            {
                bool isIdentifier = plan.Identifiers.Contains(arguments[i]);
                (isIdentifier ? identifiers : properties)[arguments[i]] = isIdentifier ? value : Shown(arguments[i], value);
            }
        }

        return new ForwardedEvent
        {
            Name = name,
            Id = Guid.NewGuid(),
            TrackedAt = occurrence.At.ToUniversalTime(),
            Identifiers = identifiers,
            AdditionalProperties = properties,
            ProductGroup = owner,
        };
    }

    private EventValue Shown(string argument, EventValue value) =>
        !plan.Values.Allow(argument, ref value) ? LabelLimits.Other
        : value.Kind == EventValueKind.Text ? limits.Label(value.ToString())
        : value;
}

/// <summary>One occurrence, as it waits.</summary>
internal sealed record Occurrence(ForwardingOutlet Outlet, EventValue[] Arguments, DateTimeOffset At);
