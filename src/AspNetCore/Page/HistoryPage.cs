using ServicePing.Pages;

namespace ServicePing;

/// <summary>Every cycle with the reason of each, and the attempts to send its ping.</summary>
internal sealed class HistoryPage(PageServices services)
{
    private const int Most = 104;

    internal async Task<Outcome> ShowAsync(PageCall call)
    {
        ShownMetrics metrics = await services.MetricsAsync(call).ConfigureAwait(false);
        IReadOnlyList<PingCycle> cycles = await services.History.CyclesAsync(Most, call.End).ConfigureAwait(false);
        return new View("History", html => new Section("Cycles", Table(call, metrics, cycles).Write).Write(html))
        {
            Lead = "Each week has one cycle, and whoever asks by hand begins another. A cycle has one ping, and the same bytes are sent however often.",
        };
    }

    internal async Task<Outcome> ShowCycleAsync(PageCall call)
    {
        string name = call.Segment("cycle");
        ShownMetrics metrics = await services.MetricsAsync(call).ConfigureAwait(false);
        IReadOnlyList<PingCycle> cycles = await services.History.CyclesAsync(Most, call.End).ConfigureAwait(false);
        if (cycles.FirstOrDefault(one => one.Name == name) is not { } cycle)
        {
            return PageMap.NotFound("There is no such cycle, or it was removed for its age.");
        }

        IReadOnlyList<PingDelivery> deliveries = await services.History.DeliveriesAsync(name, call.End).ConfigureAwait(false);
        KeptReport? ping = await services.History.KeptAsync(PingKind.AllValues, name, call.End).ConfigureAwait(false);
        return new View($"Cycle {CycleWords.Name(cycle.Name)}", html =>
        {
            new Section("What became of it", new Facts(
            [
                new("State", CycleWords.Badge(cycle)),
                new("Why", metrics.Reason(cycle.Reason)),
                new("Name", Text.Code(cycle.Name)),
                new("Kind", CycleWords.Kind(cycle)),
                new("Due", Text.Moment(cycle.DueAt)),
                new("Changed", Text.Moment(cycle.ChangedAt)),
                new("Next attempt", Text.Moment(cycle.NextAttemptAt, "none")),
                new("Ping", ping is null
                    ? Text.Quiet("none is kept")
                    : inner => inner.Write($"""{Figures.Bytes(ping.Size)}, SHA-256 <code>{ping.Sha256}</code>""")),
            ]).Write)
            {
                Actions = ping is null ? null : Text.Link(call.To("sent?cycle=" + SafeUrl.Part(cycle.Name)), "What was in it"),
            }.Write(html);
            new Section("Attempts to send it", Deliveries(call, cycle, metrics, deliveries).Write).Write(html);
        });
    }

    /// <summary>The receiver's signed receipt, to the byte.</summary>
    internal async Task<Outcome> ReceiptAsync(PageCall call)
    {
        string name = call.Segment("cycle");
        IReadOnlyList<PingDelivery> deliveries = await services.History.DeliveriesAsync(name, call.End).ConfigureAwait(false);
        return deliveries.LastOrDefault(delivery => delivery.Receipt is not null) is { Receipt: { } receipt }
            ? new Download($"receipt-{name}.json", receipt)
            : PageMap.NotFound("No receipt of this cycle is kept.");
    }

    internal static Table Table(PageCall call, ShownMetrics metrics, IEnumerable<PingCycle> cycles) => new()
    {
        Caption = "Cycles, the latest first",
        Nothing = "No cycle has begun yet.",
        Columns = [new("Cycle"), new("State"), new("Why"), new("Changed")],
        Rows = cycles.Select(IReadOnlyList<Content> (cycle) =>
        [
            Text.Link(call.ToCycle(cycle.Name), CycleWords.Name(cycle.Name)),
            CycleWords.Badge(cycle),
            html => html.Write($"""{metrics.Reason(cycle.Reason)}{Attempts(cycle)}"""),
            Text.Moment(cycle.ChangedAt),
        ]),
    };

    private static Content Attempts(PingCycle cycle) => html =>
    {
        if (cycle is { Attempts: > 1 } or { NextAttemptAt: not null })
        {
            string next = cycle.NextAttemptAt is { } at ? $", the next not before {Figures.Moment(at)}" : "";
            html.Write($""" <span class="quiet">({Figures.Count(cycle.Attempts, "attempt", "attempts")}{next})</span>""");
        }
    };

    private static Table Deliveries(
        PageCall call, PingCycle cycle, ShownMetrics metrics, IReadOnlyList<PingDelivery> deliveries) => new()
    {
        Caption = "Attempts to send the ping, the first first",
        Nothing = "Nothing was sent.",
        Columns =
        [
            new("Attempt"), new("Receiver"), new("Answer"), new("Sent", IsNumber: true), new("Took", IsNumber: true), new("Receipt"),
        ],
        Rows = deliveries.Select(IReadOnlyList<Content> (delivery) =>
        [
            html => html.Write($"""{delivery.Number} · {Text.Moment(delivery.EndedAt)}"""),
            Text.Of(delivery.Receiver),
            html => html.Write($"""{Status(delivery)}{metrics.Reason(delivery.Message)}"""),
            Text.Of(Figures.Bytes(delivery.SentBytes)),
            Text.Of(Figures.Elapsed(delivery.Elapsed)),
            delivery.Receipt is null
                ? Text.Quiet("none")
                : Text.Link(call.To($"history/{SafeUrl.Part(cycle.Name)}/receipt"), "Download"),
        ]),
    };

    private static Content Status(PingDelivery delivery) => html =>
    {
        if (delivery.StatusCode is { } status)
        {
            html.Write($"{Text.Badge(status is >= 200 and < 300 ? Tone.Good : Tone.Warning, $"{status}")} ");
        }
    };
}
