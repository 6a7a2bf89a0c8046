using System.Text.Json;
using ServicePing.Runtime.Values;
using ServicePing.Runtime.Wire;

namespace ServicePing.Runtime.Sites;

/// <summary>What a secondary site has computed, once a week.</summary>
/// <param name="Site">What the site is called.</param>
/// <param name="Series">Names the store in which it was kept: reports of one store are numbered.</param>
/// <param name="Number">Its position among the reports of that store, from 1; no clock decides which of two is newer.</param>
/// <param name="RecordedAt">The moment from which every period was computed, by the site's clock.</param>
internal sealed record SiteReport(string Site, Guid Series, long Number, DateTimeOffset RecordedAt)
{
    /// <summary>The longest report, in bytes.</summary>
    internal const int LongestReport = 1 << 20;

    /// <summary>The longest name of a site, in UTF-16 code units.</summary>
    internal const int LongestName = 255;

    /// <summary>The cycle that has made it.</summary>
    internal required string Cycle { get; init; }

    /// <summary>The version of the product there.</summary>
    internal string? Version { get; init; }

    /// <summary>A number, a truth or null for each key path.</summary>
    internal required IReadOnlyDictionary<string, JsonElement> Values { get; init; }

    /// <summary>How those came about that are null: a word for each key path.</summary>
    internal required IReadOnlyDictionary<string, string> Statuses { get; init; }

    /// <summary>When it was handed over, by the site's clock; null while it is only kept.</summary>
    internal DateTimeOffset? ToldAt { get; init; }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteString("site"u8, Site);
        json.WriteString("series"u8, Series);
        json.WriteNumber("number"u8, Number);
        json.WriteString("cycle"u8, Cycle);
        json.WriteString("recorded_at"u8, Timestamp.Format(RecordedAt));
        json.WriteString("version"u8, Version);
        if (ToldAt is { } told)
        {
            json.WriteString("told_at"u8, Timestamp.Format(told));
        }

        json.WriteStartObject("values"u8);
        foreach ((string keyPath, JsonElement value) in Values.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(keyPath);
            value.WriteTo(json);
        }

        json.WriteEndObject();
        json.WriteStartObject("statuses"u8);
        foreach ((string keyPath, string status) in Statuses.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            json.WriteString(keyPath, status);
        }

        json.WriteEndObject();
    }

    internal ReadOnlyMemory<byte> ToJson() => PlainJson.Write(Write);

    /// <summary>Reads a report that has come, or that was kept.</summary>
    /// <exception cref="SiteReportException">It is none.</exception>
    internal static SiteReport Read(ReadOnlyMemory<byte> json)
    {
        if (json.Length > LongestReport)
        {
            throw Malformed($"it has {json.Length} bytes, and {LongestReport} at most are taken");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            return Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw Malformed($"it is no JSON: {EgressText.Line(exception.Message)}");
        }
    }

    /// <exception cref="SiteReportException">It is none.</exception>
    internal static SiteReport Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Malformed("it must be an object");
        }

        string site = TextOf(root, "site");
        if (NameProblem(site) is { } problem)
        {
            throw Malformed($"'site' {problem}");
        }

        return new SiteReport(
            site,
            Member(root, "series").TryGetGuidText() ?? throw Malformed("'series' must be a UUID"),
            Member(root, "number") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out long position) && position >= 1
                ? position
                : throw Malformed("'number' must be a whole number from 1"),
            MomentOf(root, "recorded_at"))
        {
            Cycle = TextOf(root, "cycle"),
            Version = Member(root, "version") is { ValueKind: JsonValueKind.Null } ? null : TextOf(root, "version"),
            ToldAt = root.TryGetProperty("told_at", out _) ? MomentOf(root, "told_at") : null,
            Values = MapOf(root, "values").ToDictionary(one => one.Name, ValueOf, StringComparer.Ordinal),
            Statuses = MapOf(root, "statuses").ToDictionary(one => one.Name, StatusOf, StringComparer.Ordinal),
        };
    }

    /// <summary>What is wrong with the name of a site; null where nothing is.</summary>
    internal static string? NameProblem(string? name) =>
        string.IsNullOrWhiteSpace(name) || name.Length > LongestName || name.Any(char.IsControl) || name.Contains('\uFFFD', StringComparison.Ordinal)
            ? $"must be a name of 1 to {LongestName} characters without control characters"
            : null;

    private static JsonElement Member(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement member) ? member : throw Malformed($"'{name}' is missing");

    private static string TextOf(JsonElement root, string name) =>
        Member(root, name) is { ValueKind: JsonValueKind.String } text && text.TryGetText() is { Length: > 0 and <= LongestName } read
            ? read
            : throw Malformed($"'{name}' must be a text of 1 to {LongestName} characters");

    private static DateTimeOffset MomentOf(JsonElement root, string name) =>
        Member(root, name) is { ValueKind: JsonValueKind.String } text && text.TryGetDateTimeOffset(out DateTimeOffset moment)
            ? moment.ToUniversalTime()
            : throw Malformed($"'{name}' must be a moment, such as 2026-11-30T13:17:00.000Z");

    private static JsonElement.ObjectEnumerator MapOf(JsonElement root, string name) =>
        Member(root, name) is { ValueKind: JsonValueKind.Object } map ? map.EnumerateObject() : throw Malformed($"'{name}' must be an object");

    private static JsonElement ValueOf(JsonProperty value) =>
        value.Value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null
            ? value.Value.Clone()
            : throw Malformed($"'values' has '{EgressText.Line(value.Name, 100)}', which must be a number, true, false or null");

    private static string StatusOf(JsonProperty status) =>
        status.Value.ValueKind == JsonValueKind.String && status.Value.TryGetText() is { Length: > 0 and <= LongestName } word
            ? word
            : throw Malformed($"'statuses' has '{EgressText.Line(status.Name, 100)}', which must be a word");

    internal static SiteReportException Malformed(string what) => new(
        SiteReportProblem.Malformed, $"The report of the site is not as it has to be: {what}. See that both sites run versions that go together.");
}

/// <summary>Texts in JSON that others have written: half a character is none.</summary>
file static class ElementTexts
{
    internal static string? TryGetText(this JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    internal static Guid? TryGetGuidText(this JsonElement element) =>
        element.ValueKind == JsonValueKind.String && element.TryGetGuid(out Guid guid) ? guid : null;
}
