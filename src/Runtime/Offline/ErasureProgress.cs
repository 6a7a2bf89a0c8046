using System.Globalization;
using System.Text.Json;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;
using ServicePing.Runtime.Wire;

namespace ServicePing.Runtime.Offline;

/// <summary>How far the delivery of a request is; kept beside it, so that whoever delivers an older one writes over nothing.</summary>
/// <param name="Request">The hash of the request.</param>
/// <param name="State">How far it is.</param>
/// <param name="Message">Why, in words.</param>
/// <param name="Attempts">How many attempts there were.</param>
internal sealed record ErasureProgress(string Request, ErasureState State, string Message, int Attempts)
{
    private static readonly string[] States = ["waiting", "erased", "refused"];

    internal DateTimeOffset? NextAttemptAt { get; init; }

    internal ReadOnlyMemory<byte>? Receipt { get; init; }

    internal static ErasureProgress Begun(EraseRequest request) =>
        new(request.Hash, ErasureState.Waiting, "It was not delivered yet.", 0);

    internal bool IsDue(DateTimeOffset now) => State == ErasureState.Waiting && !(NextAttemptAt > now);

    internal ReadOnlyMemory<byte> ToKept() => PlainJson.Write(json =>
    {
        json.WriteString("request"u8, Request);
        json.WriteString("state"u8, States[(int)State]);
        json.WriteString("message"u8, Message);
        json.WriteNumber("attempts"u8, Attempts);
        json.WriteString("next_attempt_at"u8, NextAttemptAt is { } next ? Timestamp.Format(next) : null);
        if (Receipt is { } receipt)
        {
            json.WriteBase64String("receipt"u8, receipt.Span);
        }
    });

    /// <exception cref="PingStoreException">Another version has written it.</exception>
    internal static ErasureProgress FromKept(ReadOnlyMemory<byte> kept, string place) => KeptJson.Read(
        kept,
        json => new ErasureProgress(
            json.GetProperty("request").GetString()!,
            (ErasureState)CycleWords.IndexOf(States, json.GetProperty("state").GetString()!),
            json.GetProperty("message").GetString()!,
            json.GetProperty("attempts").GetInt32())
        {
            NextAttemptAt = json.GetProperty("next_attempt_at").GetString() is { } next
                ? DateTimeOffset.Parse(next, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
                : null,
            Receipt = json.TryGetProperty("receipt", out JsonElement receipt) ? (ReadOnlyMemory<byte>?)receipt.GetBytesFromBase64() : null,
        },
        $"{place}: how far the request to erase is",
        "Ask for it again.");
}
