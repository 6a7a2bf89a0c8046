using ServicePing.Pages;

namespace ServicePing;

/// <summary>For whoever has two minutes: is it on, what leaves, to whom, when next, when last and what came back.</summary>
internal sealed class OverviewPage(PageServices services)
{
    internal async Task<Outcome> ShowAsync(PageCall call)
    {
        PingSettings settings = await services.Settings.RefreshAsync(call.End).ConfigureAwait(false);
        ShownMetrics metrics = services.Metrics(settings);
        PingOutlook outlook = await services.History.OutlookAsync(call.End).ConfigureAwait(false);
        IReadOnlyList<PingCycle> cycles = await services.History.CyclesAsync(6, call.End).ConfigureAwait(false);
        PingCycle? last = cycles.FirstOrDefault(CycleWords.HasEnded);
        IReadOnlyList<PingDelivery> deliveries = last is null
            ? []
            : await services.History.DeliveriesAsync(last.Name, call.End).ConfigureAwait(false);
        ErasureStatus? erasure = await services.Erasure.StatusAsync(call.End).ConfigureAwait(false);

        return new View("Overview", html =>
        {
            foreach (string problem in settings.Problems)
            {
                new Notice(Tone.Bad, "Something is wrong") { Body = Text.Paragraph(problem) }.Write(html);
            }

            Hero(call, settings, outlook)(html);
            Cards(call, metrics, outlook, last, deliveries).Write(html);
            if (erasure is { State: ErasureState.Waiting })
            {
                new Notice(Tone.Warning, "A request to erase waits for its answer")
                {
                    Body = inner => inner.Write($"<p>{erasure.Message} {Text.Link(call.To("stop"), "How far it is")}</p>"),
                }.Write(html);
            }

            new Section("What leaves, by category", Categories(call, metrics).Write)
            {
                Actions = Text.Link(call.To("settings"), "Change"),
            }.Write(html);
            new Section("Latest cycles", HistoryPage.Table(call, metrics, cycles.Take(5)).Write)
            {
                Actions = Text.Link(call.To("history"), "All cycles"),
            }.Write(html);
        })
        {
            Lead = "What this installation reports about itself, and what you can do about it.",
            Actions = html =>
            {
                Form.ButtonLink(call.To("preview"), "Preview the next ping")(html);
                if (call.CanChange)
                {
                    call.Form("send", Form.Button("Send now"))(html);
                    Form.ButtonLink(call.To("stop"), settings.IsEnabled ? "Stop…" : "Start or erase…")(html);
                }
            },
        };
    }

    private static Content Hero(PageCall call, PingSettings settings, PingOutlook outlook) => html =>
    {
        (Tone tone, string title, string text) = settings switch
        {
            { IsEnabled: false } => (
                Tone.Neutral,
                "The ping is off. Nothing leaves.",
                $"{settings.DisabledReason} {(settings.IsGenerationEnabled ? "It is computed and kept, so that you can look at it." : "")}"),
            { Receiver: null } => (Tone.Neutral, "Nothing leaves: there is no receiver.", "The ping is computed and kept, so that you can look at it."),
            _ when !outlook.Permission.IsAllowed => (Tone.Warning, "The ping is on, and waits.", outlook.Permission.Reason),
            _ => (
                Tone.Good,
                "The ping is on.",
                $"The next one leaves on {Figures.LongMoment(outlook.DueAt)}, to {settings.Receiver!.Host}."),
        };
        html.Write($"""<div class="hero {tone.Word()}"><div><h2>{title}</h2><p>{text}</p></div></div>""");
    };

    private static Facts Cards(
        PageCall call, ShownMetrics metrics, PingOutlook outlook, PingCycle? last, IReadOnlyList<PingDelivery> deliveries)
    {
        Uri? receiver = outlook.Receiver;
        PingDelivery? answer = deliveries is [.., var latest] ? latest : null;
        return new Facts(
        [
            new Fact("What leaves", metrics.IsKnown ? Figures.Count(metrics.All.Count(), "metric", "metrics") : "Unknown")
            {
                Note = metrics.IsKnown
                    ? $"of {Figures.Count(CategoryWords.All.Sum(metrics.CountOf))} that are defined"
                        + (answer is { SentBytes: > 0 } ? $"; {Figures.Bytes(answer.SentBytes)} the last time" : "")
                    : "It cannot be read what is permitted.",
            },
            new Fact("To whom", receiver?.Host ?? "Nobody")
            {
                Note = receiver is null
                    ? "No receiver is set."
                    : $"port {receiver.Port}, {(receiver.Scheme == "https" ? "encrypted" : "on this machine")}; nobody else",
            },
            new Fact("When next", Figures.Distance(outlook.DueAt, call.Now))
            {
                Note = $"{Figures.Moment(outlook.DueAt)}, cycle {outlook.Cycle}",
            },
            new Fact("When last", last is null
                ? Text.Of("Never")
                : Text.Link(call.ToCycle(last.Name), Figures.Distance(last.ChangedAt, call.Now)))
            {
                Note = last is null ? "No cycle has ended yet." : $"{CycleWords.Name(last.Name)}: {last.State}",
            },
            new Fact("What came back", Word(answer))
            {
                Note = answer is null
                    ? "No ping was answered."
                    : metrics.Reason(answer.Message) + (answer.Receipt is null ? "" : " Its signed receipt is kept."),
            },
        ])
        {
            AreCards = true,
        };
    }

    private static string Word(PingDelivery? answer) => answer switch
    {
        null => "Nothing yet",
        { StatusCode: >= 200 and < 300 and var status } => $"Accepted ({status})",
        { StatusCode: { } status } => $"Answer {status}",
        _ => "No answer",
    };

    private static Table Categories(PageCall call, ShownMetrics metrics) => new()
    {
        Caption = "Categories of metrics, and whether they leave",
        Columns = [new("Category"), new("Leaves"), new("Metrics", IsNumber: true), new("What it is")],
        Rows = CategoryWords.All.Select(IReadOnlyList<Content> (category) =>
        {
            bool isOn = metrics.IsKnown && metrics.Permissions.Categories.Contains(category);
            int shown = metrics.All.Count(metric => metric.DataCategory == category);
            return
            [
                isOn
                    ? Text.Link(call.To("metrics?category=" + CategoryWords.Name(category)), CategoryWords.Name(category))
                    : Text.Of(CategoryWords.Name(category)),
                isOn ? Text.Badge(Tone.Good, "yes") : Text.Badge(Tone.Neutral, "no"),
                Text.Of(isOn ? Figures.Count(shown) : "0"),
                Text.Of(CategoryWords.Contents(category)),
            ];
        }),
    };
}
