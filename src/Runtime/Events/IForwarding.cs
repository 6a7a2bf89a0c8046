namespace ServicePing.Runtime.Events;

/// <summary>What hands single occurrences of events on, as tracking knows it.</summary>
internal interface IForwarding
{
    /// <summary>What has become of them, a forwarder each.</summary>
    IReadOnlyList<ForwardingStatistics> Statistics { get; }

    /// <summary>What takes the occurrences of an event; null where it is counted only.</summary>
    /// <param name="name">The event's name.</param>
    /// <param name="arguments">The names of its arguments, in the order in which they are passed.</param>
    /// <param name="plan">What is known of it.</param>
    EventOutlet? OutletOf(string name, IReadOnlyList<string> arguments, NamedEventPlan plan);

    /// <summary>Hands on all that waits, without waiting for more; only cancellation throws.</summary>
    Task FlushAsync(CancellationToken cancellationToken);

    /// <summary>Says how much is lost, now that the program ends.</summary>
    void ReportLost();
}

/// <summary>Takes single occurrences of an event, on the caller's thread: never throws and never waits.</summary>
internal abstract class EventOutlet
{
    /// <summary>Takes one.</summary>
    /// <param name="arguments">Its arguments, which are the caller's and not to be kept.</param>
    internal abstract void Pass(ReadOnlySpan<EventValue> arguments);
}
