using System.Globalization;
using System.Text.Json;
using ServicePing.Runtime.Configuration;
using ServicePing.Runtime.Settings;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Wire;

namespace ServicePing.Runtime.Delivery;

/// <summary>Sends what is kept, and says where the answer leaves its cycle.</summary>
internal sealed class PingSender(
    EgressGate gate,
    ServicePingSettings settings,
    LiveOptions options,
    IPingStore store,
    ServicePingCatalogue catalogue,
    TimeProvider clock)
{
    /// <summary>The outcome where a receipt does not count, hence nothing of its answer does.</summary>
    internal const string Unverified = "unverified";

    private readonly PingHeaders _headers = new(store, catalogue);
    private readonly ReceiptCheck _receipts = new(store, options.Value);

    /// <summary>What spreads repeated attempts.</summary>
    internal Random Random { get; set; } = Random.Shared;

    /// <summary>Sends the kept bytes of a ping once; null where nothing may leave, and nothing has left.</summary>
    /// <exception cref="PingStoreException">
    /// The key of the instance or of the receiver cannot be read; in the first case nothing has left.
    /// </exception>
    internal async Task<DeliveryAttempt?> SendAsync(
        KeptPing ping, CycleHold hold, Uri receiver, CancellationToken cancellationToken)
    {
        PingClaim claim = PingClaim.Of(ping);
        IReadOnlyList<(string, string)> headers = await _headers.OfAsync(ping, claim, cancellationToken).ConfigureAwait(false);
        EgressAnswer answer = await gate
            .PostAsync(EgressPurpose.Ping, ReceiverAddress.At(receiver, "usage_data"), ping.Bytes, headers, cancellationToken)
            .ConfigureAwait(false);
        if (answer.Refusal is not null)
        {
            return null;
        }

        DeliveryAttempt attempt = await JudgeAsync(answer, claim, hold, receiver, cancellationToken).ConfigureAwait(false);
        return attempt with { StatusCode = answer.StatusCode, SentBytes = answer.SentBytes, Elapsed = answer.Elapsed };
    }

    /// <summary>Sends what the metrics of a ping have cost, once, whatever becomes of it.</summary>
    internal Task SendMetadataAsync(KeptPing ping, Uri receiver, CancellationToken cancellationToken) => TryAsync(
        EgressPurpose.Metadata,
        ReceiverAddress.At(receiver, "usage_ping_metadata"),
        () => Task.FromResult(ping.Metadata),
        cancellationToken);

    /// <summary>Says that a ping could not be made or sent, once, whatever becomes of it.</summary>
    /// <param name="cause">What has gone wrong.</param>
    /// <param name="elapsed">How long it took.</param>
    /// <param name="receiver">Where pings are sent.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal Task SendErrorAsync(ErrorCause cause, TimeSpan elapsed, Uri receiver, CancellationToken cancellationToken) => TryAsync(
        EgressPurpose.Error,
        ReceiverAddress.At(receiver, "usage_ping_errors"),
        async () => ErrorReport.Of(
            cause,
            elapsed,
            clock.GetUtcNow(),
            options.Value,
            await settings.PermissionsAsync(cancellationToken).ConfigureAwait(false),
            catalogue),
        cancellationToken);

    private async Task TryAsync(
        EgressPurpose purpose, Uri address, Func<Task<ReadOnlyMemory<byte>?>> body, CancellationToken cancellationToken)
    {
        try
        {
            if (await body().ConfigureAwait(false) is { } bytes)
            {
                await gate.PostAsync(purpose, address, bytes, [], cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Nothing depends on it, and the ping's own delivery says what is wrong.
        }
    }

    private async Task<DeliveryAttempt> JudgeAsync(
        EgressAnswer answer, PingClaim claim, CycleHold hold, Uri to, CancellationToken cancellationToken)
    {
        string receiver = EgressDestination.Shown(to);
        if (answer.Outcome == EgressOutcomes.Redirected)
        {
            return new DeliveryAttempt(receiver, answer.Outcome, answer.Message, CycleState.Failed);
        }

        if (answer.StatusCode is { } status && !IsSuccess(status))
        {
            string said = string.Create(CultureInfo.InvariantCulture, $"The receiver has answered with {status}.") + Detail(answer.Body);
            return IsPassing(status)
                ? Again("unavailable", said)
                : new DeliveryAttempt(receiver, "refused", $"{said} {WayOut(status)}", CycleState.Failed);
        }

        if (!answer.IsSuccess)
        {
            return Again(answer.Outcome, answer.Message);
        }

        // The receiver may have it; the key makes it safe to ask again.
        (PingAnswer? read, string problem) = PingAnswer.Read(answer.Body);
        if (read is null)
        {
            return Again("unreadable", $"{answer.Message} {problem}");
        }

        string? doubt = read.Doubt ?? (read.Receipt is { } receipt
            ? await _receipts.ProblemAsync(receipt, claim, to, cancellationToken).ConfigureAwait(false)
            : _receipts.ProblemWithoutReceipt);
        return doubt is not null
            ? Again(Unverified, $"The receiver's answer does not count. {doubt}")
            : new DeliveryAttempt(
                receiver,
                "delivered",
                string.Create(CultureInfo.InvariantCulture, $"The receiver has the ping as number {read.UsageDataId}.")
                    + (read.Remark is null ? "" : " " + read.Remark),
                CycleState.Sent)
            {
                UsageDataId = read.UsageDataId,
                Receipt = read.Receipt?.Bytes,
                Report = read.Report,
            };

        DeliveryAttempt Again(string outcome, string message) => new(receiver, outcome, message, CycleState.Sending)
        {
            NextAttemptIn = RetryDelays.Of(hold.Attempt, answer.RetryAfter, Random),
        };
    }

    private static bool IsSuccess(int status) => status is >= 200 and <= 299;

    /// <summary>Whether the same may be taken later.</summary>
    private static bool IsPassing(int status) => status is 408 or 425 or 429 or >= 500;

    private static string WayOut(int status) => status switch
    {
        401 or 403 => "It does not take pings of this instance; ask the vendor.",
        404 => "See whether the receiver's address is right.",
        409 => "It holds another ping of this cycle, which stays; this one is not stored there. A copy of this installation may report "
            + $"under the same uuid; give it a {nameof(ServicePingOptions.Uuid)} of its own.",
        410 => "The instance was erased there, and later pings are refused.",
        413 => "The ping is larger than it takes; leave metrics out, or ask the vendor.",
        >= 300 and <= 399 => "It points elsewhere in a way that is not followed; see whether its address is right.",
        _ => "The same is not sent again; the next cycle makes another.",
    };

    /// <summary>What the receiver says in problem details.</summary>
    private static string Detail(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("detail", out JsonElement detail)
                && detail.ValueKind == JsonValueKind.String
                    ? " It says: " + EgressText.Line(detail.GetString()!)
                    : "";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return "";
        }
    }
}
