using Microsoft.AspNetCore.Http;
using ServicePing.Pages;

namespace ServicePing;

/// <summary>Two buttons: stop, and stop and ask to erase.</summary>
internal sealed class StopPage(PageServices services)
{
    internal Task<Outcome> ShowAsync(PageCall call) => ShowAsync(call, null);

    internal Task<Outcome> StopAsync(PageCall call) => SwitchAsync(call, "false", "stopped");

    internal Task<Outcome> StartAsync(PageCall call) => SwitchAsync(call, "true", "started");

    internal async Task<Outcome> EraseAsync(PageCall call)
    {
        IFormCollection form = await call.Context.Request.ReadFormAsync(call.End).ConfigureAwait(false);
        string reason = form["reason"].ToString().Trim();
        try
        {
            // Off first: nothing that is sent meanwhile is to outlive the request.
            PingSettings now = await services.Settings.RefreshAsync(call.End).ConfigureAwait(false);
            if (now.IsEnabled || !now[SettingNames.Enabled].IsLocked)
            {
                await services.Settings.SetAsync(SettingNames.Enabled, "false", call.Who, call.End).ConfigureAwait(false);
            }

            await services.Erasure.RequestAsync(reason, form["refuse_later"] == "true", call.Who, call.End).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ErasureException or ArgumentException or SettingException { InnerException: null })
        {
            return await ShowAsync(call, exception.Message).ConfigureAwait(false);
        }

        return new Redirect("stop?done=erasing");
    }

    private async Task<Outcome> SwitchAsync(PageCall call, string value, string done)
    {
        try
        {
            await services.Settings.SetAsync(SettingNames.Enabled, value, call.Who, call.End).ConfigureAwait(false);
        }
        catch (SettingException exception) when (exception.InnerException is null)
        {
            return await ShowAsync(call, exception.Message).ConfigureAwait(false);
        }

        return new Redirect($"stop?done={done}");
    }

    private async Task<Outcome> ShowAsync(PageCall call, string? problem)
    {
        PingSettings settings = await services.Settings.RefreshAsync(call.End).ConfigureAwait(false);
        ErasureStatus? erasure = await services.Erasure.StatusAsync(call.End).ConfigureAwait(false);
        return new View("Stop and erase", html =>
        {
            Notices.Done(call)(html);
            Notices.Failure("That was not done", problem)(html);
            if (!call.CanChange)
            {
                Notices.ReadOnly(html);
            }

            if (erasure is not null)
            {
                Status(erasure)(html);
            }

            Stop(call, settings)(html);
            Erase(call, settings)(html);
        })
        {
            Status = problem is null ? 200 : 409,
            Lead = "Stopping is undone at any time. What the receiver has erased does not come back.",
        };
    }

    private static Content Stop(PageCall call, PingSettings settings)
    {
        bool isLocked = settings[SettingNames.Enabled].IsLocked;
        return settings.IsEnabled
            ? new Section("Stop", call.Form("stop", Form.Button("Stop the ping", ButtonKind.Primary, isLocked)))
            {
                Lead = isLocked
                    ? "The configuration has switched it on, and is the only one that can switch it off; the settings say where."
                    : "From this moment on no ping leaves, and no host is contacted or looked up. Nothing is sent to say so. Pings are still computed and "
                        + "kept here, unless you switch that off in the settings.",
            }.Write
            : new Section("Start", call.Form("start", Form.Button("Start the ping", ButtonKind.Primary, isLocked)))
            {
                Lead = $"{settings.DisabledReason}",
            }.Write;
    }

    private static Content Erase(PageCall call, PingSettings settings)
    {
        bool cannot = settings.Receiver is null || (settings.IsEnabled && settings[SettingNames.Enabled].IsLocked);
        return new Section("Stop and ask to erase", call.Form("erase", Text.All(
            new TextField("reason", "Reason")
            {
                Hint = Text.Of("As the vendor is to see it; may be left empty."),
            }.Write,
            html => html.Write($"""
                <div class="field"><label class="check"><input type="checkbox" name="refuse_later" value="true"> <span>Refuse for good whatever
                comes later under this identifier</span></label></div>
                """),
            html => html.Write($"""<p class="row">{Form.Button("Stop, and ask to erase", ButtonKind.Danger, cannot)}</p>"""))))
        {
            Lead = settings.Receiver is null
                ? "There is no receiver that could hold anything."
                : $"The ping stops, and {settings.Receiver.Host} is asked, with the signature of this installation, to erase all that it holds of it. The "
                    + "request is the one thing that leaves then, and is repeated until it is answered. What is kept here stays; the secret of pseudonyms is drawn "
                    + "anew, so that nobody can lead single events that were forwarded back to anybody.",
        }.Write;
    }

    private static Content Status(ErasureStatus erasure) => new Section("The request to erase", new Facts(
    [
        new("State", Text.Badge(
            erasure.State switch
            {
                ErasureState.Erased => Tone.Good,
                ErasureState.Refused => Tone.Bad,
                _ => Tone.Busy,
            },
            erasure.State switch
            {
                ErasureState.Erased => "erased",
                ErasureState.Refused => "refused",
                _ => "waiting",
            })),
        new("What became of it", erasure.Message),
        new("Asked for", Text.Moment(erasure.RequestedAt)) { Note = $"by {erasure.RequestedBy}" },
        new("Reason", erasure.Reason is null ? Text.Quiet("none given") : Text.Of(erasure.Reason)),
        new("Later pings", erasure.RefusesLater ? "refused for good" : "taken, where the ping is started again"),
        new("Receiver", erasure.Receiver.Host),
        new("Attempts", Figures.Count(erasure.Attempts)),
        new("Next attempt", Text.Moment(erasure.NextAttemptAt, "none")),
        new("Receipt", erasure.Receipt is null ? "none yet" : "signed by the receiver, and kept"),
    ]).Write).Write;
}
