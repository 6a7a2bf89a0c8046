using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ServicePing;

/// <summary>What holds, why, and the changes of administrators.</summary>
internal sealed class SettingEndpoints(ServicePingSettings settings, ServicePingHttpOptions options)
{
    internal IReadOnlyList<ApiEndpoint> All =>
    [
        new(HttpMethods.Get, "settings", Gate.Administration, "Every setting, what has decided it, and whether it is locked.", ReadAsync)
        {
            Refuses = [503],
        },
        new(HttpMethods.Put, "settings", Gate.Administration, "Changes settings: a name with its value each, null for the default.", ChangeAsync)
        {
            Takes = ApiParameter.Settings,
            Refuses = [400, 409, 413, 415, 503],
        },
    ];

    private async Task ReadAsync(HttpContext context) =>
        await WriteAsync(context, await settings.RefreshAsync(context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);

    private async Task ChangeAsync(HttpContext context)
    {
        ChangesOverHttp.Demand(options);
        using JsonDocument body = await JsonBody.ReadAsync(context, options.LongestBody).ConfigureAwait(false);
        List<KeyValuePair<string, string?>> changes =
            [.. body.RootElement.EnumerateObject().Select(one => KeyValuePair.Create(one.Name, ValueOf(one)))];
        if (changes.Count == 0)
        {
            throw RefusedException.BadRequest("The body must have the settings to change, a name with its value each.");
        }

        await WriteAsync(context, await settings.SetAsync(changes, options.NameOf(context), context.RequestAborted).ConfigureAwait(false))
            .ConfigureAwait(false);
    }

    /// <summary>A value as settings keep it: a text, a truth, or a list with an entry a line.</summary>
    private static string? ValueOf(JsonProperty setting) => setting.Value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.String => SentText.Read(setting.Value, setting.Name),
        JsonValueKind.Array when setting.Value.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String) =>
            string.Join('\n', setting.Value.EnumerateArray().Select(one => SentText.Read(one, setting.Name))),
        _ => throw RefusedException.BadRequest(
            $"'{SentText.Shown(setting.Name)}' must be a text, true, false, a list of texts, or null for the default.",
            $"{SentText.Shown(setting.Name)} is invalid"),
    };

    private static Task WriteAsync(HttpContext context, PingSettings now) => Answer.JsonAsync(context, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("is_enabled"u8, now.IsEnabled);
        json.WriteString("disabled_reason"u8, now.DisabledReason);
        json.WriteBoolean("is_generation_enabled"u8, now.IsGenerationEnabled);
        json.WriteBoolean("is_confirmed"u8, now.IsConfirmed);
        json.WriteStartArray("problems"u8);
        foreach (string problem in now.Problems)
        {
            json.WriteStringValue(problem);
        }

        json.WriteEndArray();
        json.WriteStartObject("settings"u8);
        foreach (SettingValue setting in now.Values)
        {
            Write(json, setting);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, SettingValue setting)
    {
        json.WriteStartObject(setting.Name);
        json.WriteString("value"u8, setting.Value);
        json.WriteString("source"u8, setting.Source switch
        {
            SettingSource.Administrator => "administrator",
            SettingSource.Configuration => "configuration",
            SettingSource.Environment => "environment",
            _ => "default",
        });
        json.WriteBoolean("is_locked"u8, setting.IsLocked);
        json.WriteString("changed_by"u8, setting.ChangedBy);
        HistoryJson.Write(json, "changed_at", setting.ChangedAt);
        json.WriteEndObject();
    }
}
