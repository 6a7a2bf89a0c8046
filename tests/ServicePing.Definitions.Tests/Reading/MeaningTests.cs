using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Yaml;
using ValueType = ServicePing.Definitions.Model.ValueType;

namespace ServicePing.Definitions.Tests.Reading;

public sealed class MeaningTests
{
    private const string WholeMetric = """
        # A metric with every key.
        key_path: counts.issues_closed
        description: Issues that are closed
        product_group: planning
        product_categories: [team_planning]
        value_type: number
        status: broken
        milestone: "1.0"
        milestone_removed: "<9.1"
        introduced_by_url: https://example.com/changes/12
        removed_by_url:
        repair_issue_url: https://example.com/issues/9
        time_frame: [7d, 28d, all]
        data_source: database
        data_category: operational
        performance_indicator_type: [gmau]
        tiers: [free, premium]
        options: { kind: bug, deep: { list: [1, "1", true, ~] } }
        value_json_schema: schemas/issues.json
        name: count_issues
        replaced_by: counts.issues_done
        expires: "3.0"
        available_when: issues_enabled
        no_lint: [{ rule: SP0610, reason: It is a large table, until: "2.0" }]
        query:
          operation: distinct_count
          database: replica
          from: planning.issues
          joins: JOIN projects ON projects.id = issues.project_id
          where: [issues.state_id = 2, "projects.archived = false"]
          column: author_id
          timestamp_column: closed_at
          batch: { column: id, size: 1000, start: 1, finish: 99 }
          sketch: closers
        """;

    [Fact]
    public void Every_key_of_a_metric_is_read()
    {
        MetricDefinition metric = Metric(WholeMetric);
        Assert.Equal(
            new MetricDefinition
            {
                KeyPath = "counts.issues_closed",
                Description = "Issues that are closed",
                ProductGroup = "planning",
                ProductCategories = ["team_planning"],
                ValueType = ValueType.Number,
                Status = MetricStatus.Broken,
                Milestone = "1.0",
                MilestoneRemoved = "<9.1",
                IntroducedByUrl = "https://example.com/changes/12",
                RepairIssueUrl = "https://example.com/issues/9",
                TimeFrames = [TimeFrame.SevenDays, TimeFrame.TwentyEightDays, TimeFrame.All],
                HasTimeFrameList = true,
                DataSource = DataSource.Database,
                DataCategory = DataCategory.Operational,
                PerformanceIndicatorTypes = ["gmau"],
                Tiers = ["free", "premium"],
                Options =
                [
                    new Option("kind", Scalar(OptionKind.String, "bug")),
                    new Option("deep", new OptionValue
                    {
                        Kind = OptionKind.Map,
                        Members =
                        [
                            new Option("list", new OptionValue
                            {
                                Kind = OptionKind.List,
                                Items =
                                [
                                    Scalar(OptionKind.Number, "1"), Scalar(OptionKind.String, "1"), Scalar(
                                        OptionKind.Boolean, "true"),
                                    Scalar(OptionKind.Null, ""),
                                ],
                            }),
                        ],
                    }),
                ],
                ValueJsonSchema = "schemas/issues.json",
                Name = "count_issues",
                ReplacedBy = "counts.issues_done",
                Expires = "3.0",
                AvailableWhen = "issues_enabled",
                Query = new QueryDefinition
                {
                    Operation = Operation.DistinctCount,
                    Database = "replica",
                    From = "planning.issues",
                    Joins = ["JOIN projects ON projects.id = issues.project_id"],
                    Where = ["issues.state_id = 2", "projects.archived = false"],
                    Columns = ["author_id"],
                    TimestampColumn = "closed_at",
                    Batch = new BatchDefinition("id", 1000, 1, 99),
                    Sketch = "closers",
                },
                SourceFile = "metrics/file.yml",
            },
            metric);
    }

    [Fact]
    public void An_event_with_typed_properties_is_read()
    {
        EventDefinition @event = Assert.Single(Clean(DefinitionKind.Event, Yaml.Event(
            "status: active", "classification: duo",
            "additional_properties: { label: { description: The kind, type: string, values: [bug, feature] }, size: { description: Its size, type: integer }, note: }")).Events);
        Assert.Equal("create_issue", @event.Action);
        Assert.True(@event.InternalEvents);
        Assert.Equal(["user", "project"], @event.Identifiers);
        Assert.Equal(
            [
                new AdditionalProperty("label", "The kind", PropertyType.String, ["bug", "feature"]),
                new AdditionalProperty("size", "Its size", PropertyType.Integer, []),
                new AdditionalProperty("note", "", PropertyType.Any, []),
            ],
            @event.AdditionalProperties);
    }

    [Fact]
    public void Event_selections_are_read_with_their_filters_in_order()
    {
        MetricDefinition metric = Metric(Yaml.EventMetric(
            "time_frame: 7d", "events: [{ name: a, unique: user.id, operator: total, filter: { value: 3, label: '3' } }]"));
        Assert.Equal(
            [new EventSelection("a", "user.id", EventOperator.Total, [new EventFilter("label", [FilterValue.Of("3", false)]), new EventFilter("value", [FilterValue.Of("3", true)])])],
            metric.Events);
        Assert.Equal("user", metric.Events[0].UniqueIdentifier);
    }

    [Fact]
    public void A_filter_takes_lists_and_ranges_whose_order_says_nothing()
    {
        MetricDefinition metric = Metric(Yaml.EventMetric(
            "events: [{ name: a, filter: { label: [idea, bug], value: { from: 10, to: 99.5 }, size: [{ to: 3 }, 7, large], weight: [2], age: { from: 4, to: 4 } } }]"));
        Assert.Equal(
            [
                new EventFilter("age", [FilterValue.Of("4", true)]),
                new EventFilter("label", [FilterValue.Of("bug", false), FilterValue.Of("idea", false)]),
                new EventFilter("size", [FilterValue.Of("large", false), new FilterValue(null, "3", true), FilterValue.Of("7", true)]),
                new EventFilter("value", [new FilterValue("10", "99.5", true)]),
                new EventFilter("weight", [FilterValue.Of("2", true)]),
            ],
            metric.Events[0].Filter);
        Assert.Equal(["4", "bug", "idea", "large", "..3", "7", "10..99.5", "2"], metric.Events[0].Filter.SelectMany(filter => filter.Values).Select(value => value.Text));
    }

    [Fact]
    public void A_shared_calculation_is_read()
    {
        SharedCalculation calculation = Assert.Single(Clean(DefinitionKind.Query, """
            - instrumentation_class: CountImportsMetric
              parameters: { source: { values: { group: 0, project: "p" } }, status: }
              query:
                operation: count
                from: imports
                when: { source: "source = :source" }
            """).Calculations);
        Assert.Equal(
            [
                new CalculationParameter("source", [new ParameterValue("group", Scalar(OptionKind.Number, "0")), new ParameterValue("project", Scalar(OptionKind.String, "p"))]),
                new CalculationParameter("status", []),
            ],
            calculation.Parameters);
        Assert.Equal([new ConditionalFilter("source", "source = :source")], calculation.Query.When);
    }

    [Fact]
    public void A_file_may_hold_a_list_or_several_documents()
    {
        string one = Yaml.Query("operation: count", "from: issues");
        string two = Yaml.Metric("key_path: counts.two", "query: { value: 2 }");
        Assert.Equal(["counts.issues_open", "counts.two"], KeyPaths($"---\n{one}---\n{two}"));
        Assert.Equal(
            ["counts.issues_open", "counts.two"],
            KeyPaths($"- {one.TrimEnd().Replace("\n", "\n  ")}\n- {two.TrimEnd().Replace("\n", "\n  ")}\n"));
    }

    [Theory]
    [InlineData("# a comment\n", "")]
    [InlineData("\uFEFF", "")]
    [InlineData("---\n", "...\n")]
    [InlineData("", "\n\n\n# the end")]
    public void What_only_looks_different_means_the_same(string before, string after)
    {
        string text = Yaml.Query("operation: count", "from: issues");
        Assert.Equal(Clean(DefinitionKind.Metric, text), Clean(DefinitionKind.Metric, before + text + after));
        Assert.Equal(Clean(DefinitionKind.Metric, text), Clean(DefinitionKind.Metric, text.Replace("\n", "\r\n")));
        Assert.Equal(
            Clean(DefinitionKind.Metric, text),
            Clean(DefinitionKind.Metric, text.Replace("status: active", "'status':   \"active\"  # why")));
        Assert.Equal(Clean(DefinitionKind.Metric, text), Clean(
            DefinitionKind.Metric, text.Replace("tiers: [free, premium, ultimate]", "tiers:\n- free\n- premium\n- ultimate")));
    }

    [Fact]
    public void A_quoted_number_is_another_value_than_a_number() =>
        Assert.NotEqual(Metric(Yaml.Metric("options: { a: 1 }")), Metric(Yaml.Metric("options: { a: '1' }")));

    [Theory]
    [InlineData("~", OptionKind.Null)]
    [InlineData("NULL", OptionKind.Null)]
    [InlineData("True", OptionKind.Boolean)]
    [InlineData("yes", OptionKind.String)]
    [InlineData("0x1F", OptionKind.Number)]
    [InlineData("0o17", OptionKind.Number)]
    [InlineData("-1.5e+3", OptionKind.Number)]
    [InlineData(".5", OptionKind.Number)]
    [InlineData("-.inf", OptionKind.Number)]
    [InlineData(".nan", OptionKind.Number)]
    [InlineData("1.2.3", OptionKind.String)]
    [InlineData("28d", OptionKind.String)]
    [InlineData("0x", OptionKind.String)]
    [InlineData("1e", OptionKind.String)]
    [InlineData(".", OptionKind.String)]
    [InlineData("+", OptionKind.String)]
    public void Plain_scalars_resolve_by_the_core_schema(string text, OptionKind kind) =>
        Assert.Equal(kind, Metric(Yaml.Metric($"options: {{ a: {text} }}")).Options[0].Value.Kind);

    [Fact]
    public void A_definition_stays_when_its_other_keys_are_broken()
    {
        ReadFile file = Read(
            DefinitionKind.Metric, Yaml.Metric("value_type: nmber", "tiers: free", "query: 3", "milestone: 1.0"));
        Assert.Equal(4, file.Problems.Count);
        Assert.Equal("counts.issues_open", Assert.Single(file.Meaning.Metrics).KeyPath);
    }

    [Fact]
    public void A_definition_stays_when_the_text_breaks_off_behind_its_key_path()
    {
        ReadFile file = Read(DefinitionKind.Metric, "key_path: counts.a\ndescription: Text\ntiers: [free\nstatus: active\n");
        Assert.Equal("SP0001", Assert.Single(file.Problems).Rule.Id);
        Assert.Equal("Text", Assert.Single(file.Meaning.Metrics).Description);
    }

    [Fact]
    public void Places_are_exact_behind_every_kind_of_line_break()
    {
        foreach (string lineBreak in (string[])["\n", "\r\n"])
        {
            string text = Yaml.Metric("description: Ein 🎉 Fest", "query: { value: 1 }", "status: 'activ'").Replace(
                "\n", lineBreak);
            Problem problem = Assert.Single(Read(DefinitionKind.Metric, "\uFEFF" + text).Problems);
            Assert.Equal("'activ'", ("\uFEFF" + text).Substring(problem.Span.Start, problem.Span.Length));
            Assert.Equal(
                (4, 8, 4, 15), (problem.Span.StartLine, problem.Span.StartColumn, problem.Span.EndLine, problem.Span.EndColumn));
        }
    }

    [Fact]
    public void Problems_come_in_the_order_of_the_text()
    {
        ReadFile file = Read(
            DefinitionKind.Metric,
            Yaml.Metric("unknown: 1", "value_type: nmber", "query: { operation: count, from: t, wher: x }", "tiers: free"));
        Assert.Equal(
            file.Problems.Select(problem => problem.Span.Start).Order(), file.Problems.Select(problem => problem.Span.Start));
        Assert.Equal(4, file.Problems.Count);
    }

    private static MetricDefinition Metric(string text) => Assert.Single(Clean(DefinitionKind.Metric, text).Metrics);

    private static IEnumerable<string> KeyPaths(string text) => Clean(DefinitionKind.Metric, text).Metrics.Select(
        metric => metric.KeyPath);

    private static DefinitionFile Clean(DefinitionKind kind, string text)
    {
        ReadFile file = Read(kind, text);
        Assert.Empty(file.Problems);
        return file.Meaning;
    }

    private static ReadFile Read(DefinitionKind kind, string text) =>
        DefinitionReader.Read(new SourceFile("/forge/metrics/file.yml", "metrics/file.yml", kind, text));

    private static OptionValue Scalar(OptionKind kind, string text) => new() { Kind = kind, Text = text };
}
