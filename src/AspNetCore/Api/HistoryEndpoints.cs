using Microsoft.AspNetCore.Http;

namespace ServicePing;

/// <summary>What became of the pings, what comes next, and one by hand.</summary>
internal sealed class HistoryEndpoints(
    IPingHistory history, ServicePingSettings settings, ServicePingCatalogue catalogue, ServicePingHttpOptions options)
{
    private const int MostCycles = 200;
    private const int Year = 52;

    internal IReadOnlyList<ApiEndpoint> All =>
    [
        new(HttpMethods.Get, "history", Gate.Administration, "The latest cycles with the reason of each, and when the next is due.", ReadAsync)
        {
            Parameters = [ApiParameter.Limit],
            Refuses = [400, 503],
        },
        new(HttpMethods.Post, "send", Gate.Administration, "Computes, keeps and sends a ping now, as far as what holds allows.", SendAsync)
        {
            Refuses = [409, 503],
        },
    ];

    private ShownMetrics Shown => new(catalogue, settings.Current);

    private async Task ReadAsync(HttpContext context)
    {
        int most = ApiParameter.Limit.ReadNumber(context.Request, 1, MostCycles, Year);
        PingOutlook outlook = await history.OutlookAsync(context.RequestAborted).ConfigureAwait(false);
        IReadOnlyList<PingCycle> cycles = await history.CyclesAsync(most, context.RequestAborted).ConfigureAwait(false);
        List<(PingCycle Cycle, IReadOnlyList<PingDelivery> Deliveries)> all = [];
        foreach (PingCycle cycle in cycles)
        {
            all.Add((cycle, cycle.Attempts == 0 ? [] : await history.DeliveriesAsync(cycle.Name, context.RequestAborted).ConfigureAwait(false)));
        }

        await Answer.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            HistoryJson.Write(json, "next", outlook);
            json.WriteStartArray("cycles"u8);
            ShownMetrics shown = Shown;
            foreach ((PingCycle cycle, IReadOnlyList<PingDelivery> deliveries) in all)
            {
                HistoryJson.Write(json, cycle, deliveries, shown);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private async Task SendAsync(HttpContext context)
    {
        ChangesOverHttp.Demand(options);
        PingCycle cycle = await history.SendNowAsync(options.NameOf(context), context.RequestAborted).ConfigureAwait(false);
        IReadOnlyList<PingDelivery> deliveries = await history.DeliveriesAsync(cycle.Name, context.RequestAborted).ConfigureAwait(false);
        await Answer.JsonAsync(
            context, StatusCodes.Status200OK, json => HistoryJson.Write(json, cycle, deliveries, Shown)).ConfigureAwait(false);
    }
}
