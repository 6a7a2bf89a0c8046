using ServicePing.Pages;

namespace ServicePing;

/// <summary>Sends a ping now, and shows how far it is.</summary>
internal sealed class SendPage(PageServices services)
{
    internal Task<Outcome> BeginAsync(PageCall call)
    {
        services.Sends.Begin(call.Who);
        return Task.FromResult<Outcome>(new Redirect("send"));
    }

    internal async Task<Outcome> ShowAsync(PageCall call)
    {
        ShownMetrics metrics = await services.MetricsAsync(call).ConfigureAwait(false);
        bool isUnderWay = services.Sends.IsUnderWay;
        IReadOnlyList<PingCycle> cycles = await services.History.CyclesAsync(20, call.End).ConfigureAwait(false);
        PingCycle? cycle = cycles.FirstOrDefault(one => one.Kind != "weekly");

        // Another process may have it, which the store knows.
        bool isShownUnderWay = isUnderWay || cycle is { NextAttemptAt: null } && !CycleWords.HasEnded(cycle);
        return new View("Send now", html =>
        {
            Notices.Failure("Nothing was sent", services.Sends.Failure)(html);
            if (isShownUnderWay)
            {
                bool hasCycle = cycle is not null && !CycleWords.HasEnded(cycle);
                PreviewPage.Progress(html, "send", call, hasCycle ? metrics.Reason(cycle!.Reason) : "Begun.", null, Steps(hasCycle ? cycle!.State : "due"));
            }
            else
            {
                html.Write($"""<div data-progress>{End(call, metrics, cycle)}</div>""");
            }
        })
        {
            Lead = "A cycle of its own: computed, kept and sent as far as what holds allows.",
            RefreshSeconds = isShownUnderWay ? 2 : null,
        };
    }

    private static Content End(PageCall call, ShownMetrics metrics, PingCycle? cycle) => html =>
    {
        if (cycle is null)
        {
            html.Write($"""<p class="nothing">Nobody has asked for one yet.</p>""");
        }
        else
        {
            Tone tone = cycle.State switch
            {
                "sent" => Tone.Good,
                "failed" => Tone.Bad,
                _ => Tone.Warning,
            };
            new Notice(tone, $"{CycleWords.Name(cycle.Name)}: {cycle.State}")
            {
                IsAnswer = true,
                Body = inner => inner.Write($"""
                    <p>{metrics.Reason(cycle.Reason)}</p><p>{Text.Link(call.ToCycle(cycle.Name), "Its cycle")} ·
                    {Text.Link(call.To("sent?cycle=" + SafeUrl.Part(cycle.Name)), "What was in it")}</p>
                    """),
            }.Write(html);
        }

        new Section("Another one", call.Form("send", Form.Button("Send now", ButtonKind.Primary))).Write(html);
    };

    private static Content Steps(string state) => html =>
    {
        string[] steps = ["due", "computing", "kept", "sending", "sent"];
        int at = Array.IndexOf(steps, state);
        html.Write($"""<ol class="steps">{steps.Select((step, index) => Step(step, index, at))}</ol>""");
    };

    private static Content Step(string step, int index, int at) => html =>
    {
        string? current = index == at ? "step" : null;
        string words = index < at ? "done" : index == at ? "now" : "to come";
        html.Write($"""<li{current:aria-current}><b>{step}</b> <span class="quiet">{words}</span></li>""");
    };
}
