namespace ServicePing;

/// <summary>Whether a ping may be sent now.</summary>
/// <param name="IsAllowed">Whether it may.</param>
/// <param name="Reason">Why, or why not, in a sentence.</param>
public sealed record SendPermission(bool IsAllowed, string Reason)
{
    /// <summary>The end of the notice period, UTC; null where something else stands in the way or it was never begun.</summary>
    public DateTimeOffset? From { get; init; }
}
