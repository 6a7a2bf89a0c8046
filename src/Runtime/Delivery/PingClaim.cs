using System.Text.Json;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Wire;

namespace ServicePing.Runtime.Delivery;

/// <summary>What is said of a ping when it is sent, and must come back in its receipt.</summary>
/// <param name="Uuid">The identifier in the payload; null where it has none that a header can hold.</param>
/// <param name="Version">The product's version in the payload; null where it has none.</param>
/// <param name="Cycle">The cycle.</param>
/// <param name="Digest">The hash of the payload.</param>
internal sealed record PingClaim(string? Uuid, string? Version, string Cycle, string Digest)
{
    /// <summary>Whether the payload says its moment in a way that no receiver reads; one that says none has its key.</summary>
    internal bool HasOddMoment { get; private init; }

    /// <summary>Why no receiver takes the ping, and what helps, in sentences; null where one may.</summary>
    internal string? Obstacle =>
        Key is null
            ? $"Its payload has no uuid of {WireName.Expected}, by which a receiver knows whose it is. Set "
                + $"{nameof(ServicePingOptions.Uuid)}, and leave 'uuid' not out."
        : HasOddMoment ? "The recorded_at of its payload is no moment, which no receiver takes."
        : null;

    /// <summary>What makes it this ping for the receiver; null where a header cannot hold it.</summary>
    internal string? Key => Uuid is not null && WireName.IsValid(Uuid) && WireName.IsValid(Cycle) && !Cycle.Contains('/', StringComparison.Ordinal)
        ? $"\"{Uuid}/{Cycle}\""
        : null;

    internal static PingClaim Of(KeptPing ping)
    {
        (string? uuid, string? version, bool hasOddMoment) = Read(ping.Bytes.Span);
        return new PingClaim(uuid, version, ping.Record.Cycle, WireName.Digest(ping.Record.Sha256)) { HasOddMoment = hasOddMoment };
    }

    /// <summary>From the bytes, not from the options, which may have changed since.</summary>
    private static (string? Uuid, string? Version, bool HasOddMoment) Read(ReadOnlySpan<byte> payload)
    {
        (string? uuid, string? version, bool hasOddMoment) = (null, null, false);
        Utf8JsonReader json = new(payload);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool isUuid = json.ValueTextEquals("uuid"u8);
            bool isVersion = json.ValueTextEquals("version"u8);
            bool isMoment = json.ValueTextEquals("recorded_at"u8);
            json.Read();
            if (json.TokenType == JsonTokenType.String && (isUuid || isVersion))
            {
                (uuid, version) = isUuid ? (json.GetString(), version) : (uuid, json.GetString());
            }

            hasOddMoment |= isMoment
                && json.TokenType != JsonTokenType.Null
                && !(json.TokenType == JsonTokenType.String && json.TryGetDateTimeOffset(out _));
            json.Skip();
        }

        return (uuid, version, hasOddMoment);
    }
}
