using ServicePing.Definitions.Problems;

namespace ServicePing.Definitions.Tests.Rules;

/// <summary>The rules that look at the database's schema.</summary>
public sealed class SchemaRuleTests
{
    private const string File = "metrics/counts_all/other.yml";

    private const string Schema = """
        CREATE TYPE state AS ENUM ('active', 'archived');
        CREATE TABLE projects (id bigint PRIMARY KEY, name text NOT NULL, state state NOT NULL, created_at timestamptz NOT NULL);
        CREATE INDEX ON projects (created_at);
        CREATE TABLE issues (
            id bigint PRIMARY KEY,
            project_id bigint NOT NULL REFERENCES projects,
            author_id bigint NOT NULL,
            state_id smallint NOT NULL,
            title text NOT NULL,
            weight integer,
            created_at timestamptz NOT NULL,
            closed_at timestamptz);
        CREATE INDEX ON issues (created_at);
        CREATE TABLE labels (issue_id bigint NOT NULL REFERENCES issues, name text NOT NULL);
        CREATE INDEX ON labels (issue_id);
        CREATE TABLE imports (id bigint PRIMARY KEY, source_type smallint, status smallint, created_at timestamptz NOT NULL);
        CREATE VIEW open_issues AS SELECT id, project_id, created_at FROM issues WHERE state_id = 1;
        CREATE FUNCTION dice() RETURNS integer LANGUAGE sql VOLATILE AS 'SELECT 4';
        """;

    private const string BrokenSchema = Schema + "\nCREATE TABLE broken [|(|]id int;";

    /// <summary>Rule, a text that breaks it at the marked word, a similar text that does not, words of the message.</summary>
    internal static IReadOnlyList<RuleExample> Examples =>
    [
        Example("SP0601", Query("operation: count", "from: [|isues|]"), Query("operation: count", "from: public.issues"), "did you mean issues?"),
        Example("SP0601", Query("operation: count", "from: issues", "where: state_id = 1 AND [|wieght|] > 2"), Query("operation: count", "from: issues", "where: state_id = 1 AND weight > 2"), "did you mean weight?"),
        Example("SP0601", Query("operation: count", "from: issues", "where: 'issues.[|stat|] = 1'"), Query("operation: count", "from: issues", "where: 'issues.state_id = 1'"), "'stat'"),
        Example("SP0601", Query("operation: count", "from: issues", "where:\n  - state_id = 1\n  - EXISTS (SELECT 1 FROM labels l WHERE l.[|isue_id|] = issues.id)"), Query("operation: count", "from: issues", "where:\n  - state_id = 1\n  - EXISTS (SELECT 1 FROM labels l WHERE l.issue_id = issues.id)"), "did you mean issue_id?"),
        Example("SP0601", Query("operation: count", "from: issues", "where: |\n  weight > 2\n  AND [|wait|] = 3"), Query("operation: count", "from: issues", "where: |\n  weight > 2\n  AND state_id = 3"), "'wait'"),
        Example("SP0602", Query("operation: sum", "from: issues", "column: [|title|]"), Query("operation: sum", "from: issues", "column: weight"), "needs a number"),
        Example("SP0602", Query("operation: max", "from: issues", "column: [|title|]"), Query("operation: max", "from: issues", "column: extract(epoch FROM created_at)"), "max needs a number"),
        Example("SP0602", Query("operation: percentile", "from: issues", "percentile: 95", "column: [|closed_at|]"), Query("operation: percentile", "from: issues", "percentile: 95", "column: weight"), "percentile needs a number"),
        Example("SP0629", Query("operation: max", "from: issues", "column: [|max|](weight)"), Query("operation: max", "from: issues", "column: weight"), "leave max to the operation"),
        Example("SP0602", Query("operation: count", "from: issues", "timestamp_column: [|title|]"), Query("operation: count", "from: issues", "timestamp_column: closed_at"), "timestamp"),
        Example("SP0603", Query("operation: count", "from: [|open_issues|]"), Query("operation: count", "from: open_issues", "batch: { column: id }"), "batch: { column: id }"),
        Example("SP0604", Query("operation: distinct_count", "from: issues", "column: [|title|]"), Query("operation: distinct_count", "from: issues", "column: author_id"), "CREATE INDEX CONCURRENTLY index_issues_on_title ON issues (title);"),
        Example("SP0605", Query("operation: estimate_batch_distinct_count", "from: issues", "column: author_id", "joins: JOIN [|labels|] ON labels.issue_id = issues.id"), Query("operation: estimate_batch_distinct_count", "from: issues", "column: author_id", "joins: JOIN projects ON projects.id = issues.project_id"), "labels"),
        Example("SP0607", Query("operation: count", "from: issues", "group_by: [|closed_at|]").Replace("value_type: number", "value_type: object"), Query("operation: count", "from: projects", "group_by: state").Replace("value_type: number", "value_type: object"), "any number"),
        Example("SP0607", Query("operation: count", "from: issues", "group_by: [|closed_at|]").Replace("value_type: number", "value_type: object"), Query("operation: count", "from: issues", "group_by: closed_at", "values: ['2026-11-30']").Replace("value_type: number", "value_type: object"), "any number"),
        Example("SP0607", Query("operation: count", "from: issues", "group_by: [|closed_at|]").Replace("value_type: number", "value_type: object"), Query("operation: count", "from: issues", "group_by: closed_at", "max_groups: 9").Replace("value_type: number", "value_type: object"), "any number"),
        Example("SP0608", Query("operation: count", "from: issues", "timestamp_column: [|closed_at|]").Replace("time_frame: all", "time_frame: 28d"), Query("operation: count", "from: issues", "timestamp_column: closed_at"), "CREATE INDEX CONCURRENTLY index_issues_on_closed_at ON issues (closed_at);"),
        Example("SP0609", Query("operation: count", "from: issues", "where: weight = [|dice|]()"), Query("operation: count", "from: issues", "where: weight = abs(4)"), "VOLATILE"),
        Example("SP0619", Query("operation: count", "from: issues", "joins: JOIN projects ON projects.id = project_id", "where: [|created_at|] IS NOT NULL"), Query("operation: count", "from: issues", "joins: JOIN projects ON projects.id = project_id", "where: issues.created_at IS NOT NULL"), "both"),
        Example("SP0620", Query("operation: count", "from: issues", "joins: 'JOIN ROWS [|FROM|] (generate_series(1, 2)) ON true'"), Query("operation: count", "from: issues", "joins: 'JOIN generate_series(1, 2) ON true'"), "not checked"),
        Example("SP0628", Query("operation: count", "from: issues", "joins: [|right outer  join|] projects ON projects.id = issues.project_id"), Query("operation: count", "from: projects", "joins: LEFT JOIN issues ON projects.id = issues.project_id"), "from: projects, joins: LEFT JOIN issues …"),
        Example("SP0629", Query("operation: count", "from: issues", "column: [|DISTINCT|] author_id"), Query("operation: distinct_count", "from: issues", "column: author_id"), "operation: distinct_count with column: author_id"),
        Example("SP0629", Query("operation: distinct_count", "from: issues", "column:\n  - project_id\n  - [|max|](weight)"), Query("operation: distinct_count", "from: issues", "column:\n  - project_id\n  - abs(weight)"), "takes rows together"),
        new("SP0631", () => TestProject.Forge().WithSchema(BrokenSchema), Forge, "never closed"),
        Example("SP0630", Query("operation: count", "from: issues", "where: id IN (SELECT issue_id FROM labels [|LIMIT|] 10)"), Query("operation: count", "from: issues", "where: id IN (SELECT issue_id FROM labels ORDER BY issue_id LIMIT 10)"), "add ORDER BY"),
        Example("SP0630", Query("operation: count", "from: issues", "joins: JOIN labels [|TABLESAMPLE|] system (10) ON labels.issue_id = issues.id"), Query("operation: count", "from: issues", "joins: JOIN labels tablesample_ ON issue_id = issues.id"), "reads other rows"),
    ];

    [Fact]
    public void The_project_that_the_rules_are_tried_on_has_no_problem() => Assert.Empty(Forge().Check());

    [Fact]
    public void Without_a_schema_only_what_the_text_tells_is_reported()
    {
        Assert.Empty(TestProject.Forge().With(File, Query("operation: count", "from: isues")).Check());
        Assert.Equal("SP0609", TestProject.Forge()
            .With(File, Query("operation: count", "from: issues", "where: weight > [|random|]()")).Single().Rule.Id);
    }

    [Fact]
    public void A_shared_calculation_is_judged_once_at_its_own_place()
    {
        Problem problem = Calculation("[|statuss|]").Single();

        Assert.Equal("SP0601", problem.Rule.Id);
        Assert.Empty(Calculation("status").Check());
    }

    [Fact]
    public void A_shared_calculation_needs_an_index_where_a_metric_over_it_has_a_period()
    {
        string text = Yaml.Metric(
            "key_path: counts.other", "instrumentation_class: CountImportsMetric", "time_frame: 7d", "options: { source: group }");

        Problem problem = Assert.Single(Forge().With(File, text).Check());

        Assert.Equal(("SP0608", "/forge/queries/imports.yml"), (problem.Rule.Id, problem.Path));
    }

    [Fact]
    public void A_part_is_judged_at_its_own_place() =>
        Assert.Equal("SP0601", Forge().With(File, Query(
            "operation: add", "parts:", "  - { operation: count, from: issues }",
            "  - { operation: count, from: projects, where: [|nam|] IS NOT NULL }")).Single().Rule.Id);

    [Fact]
    public void What_a_removed_metric_looked_at_may_be_gone() =>
        Assert.Empty(Forge().With(File, Query("operation: count", "from: snippets")
            .Replace("status: active", "status: removed\nmilestone_removed: '2.0'\nremoved_by_url:")).Check());

    private static RuleExample Example(string rule, string firing, string silent, string message) =>
        new(rule, () => Forge().With(File, firing), () => Forge().With(File, silent), message);

    private static TestProject Forge() => TestProject.Forge().WithSchema(Schema);

    private static TestProject Calculation(string column) => Forge()
        .With("metrics/counts_all/other.yml", Yaml.Metric(
            "key_path: counts.other", "instrumentation_class: CountImportsMetric", "options: { source: group, status: 1 }"))
        .With("queries/imports.yml", $$"""
            instrumentation_class: CountImportsMetric
            parameters: { source: { values: { group: 0, project: 1 } }, status: }
            query:
              operation: count
              from: imports
              when: { source: source_type = :source, status: {{column}} = :status }
            """);

    private static string Query(params string[] lines) => Yaml.Query(lines).Replace("counts.issues_open", "counts.other");
}
