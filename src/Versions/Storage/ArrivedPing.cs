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
