using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Yaml;

namespace ServicePing.Definitions.Tests.Reading;

/// <summary>Definitions as GitLab wrote them from 13.8 to 17.x.</summary>
public sealed class OlderFormTests
{
    private const string First = """
        key_path: redis_hll_counters.issues_edit.title_changed_weekly
        description: Distinct users count that changed issue title
        product_section:
        product_stage: plan
        product_category: issue_tracking
        value_type: integer
        status: data_available
        milestone: 13.6
        introduced_by_url: https://example.com/issues/229918
        product_group: 'group::project management'
        time_frame: 7d
        data_source: ruby
        distribution: [ee, ce]
        tier: ['free', 'starter', 'premium', 'ultimate', 'bronze', 'silver', 'gold']
        """;

    [Fact]
    public void The_first_generation_is_read_with_the_meaning_that_it_had()
    {
        Assert.Equal(
            new MetricDefinition
            {
                KeyPath = "redis_hll_counters.issues_edit.title_changed_weekly",
                Description = "Distinct users count that changed issue title",
                ProductGroup = "group::project management",
                ProductCategories = ["issue_tracking"],
                ValueType = Model.ValueType.Number,
                Status = MetricStatus.Active,
                Milestone = "13.6",
                IntroducedByUrl = "https://example.com/issues/229918",
                TimeFrames = [TimeFrame.SevenDays],
                DataSource = DataSource.System,
                DataCategory = DataCategory.Optional,
                Tiers = ["free", "premium", "ultimate"],
                SourceFile = "metrics/file.yml",
            },
            Metric(First));
    }

    [Fact]
    public void One_message_says_how_to_modernise_it()
    {
        Problem problem = Assert.Single(Read("metrics", First).Problems);
        Assert.Equal(("SP0009", RuleLevel.Info, 2), (problem.Rule.Id, problem.Rule.Level, problem.Span.StartLine));
        Assert.Equal(
            "The definition is written in an older form: write 'product_categories' for 'product_category', write 'number' for "
            + "'integer', write 'active' for 'data_available', put quotes around 13.6, write 'system' for 'ruby', write 'tiers' for "
            + "'tier', add 'data_category', leave out 'product_section' and 'product_stage' and 'distribution'.",
            problem.Message);
    }

    [Theory]
    [InlineData("status: data_available", MetricStatus.Active)]
    [InlineData("status: implemented", MetricStatus.Active)]
    [InlineData("status: not_used", MetricStatus.Active)]
    [InlineData("status: deprecated", MetricStatus.Deprecated)]
    [InlineData("distribution: [ce]\nstatus: removed", MetricStatus.Removed)]
    [InlineData("distribution: [ce]\nstatus: broken", MetricStatus.Broken)]
    public void Old_statuses_keep_their_meaning_and_ask_for_no_record(string line, MetricStatus status) =>
        Assert.Equal(status, Metric(Yaml.Metric("-status") + line).Status);

    [Theory]
    [InlineData("data_category: Operational", DataCategory.Operational)]
    [InlineData("data_category: Standard", DataCategory.Standard)]
    [InlineData("data_category: subscription", DataCategory.Subscription)]
    [InlineData("data_category:", DataCategory.Optional)]
    public void Old_categories_begin_with_a_capital_or_are_absent(string line, DataCategory category) =>
        Assert.Equal(category, Metric(Yaml.Metric(line, "tier: [free]", "-tiers")).DataCategory);

    [Fact]
    public void Classes_lose_the_modules_that_all_of_them_had()
    {
        MetricDefinition metric = Metric(Yaml.Metric(
            "distribution: [ce]", "instrumentation_class: Gitlab::Usage::Metrics::Instrumentations::CountIssuesMetric"));
        Assert.Equal("CountIssuesMetric", metric.InstrumentationClass);
    }

    [Theory]
    [InlineData("key_path: counts.gone\ndata_source:\nstatus: removed\nskip_validation: true\n")]
    [InlineData("key_path: counts.gone\nstatus: deprecated\n")]
    [InlineData("key_path: counts.gone\nproduct_stage:\nstatus: removed\nvalue_type: number\ntime_frame: all\n")]
    public void A_record_of_what_is_gone_needs_a_key_path_only(string text) =>
        Assert.Equal("SP0009", Assert.Single(Read("metrics", text).Problems).Rule.Id);

    [Theory]
    [InlineData("distribution: [ce]\nkey_path: counts.a\nstatus: active\ntime_frame: all\n", "SP0003", "'value_type' is missing")]
    [InlineData("distribution: [ce]\nstatus: removed\n", "SP0003", "'key_path' is missing")]
    [InlineData("distribution: [ce]\nkey_path: counts.a\nstatus: removed\nvalue_type: text\n", "SP0005", "'text' is no value")]
    public void Less_is_demanded_but_not_nothing(string text, string rule, string message) =>
        Assert.Contains(
            Read("metrics", text).Problems,
            problem => problem.Rule.Id == rule && problem.Message.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void Keys_that_nobody_knows_were_allowed()
    {
        ReadFile file = Read("metrics", Yaml.Metric("distribution: [ce]", "product_manager: nobody"));
        Assert.All(file.Problems, problem => Assert.Equal("SP0009", problem.Rule.Id));
        Assert.Contains(file.Problems, problem => problem.Message.StartsWith("Unknown key 'product_manager'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("data_source: redis")]
    [InlineData("data_source: redis_hll")]
    public void Old_counters_were_read_by_code_that_no_definition_named(string source) =>
        Assert.Equal("SP0009", Assert.Single(Read("metrics", Yaml.Metric(source, "distribution: [ce]")).Problems).Rule.Id);

    [Fact]
    public void Current_definitions_are_held_to_the_current_form()
    {
        ReadFile file = Read("metrics", Yaml.Metric("value_type: integer", "milestone: 13.6", "data_category: Optional", "data_source: ruby"));
        Assert.Equal(["SP0005", "SP0004", "SP0005", "SP0005"], file.Problems.Select(problem => problem.Rule.Id));
    }

    [Fact]
    public void Old_events_are_read()
    {
        ReadFile file = Read("events", """
            description: Mirrored as a record
            category: Groups::EmailCampaignsController
            action: Click-through
            label_description: The campaign
            identifiers:
            product_section: growth
            product_stage: activation
            product_group: group::activation
            milestone: 13.12
            distributions: [ce, ee]
            tier: [free, gold]
            """);
        Assert.Equal("SP0009", Assert.Single(file.Problems).Rule.Id);
        EventDefinition definition = Assert.Single(file.Meaning.Events);
        Assert.Equal(("Click-through", "13.12", false), (definition.Action, definition.Milestone, definition.InternalEvents));
        Assert.Equal(["free", "ultimate"], definition.Tiers);
    }

    [Theory]
    [InlineData("redis_hll", "28d")]
    [InlineData("internal_events", "[7d, 28d]")]
    [InlineData("database", "all")]
    public void An_aggregate_may_be_written_as_a_metric(string source, string frame)
    {
        MetricDefinition metric = Assert.Single(Clean(Yaml.Metric(
            $"data_source: {source}", $"time_frame: {frame}", "instrumentation_class: AggregatedMetric",
            "options: { events: [a, b], aggregate: { operator: AND, attribute: user_id } }")).Metrics);
        Assert.Equal(["events", "aggregate"], metric.Options.Select(option => option.Name));
    }

    [Theory]
    [InlineData("{ events: [a], aggregate: { operator: XOR } }")]
    [InlineData("{ events: [a], aggregate: { operator: OR, over: user } }")]
    [InlineData("{ events: [a], aggregate: { attribute: 1 } }")]
    [InlineData("{ events: [a], aggregate: OR }")]
    [InlineData("{ events: a }")]
    [InlineData("{ aggregate: { operator: OR } }")]
    [InlineData("{ events: [a], aggregates: { operator: OR } }")]
    public void An_aggregate_with_other_options_is_refused(string options) =>
        Assert.All(
            Read("metrics", Yaml.Metric(
                "data_source: redis_hll", "time_frame: 7d", "instrumentation_class: AggregatedMetric", "options: " + options)).Problems,
            problem => Assert.Equal("SP0612", problem.Rule.Id));

    private static MetricDefinition Metric(string text)
    {
        ReadFile file = Read("metrics", text);
        Assert.All(file.Problems, problem => Assert.Equal("SP0009", problem.Rule.Id));
        return Assert.Single(file.Meaning.Metrics);
    }

    private static DefinitionFile Clean(string text)
    {
        ReadFile file = Read("metrics", text);
        Assert.Empty(file.Problems);
        return file.Meaning;
    }

    private static ReadFile Read(string folder, string text) => DefinitionReader.Read(new SourceFile(
        $"/forge/{folder}/file.yml", $"{folder}/file.yml", DefinitionPath.KindOf($"{folder}/file.yml")!.Value, text));
}
