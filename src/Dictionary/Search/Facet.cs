namespace ServicePing.Dictionary;

/// <summary>A way in which lists are narrowed.</summary>
/// <param name="Name">The prefix in the search.</param>
/// <param name="Title">What people call it.</param>
/// <param name="OfMetric">The values of a metric.</param>
/// <param name="OfEvent">The values of an event.</param>
internal sealed record Facet(
    string Name, string Title, Func<MetricEntry, IReadOnlyList<string>> OfMetric, Func<EventEntry, IReadOnlyList<string>> OfEvent)
{
    /// <summary>Every facet, in the order in which they are shown.</summary>
    internal static IReadOnlyList<Facet> All { get; } =
    [
        new("kind", "Kind", _ => ["metric"], _ => ["event"]),
        new("status", "Status", metric => Statuses(metric.Status, metric.ShownStatus), one => Statuses(one.Status, one.ShownStatus)),
        new("source", "Source", metric => [metric.DataSource], _ => []),
        new("time", "Time frame", metric => [metric.TimeFrame], _ => []),
        new("owner", "Owner", metric => Some(metric.Owner), one => Some(one.Owner)),
        new("privacy", "Privacy", metric => [metric.DataCategory], _ => []),
        new("category", "Product category", metric => metric.Categories, one => one.Categories),
        new("tier", "Tier", metric => metric.Tiers, one => one.Tiers),
        new("operation", "Operation", metric => Some(metric.Operation), _ => []),
        new("table", "Table", TablesOf, _ => []),
        new("event", "Event", EventsOf, one => [one.Name]),
        new("release", "Since", metric => Some(metric.Milestone), one => Some(one.Milestone)),
        new("indicator", "Performance indicator", metric => metric.Indicators, _ => []),
        new("type", "Type", metric => [metric.ValueType], _ => []),
        new("unit", "Unit", metric => Some(metric.Unit), _ => []),
    ];

    /// <summary>Facets whose values have lists of their own, and no page that is one already.</summary>
    internal static IReadOnlyList<Facet> Listed { get; } =
        [.. All.Where(facet => facet.Name is "status" or "source" or "time" or "tier" or "operation" or "indicator" or "type" or "unit")];

    /// <summary>What is deprecated is active as well.</summary>
    private static string[] Statuses(string status, string shown) => status == shown ? [status] : [status, shown];

    private static string[] Some(string? value) => string.IsNullOrEmpty(value) ? [] : [value];

    private static string[] TablesOf(MetricEntry metric) => NamesOf(metric.Before, "table");

    private static string[] EventsOf(MetricEntry metric) => NamesOf(metric.Before, "event");

    private static string[] NamesOf(IReadOnlyList<LineageEntry> entries, string kind) =>
        [.. entries.Where(entry => entry.Kind == kind).Select(entry => entry.Name)];
}
