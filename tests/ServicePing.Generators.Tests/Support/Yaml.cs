namespace ServicePing.Generators.Tests.Support;

/// <summary>Definitions that keep to every rule.</summary>
internal static class Yaml
{
    /// <summary>A count of rows; <paramref name="more"/> is put below it.</summary>
    public static string Count(string keyPath, string from = "issues", string more = "") => Metric(keyPath, "database", $"""
        query:
          operation: count
          from: {from}
        {more}
        """);

    public static string Metric(string keyPath, string dataSource, string more = "", string timeFrame = "all", string valueType = "number") => $"""
        key_path: {keyPath}
        description: What {keyPath} counts
        product_group: planning
        value_type: {valueType}
        status: active
        milestone: "1.0"
        introduced_by_url: https://example.com/changes/1
        time_frame: {timeFrame}
        data_source: {dataSource}
        data_category: optional
        tiers: [free, premium, ultimate]
        {more}
        """;

    public static string Event(string action, string more = "") => $"""
        description: The event {action}
        action: {action}
        internal_events: true
        product_group: planning
        introduced_by_url: https://example.com/changes/1
        milestone: "1.0"
        tiers: [free, premium, ultimate]
        {more}
        """;
}
