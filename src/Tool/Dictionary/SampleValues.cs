using System.Text.Json;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;

namespace ServicePing.Tool.Dictionary;

/// <summary>Examples of values: those of a payload where there is one, otherwise made up by their shape.</summary>
internal sealed class SampleValues(ReadOnlyMemory<byte>? payload)
{
    private readonly JsonElement? _root = payload is { } json ? JsonElement.Parse(json.Span) : null;

    /// <summary>An example as JSON, and whether it is of the payload.</summary>
    internal (string Json, bool IsReal) Of(string keyPath, ValueShape shape, QueryDefinition? query) =>
        Find(keyPath) is { } found ? (found, true) : (MadeUp(shape, query), false);

    private string? Find(string keyPath)
    {
        if (_root is not { } element)
        {
            return null;
        }

        foreach (string key in keyPath.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(key, out element))
            {
                return null;
            }
        }

        return element.GetRawText();
    }

    private static string MadeUp(ValueShape shape, QueryDefinition? query) => shape switch
    {
        ValueShape.Text => "\"text\"",
        ValueShape.Boolean => "true",
        ValueShape.Double when query is { Operation: Operation.Average } => "12.5",
        ValueShape.Double when query is { Operation: Operation.Ratio } => "0.25",
        ValueShape.Json when query is { Operation: Operation.Histogram } => """{"1": 12, "2": 3}""",
        ValueShape.Json when query is { Operation: Operation.Sites } => JsonSiteOf([.. query.Metrics]),
        ValueShape.Json when query is { ListOf.IsEmpty: false } => JsonListOf([.. query.ListOf]),
        ValueShape.Json when query is { GroupValues.IsEmpty: false } => JsonObjectOf([.. query.GroupValues, "other"]),
        ValueShape.Json when query is { GroupBy.Count: > 1 } => """{"a": {"x": 5, "y": 3}, "b": {"x": 2}}""",
        ValueShape.Json => """{"a": 5, "b": 3}""",
        _ => "1234",
    };

    private static string JsonSiteOf(IEnumerable<string> metrics) =>
        $"[{{{string.Join(", ", metrics.Select(keyPath => $"\"{JsonEncodedText.Encode(keyPath[(keyPath.LastIndexOf('.') + 1)..])}\": 5"))}}}]";

    private static string JsonListOf(string[] members) =>
        $"[{{{string.Concat(members[..^1].Select(member => $"\"{JsonEncodedText.Encode(member)}\": \"a\", "))}\"{JsonEncodedText.Encode(members[^1])}\": 5}}]";

    private static string JsonObjectOf(IEnumerable<string> groups) =>
        $"{{{string.Join(", ", groups.Distinct().Order(StringComparer.Ordinal).Select(group => $"\"{JsonEncodedText.Encode(group)}\": 5"))}}}";
}
