using ServicePing.Runtime.Forwarding;

namespace ServicePing;

/// <summary>What has become of a batch of events.</summary>
public sealed record ForwardingResult
{
    private ForwardingResult(ForwardingOutcome outcome, string reason = "", TimeSpan? after = null) =>
        (Outcome, Reason, After) = (outcome, reason, after);

    /// <summary>The other side has them.</summary>
    public static ForwardingResult Forwarded { get; } = new(ForwardingOutcome.Forwarded);

    internal ForwardingOutcome Outcome { get; }

    /// <summary>Why, in a sentence; empty where they were forwarded.</summary>
    public string Reason { get; }

    internal TimeSpan? After { get; }

    /// <summary>They are to be tried again, for as long as <see cref="ForwardingOptions.RetryFor"/> says.</summary>
    /// <param name="reason">What was in the way, in a sentence without secrets.</param>
    /// <param name="after">What the other side asks to wait for; null for pauses that grow.</param>
    public static ForwardingResult Again(string reason, TimeSpan? after = null) => new(ForwardingOutcome.Again, reason, after);

    /// <summary>The same would be refused again: they are dropped.</summary>
    /// <param name="reason">Why, in a sentence without secrets.</param>
    public static ForwardingResult Refused(string reason) => new(ForwardingOutcome.Refused, reason);

    /// <summary>They are too many or too large together: each half is tried by itself, and one event that is too large alone is dropped.</summary>
    /// <param name="reason">Why, in a sentence without secrets.</param>
    public static ForwardingResult TooLarge(string reason) => new(ForwardingOutcome.TooLarge, reason);

    /// <summary>Nothing may leave: they are dropped, with all that wait.</summary>
    internal static ForwardingResult NotPermitted(string reason) => new(ForwardingOutcome.NotPermitted, reason);
}
