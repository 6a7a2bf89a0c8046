namespace ServicePing;

/// <summary>Events that a forwarder was handed together, and what left of them.</summary>
/// <param name="Forwarder">The forwarder's name, such as <c>snowplow</c>.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Outcome"><c>forwarded</c>, <c>refused</c> or <c>too_large</c>.</param>
/// <param name="Events">How many events they were.</param>
/// <param name="Body">
/// UTF-8 JSON: for the collector the body of the request, byte for byte; for a forwarder of the program's own what it was handed, without identifiers.
/// </param>
public sealed record ForwardedBatch(string Forwarder, DateTimeOffset At, string Outcome, int Events, ReadOnlyMemory<byte> Body);
