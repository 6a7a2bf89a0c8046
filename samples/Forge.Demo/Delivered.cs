using System.Security.Cryptography;
using ServicePing;

namespace Forge.Demo;

/// <summary>A ping that has gone round, and when the next one does.</summary>
internal sealed record Delivered(PingCycle Cycle, long Bytes, string Sha256, PingDelivery? Attempt, PingOutlook Next)
{
    /// <summary>Asks for a ping as an administrator does, and looks what became of it.</summary>
    public static async Task<Delivered> OfAsync(IPingHistory history, CancellationToken cancellationToken)
    {
        PingCycle cycle = await history.SendNowAsync("the demo", cancellationToken);
        ReadOnlyMemory<byte> ping = await history.PingAsync(cycle.Name, cancellationToken) ?? ReadOnlyMemory<byte>.Empty;
        IReadOnlyList<PingDelivery> attempts = await history.DeliveriesAsync(cycle.Name, cancellationToken);
        return new Delivered(
            cycle,
            ping.Length,
            Convert.ToHexStringLower(SHA256.HashData(ping.Span)),
            attempts.Count > 0 ? attempts[^1] : null,
            await history.OutlookAsync(cancellationToken));
    }
}
