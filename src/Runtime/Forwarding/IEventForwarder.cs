namespace ServicePing;

/// <summary>
/// Hands on single occurrences of the events whose definitions have <c>forward: true</c>: to Segment, to OpenTelemetry, to a log. Registered by
/// <see cref="ServicePingBuilder.ForwardEventsTo"/>.
/// </summary>
/// <remarks>
/// Each forwarder has a queue and a loop of its own: one that is slow or fails holds up no other, and never the program. Before each batch it is
/// asked whether anything may leave; where the ping is off, the forwarder is not called.
/// </remarks>
public interface IEventForwarder
{
    /// <summary>What statistics, measurements and the log call it: a word in lower case, such as <c>segment</c>.</summary>
    string Name { get; }

    /// <summary>Hands a batch on; called by one at a time.</summary>
    /// <param name="events">
    /// The events, the oldest first and at least one. After <see cref="ForwardingResult.Again"/> the same come again with the same
    /// <see cref="ForwardedEvent.Id"/>.
    /// </param>
    /// <param name="cancellationToken">Ends it, as the program ends.</param>
    /// <returns>What has become of them, all alike. An exception counts as <see cref="ForwardingResult.Again"/>.</returns>
    Task<ForwardingResult> ForwardAsync(IReadOnlyList<ForwardedEvent> events, CancellationToken cancellationToken);
}
