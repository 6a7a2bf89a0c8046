using Microsoft.AspNetCore.Http;

namespace ServicePing;

/// <summary>Pings as files, for installations without a way to the receiver.</summary>
internal sealed class OfflineEndpoints(ServicePingOffline offline, ServicePingHttpOptions options)
{
    private const int LongestReceipt = 1 << 20;

    internal IReadOnlyList<ApiEndpoint> All =>
    [
        new(HttpMethods.Get, "export", Gate.Administration, "The signed file of a cycle's ping, of the latest where none is named.", ExportAsync)
        {
            Parameters = [ApiParameter.Cycle],
            Refuses = [400, 409, 503],
        },
        new(HttpMethods.Post, "receipt", Gate.Administration, "Takes the receiver's answer to an exported file.", ImportAsync)
        {
            Takes = ApiParameter.Receipt,
            Refuses = [409, 413, 503],
        },
    ];

    private async Task ExportAsync(HttpContext context)
    {
        using MemoryStream file = new();
        OfflineExport export = await offline
            .ExportAsync(ApiParameter.Cycle.Read(context.Request), file, context.RequestAborted).ConfigureAwait(false);
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{export.FileName}\"";
        await Answer.JsonAsync(context, file.GetBuffer().AsMemory(0, (int)file.Length)).ConfigureAwait(false);
    }

    private async Task ImportAsync(HttpContext context)
    {
        ChangesOverHttp.Demand(options);
        byte[] answer = await JsonBody.ReadBytesAsync(context, LongestReceipt).ConfigureAwait(false);
        ImportedReceipt receipt = await offline
            .ImportReceiptAsync(answer, options.NameOf(context), context.RequestAborted).ConfigureAwait(false);
        await Answer.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteString("cycle"u8, receipt.Cycle);
            json.WriteNumber("usage_data_id"u8, receipt.UsageDataId);
            HistoryJson.Write(json, "received_at", receipt.ReceivedAt);
            json.WriteBoolean("is_new"u8, receipt.IsNew);
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }
}
