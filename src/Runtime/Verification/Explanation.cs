using System.Text.Json;

namespace ServicePing;

/// <summary>What the server's planner says of a statement.</summary>
/// <param name="Cost">The total cost, in the planner's units.</param>
/// <param name="Rows">The most rows that any step gives.</param>
/// <param name="Access">How tables are read, such as <c>Seq Scan on issues</c>.</param>
internal sealed record Explanation(double Cost, double Rows, IReadOnlyList<string> Access)
{
    internal static Explanation Of(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement plan = document.RootElement[0].GetProperty("Plan");
        JsonElement[] nodes = [.. Nodes(plan)];
        return new Explanation(
            plan.GetProperty("Total Cost").GetDouble(),
            nodes.Max(node => node.GetProperty("Plan Rows").GetDouble()),
            [.. nodes.Select(AccessOf).OfType<string>().Distinct()]);
    }

    private static IEnumerable<JsonElement> Nodes(JsonElement node) => node.TryGetProperty("Plans", out JsonElement children)
        ? children.EnumerateArray().SelectMany(Nodes).Prepend(node)
        : [node];

    private static string? AccessOf(JsonElement node)
    {
        string type = node.GetProperty("Node Type").GetString()!;
        return node.TryGetProperty("Index Name", out JsonElement index) ? $"{type} using {index}"
            : node.TryGetProperty("Relation Name", out JsonElement table) && type != "Bitmap Heap Scan" ? $"{type} on {table}"
            : null;
    }
}
