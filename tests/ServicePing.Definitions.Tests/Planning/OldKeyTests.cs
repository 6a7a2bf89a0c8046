using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;

namespace ServicePing.Definitions.Tests.Planning;

/// <summary>Renamed events stay on their old keys.</summary>
public sealed class OldKeyTests
{
    [Theory]
    [InlineData("name: create_snippet", "all", "USAGE_SNIPPET_CREATE")]
    [InlineData("name: create_snippet", "7d", "{event_counters}_create_snippet")]
    [InlineData("name: web_ide_viewed", "all", "WEB_IDE_VIEWS_COUNT")]
    [InlineData("name: delete_package_from_registry, filter: { label: conan }", "all", "USAGE_PACKAGE_EVENTS_I_PACKAGE_CONAN_DELETE_PACKAGE")]
    [InlineData("name: delete_package_from_registry, filter: { label: npm }", "all", "{event_counters}_delete_package_from_registry-filter:[label:npm]")]
    [InlineData("name: ci_template_included, unique: project.id", "28d", "{hll_counters}_ci_template_included")]
    [InlineData("name: ci_template_included, unique: user.id", "28d", "{hll_counters}_ci_template_included-user")]
    [InlineData("name: ci_template_included", "all", "{event_counters}_ci_template_included")]
    [InlineData("name: expand_widget, unique: user.id, filter: { property: failed, label: terraform }", "7d", "{hll_counters}_i_code_review_terraform_expand_failed")]
    [InlineData("name: pay, operator: sum(value)", "all", "{event_sums}_pay_v1")]
    [InlineData("name: pay, operator: sum(value)", "28d", "{event_sums}_pay-operator:sum(value)")]
    public void Metrics_read_and_events_move_the_old_key(string selection, string timeFrame, string key)
    {
        List<DefinitionFile> files =
        [
            .. new TestProject()
                .With("metrics/a.yml", Yaml.EventMetric($"time_frame: {timeFrame}", $"events: [{{ {selection} }}]"))
                .With("events/a.yml", Yaml.Event(
                    $"action: {selection.Split(',')[0].Split(' ')[1]}",
                    "additional_properties: { label: { description: L }, property: { description: P }, value: { description: V } }"))
                .Read().Select(file => file.Meaning),
            new DefinitionFile { KeyOverrides = [.. Overrides.Select(one => new KeyOverride(one.Path, one.Old, "overrides/a.yml"))] },
        ];

        Plan plan = Planner.Plan(CatalogueBuilder.Build(files));

        Assert.Equal([key], Assert.Single(plan.CounterReads).Keys);
        CounterRule moved = Assert.Single(plan.Events[0].Rules, rule => rule.Key == key && rule.IsWeekly == (timeFrame != "all"));
        Assert.Equal(plan.CounterReads[0].Kind, moved.Kind);
    }

    [Theory]
    [InlineData("options: { events: [ci_template_included-project, i_search] }", "ci_template_included i_search", "ci_template_included-project i_search")]
    [InlineData("options: { events: [i_search] }", "i_search", "")]
    [InlineData("events: [{ name: ci_template_included, unique: project.id }]", "ci_template_included", "ci_template_included-project")]
    public void A_metric_over_counters_by_name_knows_the_names_that_have_old_keys(string counters, string keys, string names)
    {
        List<DefinitionFile> files =
        [
            .. TestProject.Of("metrics/a.yml", Yaml.Metric(
                "data_source: redis_hll", "time_frame: 7d", "instrumentation_class: RedisHLLMetric", counters)).Read().Select(file => file.Meaning),
            new DefinitionFile { KeyOverrides = [.. Overrides.Select(one => new KeyOverride(one.Path, one.Old, "overrides/a.yml"))] },
        ];

        CounterReadPlan read = Assert.Single(Planner.Plan(CatalogueBuilder.Build(files)).CounterReads);

        Assert.Equal(keys.Split(' ').Select(key => "{hll_counters}_" + key), read.Keys);
        Assert.Equal(names, string.Join(' ', read.Names));
    }

    [Fact]
    public void An_event_without_metrics_counts_its_total_under_the_old_key()
    {
        List<DefinitionFile> files = [.. TestProject.Of("events/a.yml", Yaml.Event("action: create_snippet")).Read().Select(file => file.Meaning)];
        files.Add(new DefinitionFile { KeyOverrides = [new KeyOverride("{event_counters}_create_snippet", "USAGE_SNIPPET_CREATE", "")] });

        Assert.Equal(
            [("USAGE_SNIPPET_CREATE", false), ("{event_counters}_create_snippet", true)],
            Assert.Single(Planner.Plan(CatalogueBuilder.Build(files)).Events).Rules.Select(rule => (rule.Key, rule.IsWeekly)));
    }

    private static readonly (string Path, string Old)[] Overrides =
    [
        ("{event_counters}_create_snippet", "USAGE_SNIPPET_CREATE"),
        ("{event_counters}_web_ide_viewed", "WEB_IDE_VIEWS_COUNT"),
        ("{event_counters}_delete_package_from_registry-filter:[label:conan]", "USAGE_PACKAGE_EVENTS_I_PACKAGE_CONAN_DELETE_PACKAGE"),
        ("{event_sums}_pay-operator:sum(value)", "{event_sums}_pay_v1"),
        ("ci_template_included-project", "ci_template_included"),
        ("expand_widget-filter:[label:terraform,property:failed]-user", "i_code_review_terraform_expand_failed"),
    ];
}
