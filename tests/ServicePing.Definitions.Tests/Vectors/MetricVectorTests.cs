using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Yaml;

namespace ServicePing.Definitions.Tests.Vectors;

/// <summary>What GitLab's own schemas say of metric definitions, valid and invalid.</summary>
public sealed class MetricVectorTests
{
    private const string Redis = "data_source: redis\ntime_frame: 7d\ninstrumentation_class: RedisMetric\noptions: ";
    private const string RedisHll = "data_source: redis_hll\ntime_frame: 7d\ninstrumentation_class: RedisHLLMetric\noptions: ";
    private const string Events = "data_source: internal_events\ntime_frame: 7d\nevents: ";

    public static TheoryData<string> Invalid =>
    [
        "description:", "-description", "value_type:", "value_type: test", "-value_type", "status:", "-status", "milestone: 10.0", "milestone: '10'",
        "milestone: '>10.0'", "milestone: '10.0.1'", "milestone:", "data_category:", "data_category: Optional", "time_frame:", "time_frame: 29d", "-time_frame",
        "time_frame: []", "time_frame: [7d, none]", "time_frame: [7d, 7d]", "time_frame: [1d]", "data_source: other", "data_source:", "-data_source",
        "tiers: [test, ee]", "tiers: [free, free]", "tiers: free", "tiers:", "-tiers", "repair_issue_url:", "removed_by_url: 1", "unknown: attribute",
        "product_categories: bad", "performance_indicator_type:", "performance_indicator_type: [xmau]", "instrumentation_class: Metric_Class",
        "instrumentation_class: metricClass", "instrumentation_class: 'A::'", "introduced_by_url:", "-introduced_by_url",
        "-product_group", "product_group: 1", "key_path: [a]", "-key_path", "options: a", "name: 1", "value_json_schema: 1",
        "status: broken", "status: removed", "status: removed\nmilestone_removed: '1.1'", "status: removed\nremoved_by_url: https://example.com/1",
        "status: removed\nremoved_by_url: https://example.com/1\nmilestone_removed: soon",

        // data_source: internal_events
        "data_source: internal_events", Events + "a", Events + "[a]", Events + "[{ unique: user.id }]", Events + "[{ name: a, other: b }]",
        Events + "[{ name: 1 }]", Events + "[{ name: a, unique: 1 }]", Events + "[{ name: a, filter: b }]", Events + "[{ name: a, filter: { label: 1 } }]",
        Events + "[{ name: a, filter: { property: 1 } }]", Events + "[{ name: a, filter: { value: b } }]", Events + "[{ name: a, filter: { own: true } }]",
        Events + "[{ name: a, operator: sum }]", Events + "[{ name: a, operator: }]", Events + "[{ name: a }]\ninstrumentation_class: CountMetric",
        Events + "[{ name: a }]\ninstrumentation_class:",

        // Unique counters have weeks.
        Events + "[{ name: a, unique: user.id }]\ntime_frame: all", Events + "[{ name: a, unique: user.id }]\ntime_frame: [7d, all]",
        Events + "[{ name: a, unique: user.id }, { name: b, unique: user.id }]\ntime_frame: none",

        // data_source: redis
        Redis + "{ event: a, prefix: , include_usage_prefix: 2 }", Redis + "{ event: a }", Redis + "{ event: a, prefix: b, more: c }",
        Redis + "{ prefix: b }", Redis + "{ event: 1, prefix: b }", Redis + "{ event: a, prefix: 1 }", Redis.Replace("options: ", "name: a"),
        Redis.Replace("RedisMetric", "OtherMetric") + "{ event: a, prefix: b }",

        // data_source: redis_hll
        RedisHll, RedisHll + "{}", RedisHll + "{ events: [2] }", RedisHll + "{ events: a }", RedisHll + "{ events: [a], more: b }",
        RedisHll.Replace("RedisHLLMetric", "OtherMetric") + "{ events: [a] }", "data_source: redis_hll\ntime_frame: 7d\noptions: { events: [a] }",
    ];

    public static TheoryData<string> Valid =>
    [
        "milestone: '<13.9'", "time_frame: none", "time_frame: 7d", "time_frame: [all]", "time_frame: [28d, 7d, all]", "tiers: []", "removed_by_url:",
        "repair_issue_url: https://example.com/1", "product_categories: [bad]", "product_categories: []", "performance_indicator_type: []",
        "performance_indicator_type: [gmau, smau, paid_gmau, umau, customer_health_score, devops_report, lighthouse, leading_indicator]",
        "instrumentation_class: CountUsersMetric", "instrumentation_class: 'Gitlab::Usage::CountUsersMetric'", "instrumentation_class: RedisHLLMetric",
        "options: {}", "options: { a: [1, { b: }] }", "name: count_users", "value_type: object\nvalue_json_schema: config/topology.json",
        "status: broken\nrepair_issue_url: https://example.com/1", "status: removed\nmilestone_removed: '1.1'\nremoved_by_url:",
        "status: active\nmilestone_removed: '1.1'\nremoved_by_url: https://example.com/1\nrepair_issue_url: https://example.com/1",
        "data_category: standard", "data_category: subscription", "data_category: operational", "data_source: system", "data_source: license",
        "data_source: prometheus",

        Events + "[{ name: a }]", Events + "[{ name: a, unique: user.id }, { name: b, unique: user.id }]", Events + "[{ name: a, unique: anything }]",
        Events + "[{ name: a, filter: { label: b, property: c, value: 1.5, own: 1, other: d } }]", Events + "[{ name: a, operator: sum(value) }]",
        Events + "[{ name: a, unique: label, operator: total }]", Events + "[{ name: a }]\noptions: { x: 1 }", Events + "[{ name: a }]\ntime_frame: all",
        Events + "[{ name: a, filter: {} }]",

        Redis + "{ event: a, prefix: , include_usage_prefix: true }", Redis + "{ event: a, prefix: b }", Redis + "{ event: a, prefix: b, include_usage_prefix: false }",
        "data_source: redis\nstatus: removed\nmilestone_removed: '1.1'\nremoved_by_url:",

        RedisHll + "{ events: [a] }", RedisHll + "{ events: [a, b] }", RedisHll.Replace("options: ", "events: ") + "[{ name: a, unique: user.id }]",
        "data_source: redis_hll\ntime_frame: 7d\nstatus: removed\nmilestone_removed: '1.1'\nremoved_by_url:",
    ];

    [Theory]
    [MemberData(nameof(Invalid))]
    public void What_the_schemas_refuse_is_an_error(string changes) =>
        Assert.Contains(Read(changes).Problems, problem => problem.Rule.Level == RuleLevel.Error);

    [Theory]
    [MemberData(nameof(Valid))]
    public void What_the_schemas_allow_has_no_problem(string changes) => Assert.Empty(Read(changes).Problems);

    private static ReadFile Read(string changes) => DefinitionReader.Read(new SourceFile(
        "/forge/metrics/a.yml", "metrics/a.yml", DefinitionKind.Metric, Yaml.Metric(changes.Split('\n'))));
}
