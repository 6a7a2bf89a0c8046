using ServicePing.Runtime.Storage;

namespace ServicePing;

/// <summary>An attempt to send a ping, as the history shows it.</summary>
/// <param name="Number">Its position among the attempts of its cycle, from 1.</param>
/// <param name="EndedAt">When it ended, UTC.</param>
/// <param name="Receiver">Where it was sent to.</param>
/// <param name="Outcome">A word for what became of it.</param>
/// <param name="Message">What became of it, in words.</param>
public sealed record PingDelivery(int Number, DateTimeOffset EndedAt, string Receiver, string Outcome, string Message)
{
    /// <summary>The answer's status; null where there was none.</summary>
    public int? StatusCode { get; init; }

    /// <summary>How many bytes have left.</summary>
    public long SentBytes { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>How the receiver calls the ping; null where it has not said.</summary>
    public long? UsageDataId { get; init; }

    /// <summary>The receiver's signed receipt, to the byte; null where there was none.</summary>
    public ReadOnlyMemory<byte>? Receipt { get; init; }

    internal static PingDelivery Of(DeliveryRecord delivery) => new(
        delivery.Number, delivery.EndedAt, delivery.Attempt.Receiver, delivery.Attempt.Outcome, delivery.Attempt.Message)
    {
        StatusCode = delivery.Attempt.StatusCode,
        SentBytes = delivery.Attempt.SentBytes,
        Elapsed = delivery.Attempt.Elapsed,
        UsageDataId = delivery.Attempt.UsageDataId,
        Receipt = delivery.Attempt.Receipt,
    };
}
