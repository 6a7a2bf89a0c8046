using ServicePing.Pages;

namespace ServicePing;

/// <summary>What the next ping would hold with the settings that hold now.</summary>
internal sealed class PreviewPage(PageServices services)
{
    internal async Task<Outcome> ShowAsync(PageCall call)
    {
        ShownMetrics metrics = await services.MetricsAsync(call).ConfigureAwait(false);
        PreviewRun? run = metrics.IsKnown ? services.Previews.Find(metrics.Permissions) : null;
        bool isUnderWay = run is { IsUnderWay: true };
        ServicePingPayload? payload = run?.Payload;
        return new View("Next ping", html =>
        {
            if (!metrics.IsKnown)
            {
                Notices.Unknown(html);
            }

            Notices.Failure("It could not be computed", run?.Failure)(html);
            if (isUnderWay)
            {
                Progress(html, "preview", call, run!.Progress, run.ShareDone, null);
            }
            else if (payload is not null)
            {
                Payload(call, metrics, payload)(html);
            }
            else if (metrics.IsKnown)
            {
                new Section("Not computed yet", Begin(call, "Compute it now", ButtonKind.Primary))
                {
                    Lead = "It is computed as the weekly ping is: only what is permitted, gently, and it may take a while on large "
                        + "tables. Nothing is kept or sent.",
                }.Write(html);
            }
        })
        {
            Lead = "Computed with the settings that hold now. These would be the bytes.",
            RefreshSeconds = isUnderWay ? 3 : null,
            Actions = payload is null ? null : html =>
            {
                Form.ButtonLink(call.To("preview.json"), "Download", isDownload: true)(html);
                html.Write($"""<button type="button" class="button" data-copy="{call.To("preview.json")}" data-needs-script hidden>Copy</button>""");
                Begin(call, "Compute again", ButtonKind.Plain)(html);
            },
        };
    }

    internal async Task<Outcome> BeginAsync(PageCall call)
    {
        ShownMetrics metrics = await services.MetricsAsync(call).ConfigureAwait(false);
        if (metrics.IsKnown)
        {
            services.Previews.Begin(metrics.Permissions);
        }

        return new Redirect(await ReturnOf(call).ConfigureAwait(false));
    }

    internal async Task<Outcome> DownloadAsync(PageCall call)
    {
        ShownMetrics metrics = await services.MetricsAsync(call).ConfigureAwait(false);
        return metrics.IsKnown && services.Previews.Find(metrics.Permissions)?.Payload is { } payload
            ? new Download("service-ping-preview.json", payload.Json)
            : PageMap.NotFound("Nothing is computed with the settings that hold now.");
    }

    /// <summary>A part that the script loads anew while something is under way.</summary>
    internal static void Progress(HtmlWriter html, string page, PageCall call, string words, double? share, Content? more)
    {
        int percent = (int)Math.Clamp((share ?? 0) * 100, 0, 100);
        html.Write($"""
            <div class="notice busy" data-progress data-poll="{call.To(page)}" role="status"><p><strong>{words}</strong></p>
            """);
        if (share is null)
        {
            html.Write($"""<p><progress aria-label="Under way"></progress></p>""");
        }
        else
        {
            html.Write($"""<p><progress aria-label="How far it is" max="100" value="{percent}"></progress></p>""");
        }

        html.Write($"{more}</div>");
    }

    /// <summary>The pages that compute a preview go back to themselves.</summary>
    private static async Task<string> ReturnOf(PageCall call) =>
        (await call.Context.Request.ReadFormAsync(call.End).ConfigureAwait(false))["to"] == "sent" ? "sent" : "preview";

    private static Content Begin(PageCall call, string text, ButtonKind kind) => call.Form("preview", Form.Button(text, kind));

    private static Content Payload(PageCall call, ShownMetrics metrics, ServicePingPayload payload) => html =>
    {
        new Facts(
        [
            new("Recorded", Text.Moment(payload.RecordedAt)),
            new("Size", Figures.Bytes(payload.Json.Length)) { Note = "before it is compressed" },
            new("Values", Figures.Count(payload.Metrics.Count(one => one.Status == ReadingStatus.Ok))),
            new("Took", Figures.Elapsed(payload.Statistics.Elapsed)),
        ]) { AreCards = true }.Write(html);

        MetricReading[] failed =
        [
            .. payload.Metrics.Where(one => one.Status is ReadingStatus.Failed or ReadingStatus.TimedOut && metrics.Find(one.KeyPath) is not null),
        ];
        if (failed.Length > 0)
        {
            new Section("What could not be computed", new Table
            {
                Caption = "Metrics without a value",
                Columns = [new("Metric"), new("Why")],
                Rows = failed.Select(IReadOnlyList<Content> (one) =>
                    [Text.CodeLink(call.ToMetric(one.KeyPath), one.KeyPath), Text.Of(one.Message ?? one.Status.ToString())]),
            }.Write)
            {
                Lead = "Their place in the ping says so; the other values are not affected.",
            }.Write(html);
        }

        string? search = call.Query("q");
        new Section("The payload", Text.All(
            Search(call, "preview", search),
            new JsonTree(payload.Json) { Search = search, LinkOf = call.LinksOf(metrics) }.Write)).Write(html);
    };

    /// <summary>A field that the server answers to, and the script while one types.</summary>
    internal static Content Search(PageCall call, string page, string? search, string? cycle = null) => html => html.Write($"""
        <form class="find" method="get" action="{call.To(page):url}" role="search">{Cycle(cycle)}<input type="search" name="q" aria-label="Find a metric by its name"
         placeholder="Find a metric by its name" data-filter{search:value}><button type="submit" class="button">Find</button><button type="button"
         class="button" data-fold="open" data-needs-script hidden>Open all</button><button type="button"
         class="button" data-fold="close" data-needs-script hidden>Close all</button></form>
        """);

    private static Content Cycle(string? cycle) => html =>
    {
        if (cycle is not null)
        {
            html.Write($"""<input type="hidden" name="cycle" value="{cycle}">""");
        }
    };
}
