using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;

namespace ServicePing.Definitions.Tests.Planning;

public sealed class RelationPlanTests
{
    [Fact]
    public void Metrics_of_one_relation_are_walked_together()
    {
        Plan plan = new TestProject()
            .With(
                "metrics/a.yml", Yaml.Metric("key_path: a", "time_frame: [7d, all]", "query: { operation: count, from: issues }"))
            .With(
                "metrics/b.yml",
                Yaml.Metric("key_path: b", "query: { operation: sum, from: issues, column: weight, where: state_id = 1 }"))
            .With("metrics/c.yml", Yaml.Metric("key_path: c", "query: { operation: count, from: issues, database: ci }"))
            .With("metrics/d.yml", Yaml.Metric(
                "key_path: d", "query: { operation: count, from: issues, joins: JOIN notes ON notes.issue_id = issues.id }"))
            .Plan();
        Assert.Equal(
            [("ci", "issues", 0, "3"), ("main", "issues", 0, "0,1,2"), ("main", "issues", 1, "4")],
            plan.Relations.Select(relation => (
                relation.Database, relation.Table, relation.Joins.Count, string.Join(
                    ",", relation.Fragments.Select(fragment => fragment.Slot)))));
        FragmentPlan weekly = plan.Relations[1].Fragments[1];
        Assert.Equal(
            ("a_weekly", TimeFrame.SevenDays, "issues.created_at"),
            (plan.Metrics[1].Metric.KeyPath, weekly.Window, weekly.TimestampColumn));
        Assert.Equal("state_id = 1", plan.Relations[1].Fragments[2].Filter);
    }

    [Theory]
    [InlineData("author_id", "issues.author_id")]
    [InlineData("authorId", "issues.\"authorId\"")]
    [InlineData("user", "issues.\"user\"")]
    [InlineData("'\"odd name\"'", "issues.\"odd name\"")]
    [InlineData("notes.author_id", "notes.author_id")]
    [InlineData("lower(title)", "lower(title)")]
    [InlineData("a + b", "a + b")]
    [InlineData("weight::int", "weight::int")]
    public void A_name_is_qualified_and_an_expression_is_taken_as_it_is(string column, string expected) =>
        Assert.Equal([expected], Fragment("operation: sum", "from: issues", $"column: {column}").Columns);

    [Theory]
    [InlineData("issues", null, "issues")]
    [InlineData("planning.issues", "planning", "issues")]
    [InlineData("Planning.Order", "\"Planning\"", "\"Order\"")]
    [InlineData("order", null, "\"order\"")]
    [InlineData("'\"my table\"'", null, "\"my table\"")]
    public void Tables_are_quoted_where_needed(string from, string? schema, string table)
    {
        RelationPlan relation = Assert.Single(Plan("operation: count", $"from: {from}").Relations);
        Assert.Equal((schema, table), (relation.Schema, relation.Table));
    }

    [Theory]
    [InlineData("[a = 1, b = 2]", "a = 1 AND b = 2")]
    [InlineData("[a = 1 OR b = 2, c = 3]", "(a = 1 OR b = 2) AND c = 3")]
    [InlineData("a = 1 or b = 2", "(a = 1 or b = 2)")]
    [InlineData("(a = 1 OR b = 2)", "(a = 1 OR b = 2)")]
    [InlineData("\"a = ' OR '\"", "a = ' OR '")]
    [InlineData("\"a > :recorded_at - interval '1 year'\"", "a > $1 - interval '1 year'")]
    [InlineData("\"a = ':recorded_at' AND b::date = 'x' AND c = $$:recorded_at$$\"", "a = ':recorded_at' AND b::date = 'x' AND c = $$:recorded_at$$")]
    [InlineData("\"\\\":recorded_at\\\" = E'it\\\\':recorded_at'\"", "\":recorded_at\" = E'it\\':recorded_at'")]
    public void Conditions_are_joined_and_the_clock_becomes_a_parameter(string where, string filter) =>
        Assert.Equal(filter, Fragment("operation: count", "from: issues", $"where: {where}").Filter);

    [Fact]
    public void A_distinct_count_without_column_counts_the_primary_key() =>
        Assert.Equal(["issues.id"], Fragment("operation: distinct_count", "from: issues").Columns);

    [Fact]
    public void A_count_without_column_counts_rows()
    {
        FragmentPlan fragment = Fragment("operation: count", "from: issues");
        Assert.Empty(fragment.Columns);
        Assert.Null(fragment.Filter);
        Assert.Equal(TimeFrame.All, fragment.Window);
    }

    [Fact]
    public void Everything_else_of_a_query_is_carried_on()
    {
        FragmentPlan fragment = Assert.Single(Assert.Single(TestProject.Of("metrics/a.yml", Yaml.Metric(
            "value_type: object", "time_frame: none",
            "query: { operation: distinct_count, from: issues, column: [a, b], group_by: [c, lower(d)], timestamp_column: closed_at, batch: { column: key, size: 9, start: 1, finish: 5 }, sketch: s }"))
            .Plan().Relations).Fragments);
        Assert.Equal(
            new FragmentPlan
            {
                Slot = 0,
                Operation = Operation.DistinctCount,
                Columns = ["issues.a", "issues.b"],
                GroupBy = ["issues.c", "lower(d)"],
                TimestampColumn = "issues.closed_at",
                Batch = new BatchDefinition("issues.key", 9, 1, 5),
                Sketch = "s",
            },
            fragment);
    }

    [Fact]
    public void Which_percentile_is_carried_on() =>
        Assert.Equal(95, Fragment("operation: percentile", "from: issues", "column: weight", "percentile: 95").Percentile);

    [Fact]
    public void What_members_of_a_list_are_called_is_carried_on() =>
        Assert.Equal(["State", "issues"], Assert.Single(Assert.Single(TestProject.Of("metrics/a.yml", Yaml.Metric(
            "value_type: object", "query: { operation: count, from: issues, group_by: state, list_of: [State, issues] }")).Plan().Relations).Fragments).ListOf);

    [Theory]
    [InlineData("values: [1, bug, true, \"\"]", "1,bug,true,", null)]
    [InlineData("max_groups: 20", "", 20L)]
    public void Which_groups_there_are_is_carried_on(string key, string values, long? most)
    {
        FragmentPlan fragment = Assert.Single(Assert.Single(TestProject.Of("metrics/a.yml", Yaml.Metric(
            "value_type: object", $"query: {{ operation: count, from: issues, group_by: state, {key} }}")).Plan().Relations).Fragments);
        Assert.Equal((values, most), (string.Join(',', fragment.GroupValues), fragment.MaxGroups));
    }

    [Fact]
    public void A_shared_calculation_is_filled_with_options()
    {
        TestProject project = TestProject.Forge().With("metrics/all.yml", Yaml.Metric(
            "key_path: all", "instrumentation_class: CountImportsMetric")).With("metrics/done.yml", Yaml.Metric(
            "key_path: done", "instrumentation_class: CountImportsMetric", "options: { source: project, status: \"it's\" }"));
        Plan plan = project.Plan();
        RelationPlan imports = plan.Relations.Single(relation => relation.Table == "imports");
        Assert.Equal(
            [
                "created_at > $1 - interval '1 year'", "created_at > $1 - interval '1 year' AND source_type = 0",
                "created_at > $1 - interval '1 year' AND source_type = 1 AND status = 'it''s'",
            ],
            imports.Fragments.Select(fragment => fragment.Filter));
    }

    [Theory]
    [InlineData("-3", "a -(-3) > 0")]
    [InlineData("true", "a -true > 0")]
    [InlineData("'x:status'", "a -'x:status' > 0")]
    [InlineData("~", "a -NULL > 0")]
    public void A_literal_cannot_change_the_sql_around_it(string option, string filter)
    {
        TestProject project = TestProject.Of(
            "queries/a.yml",
            "instrumentation_class: AMetric\nparameters: { status: }\nquery: "
            + "{ operation: count, from: t, where: 'a -:status > 0' }")
            .With("metrics/a.yml", Yaml.Metric("instrumentation_class: AMetric", $"options: {{ status: {option} }}"));
        Assert.Equal(filter, Assert.Single(Assert.Single(project.Plan().Relations).Fragments).Filter);
    }

    [Fact]
    public void Options_that_do_not_fit_leave_the_metric_unplanned()
    {
        Plan plan = TestProject.Forge().With("metrics/a.yml", Yaml.Metric("key_path: a", "instrumentation_class: CountImportsMetric", "options: { source: nobody }")).Plan();
        Assert.Contains("'nobody'", plan.Metrics[0].Unplanned, StringComparison.Ordinal);
    }

    private static Plan Plan(params string[] query)
    {
        Plan plan = TestProject.Of("metrics/a.yml", Yaml.Query(query)).Plan();
        Assert.Null(plan.Metrics[0].Unplanned);
        return plan;
    }

    private static FragmentPlan Fragment(params string[] query) => Assert.Single(Assert.Single(Plan(query).Relations).Fragments);
}
