namespace ServicePing.Versions;

/// <summary>A ping that was read and found right, with the receipt that it gets if it is stored.</summary>
internal sealed record ArrivedPing(
    PingHeaders Headers,
    Payload Payload,
    double[]? UsagePerUser,
    byte[] Body,
    bool IsGzip,
    int Size,
    bool IsOffline,
    SignedReceipt Receipt)
{
    internal PingKey Key => Receipt.Receipt.Ping;

    internal Digest Digest => Receipt.Receipt.Digest;

    internal long UsageDataId => Receipt.Receipt.UsageDataId;
}

/// <summary>What became of a ping.</summary>
internal abstract record PingOutcome
{
    /// <summary>It is stored for certain, now or before.</summary>
    internal sealed record Stored(bool IsNew, byte[] Answer) : PingOutcome;

    /// <summary>It is not taken.</summary>
    internal sealed record Refused(int Status, string Reason) : PingOutcome;
}
