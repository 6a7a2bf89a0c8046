using Microsoft.AspNetCore.Http;
using ServicePing.Pages;

namespace ServicePing;

/// <summary>What there is to decide, with what follows from it in plain words.</summary>
internal sealed class SettingsPage(PageServices services)
{
    /// <summary>Fields that hold what the form has shown begin with this: what nobody has touched is not set.</summary>
    private const string Before = "before-";

    private static readonly string[] Truths =
    [
        SettingNames.Enabled,
        SettingNames.GenerationEnabled,
        .. CategoryWords.All.Select(CategoryWords.Setting),
        SettingNames.RegistrationFeaturesEnabled,
    ];

    private static readonly string[] Texts =
    [
        SettingNames.LeftOutMetrics, SettingNames.LeftOutOwners, SettingNames.Receiver, SettingNames.Schedule,
    ];

    internal async Task<Outcome> ShowAsync(PageCall call) =>
        Show(call, await services.Settings.RefreshAsync(call.End).ConfigureAwait(false), null, null);

    internal async Task<Outcome> SaveAsync(PageCall call)
    {
        IFormCollection form = await call.Context.Request.ReadFormAsync(call.End).ConfigureAwait(false);
        KeyValuePair<string, string?>[] changes =
        [
            .. Truths.Where(name => form.ContainsKey(Before + name))
                .Select(name => (Name: name, Value: form[name] == "true" ? "true" : "false"))
                .Where(one => form[Before + one.Name] != one.Value)
                .Select(one => KeyValuePair.Create(one.Name, (string?)one.Value)),
            .. Texts.Where(name => form.ContainsKey(name))
                .Select(name => (Name: name, Value: Lines(form[name])))
                .Where(one => Lines(form[Before + one.Name]) != one.Value)
                .Select(one => KeyValuePair.Create(one.Name, one.Value.Length == 0 ? null : one.Value)),
        ];
        try
        {
            await services.Settings.SetAsync(changes, call.Who, call.End).ConfigureAwait(false);
        }
        catch (SettingException exception) when (exception.InnerException is null)
        {
            return Show(call, services.Settings.Current, exception.Message, form);
        }

        return new Redirect(changes.Length == 0 ? "settings?done=unchanged" : "settings?done=saved");
    }

    internal async Task<Outcome> NoteMovedAsync(PageCall call)
    {
        await services.Settings.NoteMovedAsync(call.Who, call.End).ConfigureAwait(false);
        return new Redirect("settings?done=moved");
    }

    private View Show(PageCall call, PingSettings settings, string? problem, IFormCollection? entered)
    {
        ShownMetrics metrics = services.Metrics(settings);
        return new View("Settings", html =>
        {
            if (problem is not null)
            {
                new Notice(Tone.Bad, "Nothing was saved") { Body = Text.Paragraph(problem), IsAnswer = true }.Write(html);
            }

            Notices.Done(call)(html);
            Content fields = inner =>
            {
                Sending(call, settings, entered)(inner);
                Categories(call, metrics, entered)(inner);
                Exceptions(call, settings, entered)(inner);
                Wire(call, settings, entered)(inner);
                inner.Write($"""<p class="row save">{Form.Button("Save changes", ButtonKind.Primary)}</p>""");
            };
            if (call.CanChange)
            {
                call.Form("settings", fields)(html);
            }
            else
            {
                Notices.ReadOnly(html);
                html.Write($"""<fieldset disabled>{WithoutButton(call, metrics, settings)}</fieldset>""");
            }

            if (call.CanChange)
            {
                new Section("Moved to another server?", call.Form("settings/moved", Form.Button("It was moved, and is no copy")))
                {
                    Lead = "A restored copy sends nothing under the identifier of the original until somebody says which of both it is. "
                        + "Give a copy an identifier of its own in the configuration.",
                }.Write(html);
            }
        })
        {
            Status = problem is null ? 200 : 400,
            Lead = "What you set here holds at once, in every process. What the configuration has decided is locked, and says where.",
        };
    }

    private Content WithoutButton(PageCall call, ShownMetrics metrics, PingSettings settings) => Text.All(
        Sending(call, settings, null), Categories(call, metrics, null), Exceptions(call, settings, null), Wire(call, settings, null));

    private Content Sending(PageCall call, PingSettings settings, IFormCollection? entered) => new Section("Whether it runs", Text.All(
        Truth(settings, SettingNames.Enabled, "Send the weekly ping", entered, settings[SettingNames.Enabled].Value == "true"
            ? "Switched off, nothing leaves any more, from this moment on; a ping that is on its way is not tried again."
            : "Switched on, the next ping leaves when it is due, not before the notice period is over."),
        Truth(settings, SettingNames.GenerationEnabled, "Compute pings although none is sent", entered,
            "Kept here to be looked at or exported. Switched off as well, nothing is computed."),
        Truth(settings, SettingNames.RegistrationFeaturesEnabled, "Unlock features in return for the ping", entered,
            settings.AreRegistrationFeaturesUnlocked
                ? "They are unlocked now, and locked again where the ping, or a category that they need, is switched off."
                : "They need the ping to be sent, and in some editions optional metrics too."))).Write;

    private Content Categories(PageCall call, ShownMetrics metrics, IFormCollection? entered) => new Section(
        "What leaves",
        html =>
        {
            foreach (DataCategory category in CategoryWords.All)
            {
                Category(call, metrics, category, entered)(html);
            }
        })
    {
        Lead = "A category that is off is not computed: no statement touches its tables, and no page here shows its metrics.",
    }.Write;

    private Content Category(PageCall call, ShownMetrics metrics, DataCategory category, IFormCollection? entered) => Truth(
        metrics.Settings,
        CategoryWords.Setting(category),
        CategoryWords.Name(category),
        entered,
        html =>
        {
            html.Write($"""
                <p>{CategoryWords.Contents(category)} <strong>{Figures.Count(metrics.CountOf(category), "metric", "metrics")}</strong>.
                {CategoryWords.WithoutIt(category)}</p>
                """);
            if (metrics.ExampleOf(category) is { } example)
            {
                html.Write($"<p>For example {Text.CodeLink(call.ToMetric(example.KeyPath), example.KeyPath)}: {example.Description}</p>");
            }
        });

    private Content Exceptions(PageCall call, PingSettings settings, IFormCollection? entered) => new Section("Exceptions", Text.All(
        Field(settings, SettingNames.LeftOutMetrics, "Metrics that are left out", entered, 4, "counts.issues_monthly",
            html => html.Write($"""Key paths, one a line, each with its suffix; {Text.Link(call.To("metrics"), "the list")} has them.""")),
        Field(settings, SettingNames.LeftOutOwners, "Owners whose metrics are left out", entered, 3, "planning",
            Text.Of("As the definitions name them, one a line.")))).Write;

    private Content Wire(PageCall call, PingSettings settings, IFormCollection? entered) => new Section("Where and when", Text.All(
        Field(settings, SettingNames.Receiver, "Receiver", entered, 1, "https://versions.example.com",
            html => html.Write($"""The one address that pings go to. {Text.Link(call.To("hosts"), "Hosts and ports")} for a firewall.""")),
        Field(settings, SettingNames.Schedule, "Day and time, UTC", entered, 1, "friday 13:17",
            Text.Of("Empty, the identifier of the installation says it, so that not everybody sends at once.")))).Write;

    private Content Truth(PingSettings settings, string name, string label, IFormCollection? entered, string consequence) =>
        Truth(settings, name, label, entered, Text.Paragraph(consequence));

    private Content Truth(PingSettings settings, string name, string label, IFormCollection? entered, Content consequence)
    {
        SettingValue value = settings[name];
        bool isShown = entered is null || value.IsLocked ? value.Value == "true" : entered[name] == "true";
        return html =>
        {
            Content choice = new Switch(name, label)
            {
                IsOn = isShown,
                IsLocked = value.IsLocked,
                Consequence = Text.All(consequence, Origin(value)),
            }.Write;
            html.Write($"""<div class="setting">{Shown(value)}{choice}</div>""");
        };
    }

    private Content Field(
        PingSettings settings, string name, string label, IFormCollection? entered, int lines, string example, Content hint)
    {
        SettingValue value = settings[name];
        return html =>
        {
            Content field = new TextField(value.IsLocked ? "locked-" + name : name, label)
            {
                Value = entered is null || value.IsLocked ? value.Value : entered[name].ToString(),
                Placeholder = $"such as {example}",
                Lines = lines,
                IsLocked = value.IsLocked,
                Hint = Text.All(hint, Origin(value)),
            }.Write;
            html.Write($"""<div class="setting">{Shown(value)}{field}</div>""");
        };
    }

    /// <summary>What the form has shown, for the answer to it.</summary>
    private static Content Shown(SettingValue value) => html =>
    {
        if (!value.IsLocked)
        {
            html.Write($"""<input type="hidden" name="{Before + value.Name}" value="{value.Value}">""");
        }
    };

    /// <summary>What has decided it, and who.</summary>
    private Content Origin(SettingValue value) => html =>
    {
        if (value.IsLocked)
        {
            html.Write($"<p>{Text.Badge(Tone.Warning, "locked")} {LockOf(value)}</p>");
        }
        else if (value is { Source: SettingSource.Administrator, ChangedBy: { } who, ChangedAt: { } at })
        {
            html.Write($"<p>Set by {who}, {Text.Moment(at)}.</p>");
        }
    };

    /// <summary>Where a setting is locked, in the words with which a change of it is refused.</summary>
    private string LockOf(SettingValue value)
    {
        try
        {
            services.Settings.Judge(value.Name, value.Value.Length == 0 ? null : value.Value);
            return "The configuration has decided.";
        }
        catch (SettingException exception)
        {
            return exception.Message;
        }
    }

    private static string Lines(string? text) => string.Join(
        '\n', (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
