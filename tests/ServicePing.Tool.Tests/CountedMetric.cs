namespace ServicePing.Tool.Tests;

/// <summary>The definition of a metric of a database, of which a test cares for nothing but the query.</summary>
internal static class CountedMetric
{
    /// <summary>The text of its file.</summary>
    /// <param name="name">The key path below <c>counts</c>.</param>
    /// <param name="query">The query, on one line.</param>
    /// <param name="timeFrame">The time frame.</param>
    public static string Yaml(string name, string query, string timeFrame = "all") => $"""
        key_path: counts.{name}
        description: What is counted
        product_group: planning
        value_type: number
        status: active
        milestone: "1.0"
        introduced_by_url: https://example.com/changes/1
        time_frame: {timeFrame}
        data_source: database
        data_category: optional
        tiers: [free]
        query: {query}

        """;
}
