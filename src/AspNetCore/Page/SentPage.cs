using ServicePing.Pages;

namespace ServicePing;

/// <summary>What a cycle has sent, beside what would be sent now, and beside the week before.</summary>
internal sealed class SentPage(PageServices services)
{
    private const int MostCycles = 26;
    private const int MostRows = 300;

    internal async Task<Outcome> ShowAsync(PageCall call)
    {
        ShownMetrics metrics = await services.MetricsAsync(call).ConfigureAwait(false);
        IReadOnlyList<PingCycle> cycles = await services.History.CyclesAsync(MostCycles, call.End).ConfigureAwait(false);
        (KeptReport? ping, KeptReport? before) = await FindAsync(call, cycles, call.Query("cycle")).ConfigureAwait(false);
        if (ping is null && call.Query("cycle") is not null)
        {
            return PageMap.NotFound("No ping of this cycle is kept.");
        }

        if (ping is null)
        {
            return new View("Sent", html => html.Write($"""<p class="nothing">No ping is kept yet. The first cycle makes one.</p>"""));
        }

        PreviewRun? run = metrics.IsKnown ? services.Previews.Find(metrics.Permissions) : null;
        bool isUnderWay = run is { IsUnderWay: true };

        // What is not known to be sent may have stayed here.
        string what = cycles.Any(one => one.Name == ping.Cycle && one.State == "sent") ? "Sent" : "Kept";
        return new View($"{what}: {CycleWords.Name(ping.Cycle)}", html =>
        {
            Notices.Failure("Nothing is shown", ping.Content.Hindrance)(html);
            if (ping.Content.LeftOut > 0)
            {
                new Notice(Tone.Neutral, $"{Figures.Count(ping.Content.LeftOut, "value is", "values are")} not shown")
                {
                    Body = Text.Paragraph("They are not permitted any more, or this version of the program does not know them."),
                }.Write(html);
            }

            html.Write($"""<div class="pair">{Kept(call, ping, what)}{Present(call, run)}</div>""");
            if (isUnderWay)
            {
                PreviewPage.Progress(html, "sent?cycle=" + SafeUrl.Part(ping.Cycle), call, run!.Progress, run.ShareDone, null);
            }

            if (run?.Payload is { } payload)
            {
                Compare(call, metrics, $"{what}, beside what would be sent now", what, "Now", ping.Content.Json, payload.Json)(html);
            }

            if (before is not null)
            {
                string old = CycleWords.Name(before.Cycle);
                Compare(call, metrics, $"Since {old}", old, what, before.Content.Json, ping.Content.Json)(html);
            }

            if (ping.Content.Json is { } json)
            {
                string? search = call.Query("q");
                new Section("What was in it", Text.All(
                    PreviewPage.Search(call, "sent", search, ping.Cycle),
                    new JsonTree(json) { Search = search, LinkOf = call.LinksOf(metrics) }.Write)).Write(html);
            }
        })
        {
            Lead = "As it is kept, to the byte, and as far as it may be shown with the settings that hold now.",
            RefreshSeconds = isUnderWay ? 3 : null,
            Actions = ping.Content.Json is null
                ? null
                : Form.ButtonLink(call.To($"sent/{SafeUrl.Part(ping.Cycle)}.json"), "Download", isDownload: true),
        };
    }

    internal async Task<Outcome> DownloadAsync(PageCall call)
    {
        string cycle = call.Segment("cycle");
        KeptReport? ping = await services.History.KeptAsync(PingKind.AllValues, cycle, call.End).ConfigureAwait(false);
        return ping?.Content.Json is { } json
            ? new Download($"service-ping-{cycle}.json", json)
            : PageMap.NotFound(ping?.Content.Hindrance ?? "No ping of this cycle is kept.");
    }

    /// <summary>The ping of a cycle, of the latest that has one where none is named, and the weekly one before it.</summary>
    private async Task<(KeptReport? Ping, KeptReport? Before)> FindAsync(
        PageCall call, IReadOnlyList<PingCycle> cycles, string? cycle)
    {
        KeptReport? found = cycle is null ? null : await PingAsync(call, cycle).ConfigureAwait(false);
        if (cycle is not null && found is null)
        {
            return (null, null);
        }

        DateTimeOffset? dueAt = cycles.FirstOrDefault(one => one.Name == cycle)?.DueAt;
        foreach (PingCycle one in cycles.Where(one => one.Name != cycle && (dueAt is null || one.DueAt < dueAt)))
        {
            if (found is not null && one.Kind != "weekly")
            {
                continue;
            }

            KeptReport? ping = await PingAsync(call, one.Name).ConfigureAwait(false);
            if (ping is not null && found is not null)
            {
                return (found, ping);
            }

            found ??= ping;
        }

        return (found, null);
    }

    private Task<KeptReport?> PingAsync(PageCall call, string cycle) =>
        services.History.KeptAsync(PingKind.AllValues, cycle, call.End);

    private static Content Kept(PageCall call, KeptReport ping, string what) => new Section(what, new Facts(
    [
        new("Cycle", Text.Link(call.ToCycle(ping.Cycle), CycleWords.Name(ping.Cycle))),
        new("Recorded", Text.Moment(ping.RecordedAt)),
        new("Size", Figures.Bytes(ping.Size)),
        new("SHA-256", Text.Code(ping.Sha256)),
    ]).Write).Write;

    private static Content Present(PageCall call, PreviewRun? run) => new Section("Would be sent now", run?.Payload is { } payload
        ? new Facts(
        [
            new("Recorded", Text.Moment(payload.RecordedAt)),
            new("Size", Figures.Bytes(payload.Json.Length)),
            new("Payload", Text.Link(call.To("preview"), "Look at it")),
        ]).Write
        : Text.All(
            Text.Paragraph(run is { IsUnderWay: true } ? "Being computed." : "Not computed with the settings that hold now."),
            call.Form("preview", html => html.Write($"""<input type="hidden" name="to" value="sent">{Form.Button("Compute it now")}""")))).Write;

    private static Content Compare(
        PageCall call,
        ShownMetrics metrics,
        string title,
        string before,
        string after,
        ReadOnlyMemory<byte>? old,
        ReadOnlyMemory<byte>? present) => html =>
    {
        if (old is not { } first || present is not { } second)
        {
            return;
        }

        Difference difference = Difference.Between(first, second);
        Difference shown = difference with { Changes = [.. difference.Changes.Take(MostRows)] };
        string more = difference.Changes.Count > MostRows ? $"; the first {Figures.Count(MostRows)} are shown" : "";
        new Section(title, new DifferenceTable(shown)
        {
            Caption = title,
            Before = before,
            After = after,
            LinkOf = call.LinksOf(metrics),
        }.Write)
        {
            Lead = $"{Figures.Count(difference.Changes.Count, "value differs", "values differ")}{more}, {Figures.Count(difference.Same)} are the same.",
        }.Write(html);
    };
}
