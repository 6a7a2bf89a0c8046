using System.Text.Json;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Wire;

namespace ServicePing.Runtime.Delivery;

/// <summary>What a receiver says of a ping that it has taken.</summary>
/// <param name="UsageDataId">How it calls the ping.</param>
internal sealed record PingAnswer(long UsageDataId)
{
    private static readonly string[] Places = ["conv_index", "dev_ops_score"];

    /// <summary>Its receipt, whose signature fits the key that it names; null where it gives none.</summary>
    internal ReceiverReceipt? Receipt { get; init; }

    /// <summary>Why the receipt that it gives is none, in a sentence; null where it gives none or one that is.</summary>
    internal string? Doubt { get; init; }

    internal DevOpsAnswer? Report { get; init; }

    /// <summary>What is said but cannot be used, in a sentence; null where all can.</summary>
    internal string? Remark { get; init; }

    /// <summary>Reads an answer; where it is none, says why in a sentence.</summary>
    /// <param name="body">The answer's bytes.</param>
    internal static (PingAnswer? Answer, string Problem) Read(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return (null, "The answer is empty.");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Texts that are no UTF-8 are found when they are read.
            return (null, "The answer is not JSON, or says something twice.");
        }
    }

    private static (PingAnswer? Answer, string Problem) Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || Index(root) is not { } index)
        {
            return (null, "The answer has neither conv_index nor dev_ops_score.");
        }

        if (!index.TryGetProperty("usage_data_id", out JsonElement number)
            || number.ValueKind != JsonValueKind.Number
            || !number.TryGetInt64(out long id)
            || id <= 0)
        {
            return (null, $"Invalid usage_data_id in response: {(number.ValueKind == JsonValueKind.Undefined ? "none" : EgressText.Line(number.GetRawText(), 40))}.");
        }

        (ReceiverReceipt? receipt, string? doubt) = root.TryGetProperty("receipt", out JsonElement said) && said.ValueKind != JsonValueKind.Null
            ? ReceiverReceipt.Read(said)
            : (null, null);
        if (receipt is not null)
        {
            doubt = receipt.UsageDataId == id ? null : "The receipt is for another usage_data_id than the answer.";
        }

        DevOpsAnswer? report = ReadReport(index, out bool hasReport);
        return (
            new PingAnswer(id)
            {
                Receipt = receipt,
                Doubt = doubt,
                Report = report,
                Remark = hasReport && report is null ? "Its DevOps report has columns that are missing or negative, and is not kept." : null,
            },
            "");
    }

    private static JsonElement? Index(JsonElement root)
    {
        foreach (string place in Places)
        {
            if (root.TryGetProperty(place, out JsonElement index) && index.ValueKind == JsonValueKind.Object)
            {
                return index;
            }
        }

        return null;
    }

    private static DevOpsAnswer? ReadReport(JsonElement index, out bool hasReport)
    {
        hasReport = index.EnumerateObject().Any(property => property.Name != "usage_data_id");
        List<FeatureUse> uses = new(DevOpsAnswer.Features.Count);
        foreach (string feature in DevOpsAnswer.Features)
        {
            if (Column(index, $"leader_{feature}") is not { } leader
                || Column(index, $"instance_{feature}") is not { } instance
                || Column(index, $"percentage_{feature}", absent: 0) is not { } percentage)
            {
                return null;
            }

            uses.Add(new FeatureUse(leader, instance, percentage));
        }

        return new DevOpsAnswer(uses);
    }

    /// <summary>A number from 0; null where it is none.</summary>
    private static double? Column(JsonElement index, string name, double? absent = null) =>
        !index.TryGetProperty(name, out JsonElement value) ? absent
            : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= 0 && double.IsFinite(number) ? number
            : null;
}
