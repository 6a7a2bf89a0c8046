using System.Text.Json;

namespace ServicePing.Pages;

/// <summary>What two values say under one path.</summary>
/// <param name="Path">The path.</param>
/// <param name="Before">The first value as JSON; null where it has none.</param>
/// <param name="After">The second value as JSON; null where it has none.</param>
internal sealed record Change(string Path, string? Before, string? After)
{
    /// <summary>By how much a whole or broken number has grown; null where one of both is none.</summary>
    internal decimal? Growth { get; init; }
}

/// <summary>What differs between two objects of JSON, path by path.</summary>
internal sealed record Difference(IReadOnlyList<Change> Changes, int Same)
{
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 64 };

    /// <exception cref="JsonException">One of both is no JSON.</exception>
    internal static Difference Between(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after)
    {
        using JsonDocument first = JsonDocument.Parse(before, Depth);
        using JsonDocument second = JsonDocument.Parse(after, Depth);
        Dictionary<string, JsonElement> old = new(StringComparer.Ordinal);
        Collect(first.RootElement, "", old);
        Dictionary<string, JsonElement> present = new(StringComparer.Ordinal);
        Collect(second.RootElement, "", present);

        List<Change> changes = [];
        int same = 0;
        foreach (string path in old.Keys.Union(present.Keys, StringComparer.Ordinal))
        {
            JsonElement? was = old.TryGetValue(path, out JsonElement one) ? one : null;
            JsonElement? now = present.TryGetValue(path, out JsonElement other) ? other : null;
            if (was is { } left && now is { } right && JsonElement.DeepEquals(left, right))
            {
                same++;
                continue;
            }

            changes.Add(new Change(path, was?.GetRawText(), now?.GetRawText()) { Growth = GrowthOf(Number(was), Number(now)) });
        }

        return new Difference(changes, same);
    }

    private static void Collect(JsonElement element, string path, Dictionary<string, JsonElement> found)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            found[path] = element;
            return;
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            Collect(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}", found);
        }
    }

    // Two numbers at the ends of what is there for them are further apart than that.
    private static decimal? GrowthOf(decimal? was, decimal? now)
    {
        try
        {
            return now - was;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static decimal? Number(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out decimal value) ? value : null;
}
