namespace ServicePing.Versions;

/// <summary>What became of a ping.</summary>
internal abstract record PingOutcome
{
    /// <summary>It is stored for certain, now or before.</summary>
    internal sealed record Stored(bool IsNew, byte[] Answer) : PingOutcome;

    /// <summary>It is not taken.</summary>
    internal sealed record Refused(int Status, string Reason) : PingOutcome;
}
