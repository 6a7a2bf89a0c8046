using ServicePing.Definitions.Counters;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;
using ServicePing.Definitions.Tests.Corpus;
using ServicePing.Tests;

namespace ServicePing.Definitions.Tests.Planning;

public sealed class CounterPlanTests
{
    [Theory]
    [InlineData("name: example_event", CounterKind.Total, "{event_counters}_example_event")]
    [InlineData("name: example_event, filter: { property: deploy_token, label: npm }", CounterKind.Total, "{event_counters}_example_event-filter:[label:npm,property:deploy_token]")]
    [InlineData("name: example_event, unique: user.id, filter: { property: deploy_token, label: npm }", CounterKind.Unique, "{hll_counters}_example_event-filter:[label:npm,property:deploy_token]-user")]
    [InlineData("name: example_event, unique: label", CounterKind.Unique, "{hll_counters}_example_event-label")]
    [InlineData("name: pay, operator: sum(value)", CounterKind.Sum, "{event_sums}_pay-operator:sum(value)")]
    [InlineData("name: pay, operator: sum(value), filter: { label: eu }", CounterKind.Sum, "{event_sums}_pay-operator:sum(value)-filter:[label:eu]")]
    [InlineData("name: pay, operator: total, unique: label", CounterKind.UniqueTotals, "{hll_counters}_pay-operator:total-label")]
    [InlineData("name: pay, operator: total, unique: label, filter: { value: 3 }", CounterKind.UniqueTotals, "{hll_counters}_pay-operator:total-filter:[value:3]-label")]
    public void An_event_selection_reads_its_key(string selection, CounterKind kind, string key)
    {
        CounterReadPlan read = Read(Yaml.EventMetric("time_frame: 7d", $"events: [{{ {selection} }}]"));
        Assert.Equal((kind, TimeFrame.SevenDays), (read.Kind, read.Window));
        Assert.Equal([key], read.Keys);
    }

    [Theory]
    [InlineData("prefix: web_ide, event: previews_count, include_usage_prefix: false", "WEB_IDE_PREVIEWS_COUNT")]
    [InlineData("prefix: web_ide, event: previews_count", "USAGE_WEB_IDE_PREVIEWS_COUNT")]
    [InlineData("prefix: , event: snippet_create", "USAGE_SNIPPET_CREATE")]
    public void An_old_counter_reads_its_key_of_all_time(string options, string key)
    {
        CounterReadPlan read = Read(Yaml.Metric(
            "data_source: redis", "time_frame: 7d", "instrumentation_class: RedisMetric", $"options: {{ {options} }}"));
        Assert.Equal(new CounterReadPlan(0, CounterKind.Total, TimeFrame.All, [key]), read);
    }

    [Fact]
    public void Known_events_are_united()
    {
        CounterReadPlan read = Read(Yaml.Metric(
            "data_source: redis_hll", "time_frame: 28d", "instrumentation_class: RedisHLLMetric", "options: { events: [i_search, g_search, i_search] }"));
        Assert.Equal(new CounterReadPlan(0, CounterKind.Unique, TimeFrame.TwentyEightDays, ["{hll_counters}_i_search", "{hll_counters}_g_search"]), read);
    }

    [Fact]
    public void Identifiers_of_unique_totals_are_said_where_the_key_hides_them()
    {
        CounterReadPlan plain = Read(Yaml.EventMetric("value_type: object", "events: [{ name: pay, operator: total, unique: label }]"));
        CounterReadPlan hidden = Read(Yaml.EventMetric(
            "value_type: object", "events: [{ name: pay, operator: total, unique: my-label }, { name: pay, operator: total, unique: label }]"));

        Assert.Empty(plain.Names);
        Assert.Equal(["my-label", "label"], hidden.Names);
    }

    [Fact]
    public void A_time_frame_of_none_reads_all_time() =>
        Assert.Equal(TimeFrame.All, Read(Yaml.EventMetric("time_frame: none")).Window);

    [Fact]
    public void An_event_moves_its_totals_and_what_metrics_select()
    {
        Plan plan = new TestProject()
            .With("events/a.yml", Yaml.Event())
            .With("metrics/b.yml", Yaml.EventMetric(
                "key_path: b", "time_frame: [7d, 28d]",
                "events: [{ name: create_issue, unique: project.id, filter: { label: bug, value: 3 } }]"))
            .With("metrics/a.yml", Yaml.EventMetric(
                "key_path: a", "time_frame: [7d, all]",
                "events: [{ name: create_issue, operator: sum(value) }, { name: other, operator: sum(value) }]"))
            .With(
                "metrics/c.yml",
                Yaml.EventMetric("key_path: c", "time_frame: 7d", "events: [{ name: create_issue, unique: namespace.id }]"))
            .With("metrics/d.yml", Yaml.EventMetric("key_path: d", "events: [{ name: create_issue, filter: { colour: red } }]"))
            .With("metrics/e.yml", Yaml.EventMetric(
                "key_path: e", "events: [{ name: create_issue, filter: { label: old } }]", "status: removed", "milestone_removed: '1.1'", "removed_by_url:"))
            .Plan();
        Assert.Equal(
            [
                new CounterRule(CounterKind.Total, "{event_counters}_create_issue", false, -1, []),
                new CounterRule(CounterKind.Total, "{event_counters}_create_issue", true, -1, []),
                new CounterRule(CounterKind.Sum, "{event_sums}_create_issue-operator:sum(value)", false, 3, []),
                new CounterRule(CounterKind.Sum, "{event_sums}_create_issue-operator:sum(value)", true, 3, []),
                new CounterRule(
                    CounterKind.Unique, "{hll_counters}_create_issue-filter:[label:bug,value:3]-project", true, 1,
                    [new ArgumentFilter(2, FilterValue.Of("bug", false)), new ArgumentFilter(3, FilterValue.Of("3", true))]),
            ],
            Assert.Single(plan.Events).Rules);
    }

    [Theory]
    [InlineData("{ label: bug }", "[label:bug]")]
    [InlineData("{ label: [bug] }", "[label:bug]")]
    [InlineData("{ value: { from: 3, to: 3 } }", "[value:3]")]
    [InlineData("{ label: [idea, bug] }", "[[label:bug,idea]]")]
    [InlineData("{ value: { from: 10, to: 100 }, label: bug }", "[[label:bug],[value:[10:100]]]")]
    [InlineData("{ value: [{ to: 3 }, { from: 10 }, 7] }", "[[value:[:3],[10:],7]]")]
    public void A_filter_has_a_key_of_its_own_and_a_plain_one_the_key_that_it_always_had(string filter, string path)
    {
        Plan plan = new TestProject()
            .With("events/a.yml", Yaml.Event())
            .With("metrics/a.yml", Yaml.EventMetric("time_frame: 7d", $"events: [{{ name: create_issue, unique: user.id, filter: {filter} }}]"))
            .Plan();

        string key = $"{{hll_counters}}_create_issue-filter:{path}-user";
        Assert.Equal([key], Assert.Single(plan.CounterReads).Keys);
        Assert.Equal(key, plan.Events[0].Rules[2].Key);
        Assert.Equal(3, plan.Events[0].Rules.Count);
    }

    [Fact]
    public void What_a_list_takes_of_one_argument_stands_together()
    {
        Plan plan = new TestProject()
            .With("events/a.yml", Yaml.Event())
            .With("metrics/a.yml", Yaml.EventMetric("events: [{ name: create_issue, filter: { value: [{ from: 10 }, 3], label: [bug, idea] } }]"))
            .Plan();

        Assert.Equal(
            [
                new ArgumentFilter(2, FilterValue.Of("bug", false)), new ArgumentFilter(2, FilterValue.Of("idea", false)),
                new ArgumentFilter(3, new FilterValue("10", null, true)), new ArgumentFilter(3, FilterValue.Of("3", true)),
            ],
            plan.Events[0].Rules[2].Filter);
    }

    [CorpusFact]
    public void One_call_of_authenticate_passkey_moves_eight_counters()
    {
        Dictionary<string, string> call = new() { ["status"] = "attempt", ["has_2fa"] = "false", ["entry_point"] = "passwordless_passkey_button" };
        EventPlan passkey = GitLabDefinitions.Plan().Events.Single(plan => plan.Event.Action == "authenticate_passkey");
        List<string> arguments = [.. passkey.Event.Identifiers, .. passkey.Event.AdditionalProperties.Select(property => property.Name)];
        IEnumerable<string> moved = passkey.Rules
            .Where(rule => rule.Filter.All(
                filter => call.GetValueOrDefault(arguments[filter.Argument]) == filter.Value.Text && !filter.Value.IsNumber))
            .Select(rule => rule.Key + (rule.IsWeekly ? "-2026-02" : ""));
        string[] paths = ["", "-filter:[entry_point:passwordless_passkey_button]", "-filter:[has_2fa:false]", "-filter:[status:attempt]"];
        Assert.Equal(
            paths.SelectMany(path => (string[])[$"{{event_counters}}_authenticate_passkey{path}", $"{{event_counters}}_authenticate_passkey{path}-2026-02"]),
            moved.Order(StringComparer.Ordinal));
    }

    private static CounterReadPlan Read(string metric)
    {
        Plan plan = TestProject.Of("metrics/a.yml", metric).Plan();
        Assert.Null(plan.Metrics[0].Unplanned);
        return Assert.Single(plan.CounterReads);
    }
}
