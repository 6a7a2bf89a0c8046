namespace ServicePing.Definitions.Tests.Rules;

/// <summary>The rules of known events, aggregates and old keys.</summary>
public sealed class ListRuleTests
{
    private const string Other = "known_events/other.yml";
    private const string Union = "aggregates/other.yml";
    private const string Keys = "overrides/other.yml";

    internal static IReadOnlyList<RuleExample> Examples =>
    [
        Example("SP0107", Other, Known("name: [|g_project_view|]"), Known("name: g_project_views"), "known_events/base.yml"),
        Example("SP0104", Other, Known("name: [|g_project__view|]"), Known("name: g_project_views"), "'GProjectView'"),
        Example("SP0107", Union, Aggregate("name: [|project_users|]"), Aggregate("name: other"), "aggregates/base.yml"),
        Example("SP0621", Union, Aggregate("events: [g_project_view, [|g_project_edits|]]"), Aggregate("events: [g_project_view, g_project_edit]"), "Did you mean 'g_project_edit'?"),
        Example("SP0621", Union, Aggregate("source: database", "events: [[|closer|]]"), Aggregate("source: database", "events: [closers]"), "'sketch: closer'"),
        Example("SP0622", Other, Known("redis_slot: [|views|]"), Known("redis_slot: view"), "not in the name"),
        Example("SP0622", Other, Known("name: view_a_view", "redis_slot: [|view|]"), Known("name: view_a_view", "redis_slot: view_a"), "stands twice"),
        Example("SP0617", Other, Known("name: [|a-b|]", "-redis_slot"), Known("name: a_b", "-redis_slot"), "does not fit"),
        Example("SP0617", Other, Known("name: [|a b view|]"), Known("name: a-b:view"), "does not fit"),
        Example("SP0617", Other, Known("name: a-view", "redis_slot: [|a-view|]"), Known("name: a-view"), "hash tag"),
        Example("SP0623", Union, Aggregate("[|time_frame|]: [7d, all]"), Aggregate("time_frame: [7d, 28d]"), "'all' cannot be answered"),
        Example("SP0623", Union, Aggregate("source: database", "[|time_frame|]: [7d, all]", "events: [closers]"), Aggregate("source: database", "events: [closers]"), "add all"),
        Example("SP0624", Union, Aggregate("events: [g_project_view, [|project_search|]]"), Aggregate("events: [project_search]"), "has no 'redis_slot'"),
        Example("SP0624", Union, Aggregate("events: [g_project_view, [|g_issue_view|]]"), Aggregate("events: [g_issue_view]"), "'issue'"),
        Example("SP0624", Union, Aggregate("events: [g_project_view, [|g_project_ping|]]"), Aggregate("events: [g_project_ping]"), "counted daily"),
        Example("SP0625", Keys, "[|create_isue-user|]: OLD\n", "close_issue: OLD\n", "Did you mean 'create_issue-user'?"),
        Example("SP0625", Keys, "[|'{event_counters}_create_isue'|]: OLD\n", "'{event_counters}_close_issue': OLD\n", "No metric and no event"),
        Example("SP0626", Keys, "close_issue: [|creators|]\n", "close_issue: closers\n", "'create_issue-user' has the same"),
        Example("SP0626", Keys, "[|create_issue-user|]: OLD\n", "create_issue: OLD\n", "overrides/base.yml"),
        Example("SP0617", Keys, "create_issue: [|old key|]\n", "create_issue: old_key\n", "without spaces"),
        Example("SP0003", Other, Known("[|name|]: a_view", "-aggregation"), Known(), "daily or weekly"),
        Example("SP0005", Other, Known("aggregation: [|monthly|]"), Known("aggregation: daily"), "daily, weekly"),
        Example("SP0005", Other, Known("expiry: [|0|]"), Known("expiry: 1"), "number of days"),
        Example("SP0004", Other, Known("expiry: [|'29'|]"), Known("expiry: 29"), "whole number"),
        Example("SP0002", Other, Known("[|slot|]: a"), Known(), "Unknown key 'slot'"),
        Example("SP0003", Other, "[|category|]: a\naggregation: weekly\n", Known(), "'name' is missing"),
        Example("SP0005", Union, Aggregate("operator: [|or|]"), Aggregate("operator: OR"), "Did you mean 'OR'?"),
        Example("SP0005", Union, Aggregate("source: [|redis_hll|]"), Aggregate("source: redis"), "redis, database"),
        Example("SP0005", Union, Aggregate("time_frame: [[|none|]]"), Aggregate("time_frame: [7d]"), "'none'"),
        Example("SP0005", Union, Aggregate("events: [g_project_view, [|g_project_view|]]"), Aggregate(), "stands twice"),
        Example("SP0005", Union, Aggregate("[|events|]: []"), Aggregate(), "empty"),
        Example("SP0105", Union, Aggregate("name: [|a-b|]"), Aggregate("name: a_b"), "segment"),
        Example("SP0009", Union, Aggregate("name: [|other|]", "-source", "-time_frame"), Aggregate(), "add 'source: redis' and 'time_frame: [7d, 28d]'"),
        Example("SP0004", Union, Aggregate("time_frame: [|7d|]"), Aggregate("time_frame: [7d]"), "must be a list"),
        Example("SP0004", Keys, "close_issue: [|[a]|]\n", "close_issue: a\n", "must be a text"),
    ];

    [Fact]
    public void The_project_that_the_rules_are_tried_on_has_no_problem() => Assert.Empty(Project().Check());

    private static TestProject Project() => TestProject.Forge()
        .With("known_events/base.yml", """
            - { name: g_project_view, redis_slot: project, category: projects, aggregation: weekly }
            - { name: g_project_edit, redis_slot: project, category: projects, aggregation: weekly }
            - { name: g_project_ping, redis_slot: project, category: projects, aggregation: daily }
            - { name: g_issue_view, redis_slot: issue, category: issues, aggregation: weekly }
            - { name: project_search, category: search, aggregation: weekly }
            """)
        .With("aggregates/base.yml", Aggregate("name: project_users"))
        .With("metrics/counts_28d/closers.yml", Yaml.Metric(
            "key_path: counts.closers", "time_frame: [7d, 28d]",
            "query: { operation: distinct_count, from: issues, column: closed_by_id, sketch: closers }"))
        .With("overrides/base.yml", "create_issue-user: creators\n'{event_counters}_create_issue': ISSUES\n");

    private static string Known(params string[] changes) =>
        "- " + Yaml.Merge(["name: a_view", "redis_slot: view", "aggregation: weekly"], changes).TrimEnd().Replace("\n", "\n  ");

    private static string Aggregate(params string[] changes) => "- " + Yaml.Merge(
        ["name: other", "operator: OR", "source: redis", "time_frame: [7d, 28d]", "events: [g_project_view, g_project_edit]"],
        changes).TrimEnd().Replace("\n", "\n  ");

    private static RuleExample Example(string rule, string path, string firing, string silent, string message) => new(
        rule, () => Project().With(path, firing), () => Project().With(path, silent), message);
}
