using ServicePing.Definitions.Lineage;

namespace ServicePing.Definitions.Tests.Lineage;

public sealed class LineageGraphTests
{
    private static LineageGraph Graph => LineageGraph.Of(TestProject.Forge()
        .With("metrics/sum.yml", Yaml.Metric("key_path: counts.everything", "query: { operation: add, metrics: [counts.issues_open, counts.imports_group] }"))
        .With("metrics/ratio.yml", Yaml.Metric("key_path: counts.share", "query: { operation: ratio, numerator: counts.imports_group, denominator: counts.issues_open }"))
        .With("metrics/joined.yml", Yaml.Metric(
            "key_path: counts.joined", "time_frame: [28d]",
            "query: { operation: distinct_count, from: issues, column: author_id, sketch: authors, joins: [JOIN public.projects p ON p.id = project_id, LEFT JOIN users ON users.id = author_id] }"))
        .With("metrics/queue.yml", Yaml.Metric(
            "key_path: settings.queue", "data_source: prometheus", "time_frame: none", "query: { promql: 'sum(jobs_waiting) / on () sum(rate(jobs:done[5m]))' }"))
        .With("known_events/list.yml", "- { name: g_project_view, redis_slot: project, category: projects, aggregation: weekly }\n- { name: g_project_edit, redis_slot: project, category: projects, aggregation: weekly }")
        .With("aggregates/list.yml", "- { name: project_users, operator: OR, source: redis, time_frame: [28d], events: [g_project_view, g_project_edit] }\n- { name: people, operator: OR, source: database, time_frame: [28d], events: [authors] }")
        .Catalogue());

    [Theory]
    [InlineData("Event create_issue > Metric counts.issues_created")]
    [InlineData("Event create_issue > Metric counts.issue_creators_weekly")]
    [InlineData("Table issues > Metric counts.issues_open")]
    [InlineData("Series jobs_waiting > Metric settings.queue")]
    [InlineData("Series jobs:done > Metric settings.queue")]
    [InlineData("Table imports > Metric counts.imports_group")]
    [InlineData("Metric counts.issues_open > Metric counts.everything")]
    [InlineData("Metric counts.imports_group > Metric counts.share")]
    [InlineData("Metric counts.issues_open > Metric counts.share")]
    [InlineData("Table public.projects > Metric counts.joined_monthly")]
    [InlineData("Table users > Metric counts.joined_monthly")]
    [InlineData("Metric counts.joined_monthly > Sketch authors")]
    [InlineData("Sketch authors > Metric counts_monthly.aggregated_metrics.people")]
    [InlineData("KnownEvent g_project_view > Metric counts_monthly.aggregated_metrics.project_users")]
    [InlineData("KnownEvent g_project_edit > Metric redis_hll_counters.projects.projects_total_unique_counts_weekly")]
    public void Each_step_is_an_edge(string expected) => Assert.Contains(expected, Graph.Edges.Select(Show));

    [Fact]
    public void Around_a_name_is_everything_before_and_behind_it() =>
        Assert.Equal(
            ["Table issues > Metric counts.joined_monthly", "Table public.projects > Metric counts.joined_monthly", "Table users > Metric counts.joined_monthly",
                "Sketch authors > Metric counts_monthly.aggregated_metrics.people", "Metric counts.joined_monthly > Sketch authors"],
            Graph.Around("authors").Select(Show));

    [Fact]
    public void A_removed_metric_has_no_part_in_it() =>
        Assert.DoesNotContain(Graph.Edges, edge => edge.To.Name == "counts.old" || edge.From.Name == "counts.old");

    private static string Show(LineageEdge edge) => $"{edge.From.Kind} {edge.From.Name} > {edge.To.Kind} {edge.To.Name}";
}
