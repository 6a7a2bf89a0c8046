using ServicePing.Runtime.Storage;

namespace ServicePing;

/// <summary>A ping that is kept, and what of it may be shown now.</summary>
/// <param name="Kind">What it says of each metric.</param>
/// <param name="Cycle">The cycle that has made it.</param>
/// <param name="RecordedAt">The moment from which its periods are counted, UTC.</param>
/// <param name="KeptAt">Since when it is kept, UTC.</param>
/// <param name="Content">What of it may be shown, under the settings that hold now.</param>
public sealed record KeptReport(
    PingKind Kind, string Cycle, DateTimeOffset RecordedAt, DateTimeOffset KeptAt, PermittedReport Content)
{
    /// <summary>How many bytes are kept.</summary>
    public int Size { get; init; }

    /// <summary>The SHA-256 of the bytes that are kept, in small hexadecimal digits.</summary>
    public string Sha256 { get; init; } = "";

    internal static KeptReport Of(PingRecord ping, PermittedReport content) =>
        new(ping.Kind, ping.Cycle, ping.RecordedAt, ping.KeptAt, content) { Size = ping.Size, Sha256 = ping.Sha256 };
}
