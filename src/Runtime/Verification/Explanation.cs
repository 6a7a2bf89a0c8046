using System.Text.Json;

namespace ServicePing.Runtime.Verification;

/// <summary>What the server's planner says of a statement.</summary>
/// <param name="Cost">The total cost, in the planner's units.</param>
/// <param name="Rows">The most rows that any step gives.</param>
/// <param name="Access">How tables are read.</param>
internal sealed record Explanation(double Cost, double Rows, IReadOnlyList<AccessStep> Access)
{
    internal static Explanation Of(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement plan = document.RootElement[0].GetProperty("Plan");
        return new Explanation(
            plan.GetProperty("Total Cost").GetDouble(),
            Nodes(plan).Max(node => node.GetProperty("Plan Rows").GetDouble()),
            [.. Steps(plan, above: null).Distinct()]);
    }

    private static IEnumerable<JsonElement> Nodes(JsonElement node) => Children(node).SelectMany(Nodes).Prepend(node);

    private static JsonElement.ArrayEnumerator Children(JsonElement node) =>
        node.TryGetProperty("Plans", out JsonElement children) ? children.EnumerateArray() : default;

    /// <summary>A bitmap of an index does not say of which table: that is said by what is above it.</summary>
    private static IEnumerable<AccessStep> Steps(JsonElement node, string? above)
    {
        string type = node.GetProperty("Node Type").GetString()!;
        string? table = TextOf(node, "Relation Name") ?? above;
        IEnumerable<AccessStep> below = Children(node).SelectMany(child => Steps(child, table));
        return TextOf(node, "Index Name") is { } index ? below.Prepend(new AccessStep(type, index, table))
            : (TextOf(node, "Relation Name") ?? TextOf(node, "Function Name")) is { } read && type != "Bitmap Heap Scan" ? below.Prepend(new AccessStep(type, null, read))
            : below;
    }

    private static string? TextOf(JsonElement node, string name) =>
        node.TryGetProperty(name, out JsonElement text) ? text.GetString() : null;
}

/// <summary>How one table, or what a function returns, is read.</summary>
/// <param name="Type">In what manner, such as <c>Seq Scan</c>.</param>
/// <param name="Index">By which index; null for none.</param>
/// <param name="Table">The table, or the function.</param>
internal readonly record struct AccessStep(string Type, string? Index, string? Table);
