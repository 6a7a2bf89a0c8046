namespace ServicePing.Definitions.Tests;

/// <summary>Definitions for tests: complete ones, of which a test says what differs.</summary>
internal static class Yaml
{
    private static readonly string[] MetricLines =
    [
        "key_path: counts.issues_open", "description: Issues that are open", "product_group: planning", "value_type: number",
        "status: active", "milestone: \"1.0\"", "introduced_by_url: https://example.com/changes/12", "time_frame: all",
        "data_source: database", "data_category: optional", "tiers: [free, premium, ultimate]",
    ];

    private static readonly string[] EventLines =
    [
        "action: create_issue", "description: An issue is created", "internal_events: true", "identifiers: [user, project]",
        "additional_properties: { label: { description: The kind of issue }, value: { description: Its weight } }",
        "product_group: planning", "milestone: \"1.0\"", "introduced_by_url: https://example.com/changes/3",
        "tiers: [free, premium, ultimate]",
    ];

    /// <summary>A metric. Each change is an entry that takes the place of the one with its key; <c>-key</c> leaves one out.</summary>
    public static string Metric(params string[] changes) => Merge(MetricLines, changes);

    /// <summary>A database metric that counts issues.</summary>
    public static string Query(params string[] lines) =>
        Metric("query:\n" + string.Join("\n", lines.Select(line => "  " + line.Replace("\n", "\n  "))));

    /// <summary>A metric of internal events.</summary>
    public static string EventMetric(params string[] changes) =>
        Metric(["data_source: internal_events", "events: [{ name: create_issue }]", .. changes]);

    /// <summary>An event; changes as for <see cref="Metric"/>.</summary>
    public static string Event(params string[] changes) => Merge(EventLines, changes);

    /// <summary>Lines with changes as for <see cref="Metric"/>.</summary>
    public static string Merge(string[] defaults, string[] changes)
    {
        List<string> lines = [.. defaults];
        foreach (string change in changes)
        {
            string key = KeyOf(change.TrimStart('-'));
            int at = lines.FindIndex(line => KeyOf(line) == key);
            if (change.StartsWith('-'))
            {
                lines.RemoveAt(at);
            }
            else if (at >= 0)
            {
                lines[at] = change;
            }
            else
            {
                lines.Add(change);
            }
        }

        return string.Join("\n", lines) + "\n";
    }

    private static string KeyOf(string line) => line.Split(':')[0].Replace("[|", "").Replace("|]", "");
}
