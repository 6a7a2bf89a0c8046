using System.Globalization;
using System.Text.Json;
using ServicePing.Runtime.Configuration;
using ServicePing.Runtime.Settings;
using ServicePing.Runtime.Sites;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Wire;

namespace ServicePing.Runtime.Delivery;

/// <summary>Hands what a secondary site has computed to the primary, and says where the answer leaves the cycle.</summary>
internal sealed class SiteSender(EgressGate gate, LiveOptions options, TimeProvider clock)
{
    /// <summary>The outcome where the primary has a later report of the same store.</summary>
    internal const string Older = "older";

    private const string Path = "usage_data/site_report";

    /// <summary>What spreads repeated attempts.</summary>
    internal Random Random { get; set; } = Random.Shared;

    /// <summary>Hands the report over once; null where nothing may leave, and nothing has left.</summary>
    internal async Task<DeliveryAttempt?> SendAsync(SiteReport report, CycleHold hold, Uri primary, CancellationToken cancellationToken)
    {
        // The clock is told with each attempt, since one may come days after the other.
        ReadOnlyMemory<byte> body = (report with { ToldAt = clock.GetUtcNow() }).ToJson();
        EgressAnswer answer = await gate.PostAsync(
            EgressPurpose.Site,
            ReceiverAddress.At(primary, Path),
            body,
            [("Authorization", $"Bearer {options.Value.Sites.Token}")],
            cancellationToken).ConfigureAwait(false);
        return answer.Refusal is not null ? null : Judge(answer, hold, EgressDestination.Shown(primary)) with
        {
            StatusCode = answer.StatusCode, SentBytes = answer.SentBytes, Elapsed = answer.Elapsed,
        };
    }

    private DeliveryAttempt Judge(EgressAnswer answer, CycleHold hold, string primary)
    {
        if (answer.Outcome == EgressOutcomes.Redirected)
        {
            return new DeliveryAttempt(primary, answer.Outcome, answer.Message, CycleState.Failed);
        }

        if (!answer.IsSuccess)
        {
            // A token, a name or a role that is wrong is put right at the primary, which need not be known here.
            string said = answer.StatusCode is { } status
                ? string.Create(CultureInfo.InvariantCulture, $"The primary has answered with {status}.") + Detail(answer.Body)
                : answer.Message;
            return Again(answer.StatusCode is null ? answer.Outcome : "refused", said);
        }

        return OutcomeOf(answer.Body) switch
        {
            "accepted" => new DeliveryAttempt(primary, "delivered", "The primary has the report.", CycleState.Sent),
            "known" => new DeliveryAttempt(primary, "delivered", "The primary had the report already.", CycleState.Sent),
            Older => Again(
                Older, "The primary has a later report of this store, which was put back to an earlier state: reports are numbered anew."),
            _ => Again("unreadable", "The primary's answer says nothing of the report; see whether Sites:Primary is the address of its REST API."),
        };

        DeliveryAttempt Again(string outcome, string message) => new(primary, outcome, message, CycleState.Sending)
        {
            NextAttemptIn = RetryDelays.Of(outcome == Older ? 0 : hold.Attempt, answer.RetryAfter, Random),
        };
    }

    private static string? OutcomeOf(ReadOnlyMemory<byte> body) => TextOf(body, "outcome");

    private static string Detail(ReadOnlyMemory<byte> body) => TextOf(body, "detail") is { } detail ? " It says: " + EgressText.Line(detail) : "";

    private static string? TextOf(ReadOnlyMemory<byte> body, string name)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(name, out JsonElement member)
                && member.ValueKind == JsonValueKind.String
                    ? member.GetString()
                    : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
