namespace ServicePing.Testing;

/// <summary>What a test expects of a service ping is not so. Every test framework takes it for a failure.</summary>
/// <param name="message">What was expected, and what there is instead.</param>
public sealed class ServicePingAssertionException(string message) : Exception(message);
