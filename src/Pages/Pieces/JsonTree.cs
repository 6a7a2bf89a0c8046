using System.Text.Json;

namespace ServicePing.Pages;

/// <summary>JSON as a tree whose objects open and close, without script too.</summary>
/// <param name="Json">The bytes.</param>
internal sealed record JsonTree(ReadOnlyMemory<byte> Json)
{
    // Deeper is no report of ours.
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 64 };

    /// <summary>Only what has this in its path is shown, and is open then; null for everything.</summary>
    internal string? Search { get; init; }

    /// <summary>Where a path leads; null for nowhere.</summary>
    internal Func<string, string?> LinkOf { get; init; } = static _ => null;

    /// <exception cref="JsonException">It is no JSON.</exception>
    internal void Write(HtmlWriter html)
    {
        using JsonDocument document = JsonDocument.Parse(Json, Depth);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            html.Write($"<pre>{document.RootElement.GetRawText()}</pre>");
            return;
        }

        List<JsonProperty> shown = [.. document.RootElement.EnumerateObject().Where(property => IsShown(property, property.Name))];
        if (shown.Count == 0)
        {
            html.Write($"""<p class="nothing">Nothing is called so.</p>""");
            return;
        }

        html.Write($"""<ul class="tree" data-tree>{shown.Select(property => Node(property, property.Name))}</ul>""");
    }

    private bool IsShown(JsonProperty property, string path) =>
        string.IsNullOrEmpty(Search)
        || path.Contains(Search, StringComparison.OrdinalIgnoreCase)
        || (property.Value.ValueKind == JsonValueKind.Object
            && property.Value.EnumerateObject().Any(inner => IsShown(inner, $"{path}.{inner.Name}")));

    private Content Node(JsonProperty property, string path) => html =>
    {
        if (property.Value.ValueKind == JsonValueKind.Object)
        {
            List<JsonProperty> inside =
                [.. property.Value.EnumerateObject().Where(inner => IsShown(inner, $"{path}.{inner.Name}"))];
            bool isOpen = !string.IsNullOrEmpty(Search);
            html.Write($"""
                <li><details{isOpen:open}><summary>{Name(property.Name, path)}
                <span class="quiet">{Figures.Count(inside.Count)}</span></summary>
                <ul>{inside.Select(inner => Node(inner, $"{path}.{inner.Name}"))}</ul></details></li>

                """);
        }
        else
        {
            html.Write($"""
                <li data-path="{path}">{Name(property.Name, path)}
                <span class="{Kind(property.Value)}">{property.Value.GetRawText()}</span></li>

                """);
        }
    };

    private Content Name(string name, string path) => html =>
    {
        if (LinkOf(path) is { } address)
        {
            html.Write($"""<a class="key" href="{address:url}">{name}</a>""");
        }
        else
        {
            html.Write($"""<span class="key">{name}</span>""");
        }
    };

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "text",
        JsonValueKind.Number => "figure",
        JsonValueKind.Array => "list",
        _ => "word",
    };
}
