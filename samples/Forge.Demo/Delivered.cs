using System.Security.Cryptography;
using System.Text.Json;
using ServicePing;

namespace Forge.Demo;

/// <summary>A ping that has gone round, and when the next one does.</summary>
/// <param name="Cycle">Its cycle.</param>
/// <param name="Ping">The bytes that were kept, which are those that were sent.</param>
/// <param name="Attempt">How they were sent.</param>
/// <param name="Next">When the next ping is due.</param>
internal sealed record Delivered(PingCycle Cycle, ReadOnlyMemory<byte> Ping, PingDelivery? Attempt, PingOutlook Next)
{
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Ping.Span));

    public DateTimeOffset RecordedAt
    {
        get
        {
            using JsonDocument ping = JsonDocument.Parse(Ping);
            return ping.RootElement.GetProperty("recorded_at").GetDateTimeOffset();
        }
    }

    /// <summary>Asks for a ping as an administrator does, and looks what became of it.</summary>
    public static async Task<Delivered> OfAsync(IPingHistory history, CancellationToken cancellationToken)
    {
        PingCycle cycle = await history.SendNowAsync("the demo", cancellationToken);
        ReadOnlyMemory<byte> ping = await history.PingAsync(cycle.Name, cancellationToken)
            ?? throw new InvalidOperationException($"The cycle has no ping. {cycle.Reason}");
        IReadOnlyList<PingDelivery> attempts = await history.DeliveriesAsync(cycle.Name, cancellationToken);
        return new Delivered(
            cycle,
            ping,
            attempts.Count > 0 ? attempts[^1] : null,
            await history.OutlookAsync(cancellationToken));
    }
}
