using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Rules;
using static ServicePing.Definitions.Tests.Rules.RuleExample;
using RuleTable = ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Tests.Rules;

public sealed class RuleTests
{
    private const string File = "metrics/counts_all/other.yml";

    /// <summary>Rule, file, a text that breaks it at the marked word, a similar text that does not, words of the message.</summary>
    internal static IReadOnlyList<RuleExample> Examples =>
    [
        InFile("SP0001", File, Yaml.Metric("key_path: counts.other", "description: [|'|]Issues"), Other("description: 'Issues that are open'"), "never closed"),
        InFile("SP0002", File, Other("[|produkt_categories|]: [planning]"), Other("product_categories: [planning]"), "Did you mean 'product_categories'?"),
        InFile("SP0003", File, Yaml.Metric("[|key_path|]: counts.other", "-milestone"), Other(), "'milestone' is missing"),
        InFile("SP0004", File, Other("milestone: [|16.7|]"), Other("milestone: '16.7'"), "\"16.7\""),
        InFile("SP0005", File, Other("status: [|activ|]"), Other("status: active"), "Did you mean 'active'?"),
        InFile("SP0006", File, Other() + "[|status|]: active\n", Other(), "second time"),
        new("SP0007", () => TestProject.Forge().With("metrics/other.yaml", "[||]" + Other()), () => TestProject.Forge().With(File, Other()), "rename it"),
        InFile("SP0008", File, Other("name: [|*other|]"), Other("name: '*other'"), "write the value out"),
        InFile("SP0009", File, Other("[|distribution|]: [ce]"), Other(), "leave out 'distribution'"),
        InFile("SP0010", File, Other("value_type: [|object|]", "instrumentation_class: TopologyMetric"), Other("value_type: object", "instrumentation_class: TopologyMetric", "value_json_schema: topology.json"), "'value_json_schema'"),
        InFile("SP0101", File, Yaml.Metric("key_path: [|counts.issue_creators_weekly|]", "time_frame: 7d", "query: { operation: count, from: t }"), Other(), "metrics/counts_7d/creators.yml"),
        InFile("SP0102", File, Yaml.Metric("key_path: [|counts.issues_open.bugs|]", "query: { operation: count, from: t }"), Other("key_path: counts.issues_open_bugs"), "JSON cannot hold both"),
        InFile("SP0103", File, Yaml.Metric("key_path: [|counts.issues.open|]", "query: { operation: count, from: t }"), Other("key_path: counts.issues.opened"), "differ in punctuation only"),
        InFile("SP0104", "metrics/other.yml", Yaml.Metric("key_path: [|counts.issues__open|]", "query: { operation: count, from: t }"), Other("key_path: counts.issues_opened"), "Counts.IssuesOpen"),
        InFile("SP0104", "events/other.yml", Yaml.Event("action: open_page", "additional_properties: { is_new: { description: Whether }, [|isNew|]: { description: Whether } }"), Yaml.Event("action: open_page", "additional_properties: { is_new: { description: Whether }, is_news: { description: Whether } }"), "'isNew' and 'is_new' are both the parameter 'isNew'"),
        InFile("SP0104", "events/other.yml", Yaml.Event("action: open_page", "identifiers: [user]", "additional_properties: { [|User|]: { description: Who } }"), Yaml.Event("action: open_page", "identifiers: [project]", "additional_properties: { User: { description: Who } }"), "'User' and 'user' are both the parameter 'user'"),
        InFile("SP0105", File, Yaml.Metric("key_path: [|Counts.Other|]", "query: { operation: count, from: t }"), Other("key_path: counts2.other_3"), "lower-case"),
        InFile("SP0106", "events/other.yml", Yaml.Event("action: [|create_issue|]"), Yaml.Event("action: create_issue", "-internal_events"), "events/create_issue.yml"),
        InFile("SP0108", File, Yaml.Metric("key_path: counts.other_monthly", "time_frame: [|7d|]", "query: { operation: count, from: t }"), Yaml.Metric("key_path: counts.other_monthly", "time_frame: 28d", "query: { operation: count, from: t }"), "promises 28d"),
        InFile("SP0109", "events/other.yml", Yaml.Event("action: [|deploy|]"), Yaml.Event("action: deploy_release"), "one word"),
        InFile("SP0111", "queries/other.yml", "instrumentation_class: [|CountImportsMetric|]\nquery: { operation: count, from: t }", "instrumentation_class: CountExportsMetric\nquery: { operation: count, from: t }", "queries/imports.yml"),
        new("SP0012", () => WithSchemas(Other("value_type: object", "instrumentation_class: TopologyMetric", "value_json_schema: [|schemas/absent.json|]")), () => WithSchemas(Other("value_type: object", "instrumentation_class: TopologyMetric", "value_json_schema: schemas/topology.json")), "There is no file 'schemas/absent.json'"),
        new("SP0012", () => WithSchemas(Other("value_type: object", "instrumentation_class: TopologyMetric", "value_json_schema: [|schemas/broken.json|]")), () => TestProject.Forge().With(File, Other("value_type: object", "instrumentation_class: TopologyMetric", "value_json_schema: schemas/broken.json")), "line 2, column 12"),
        new("SP0013", () => WithSchemas(Other("value_type: object", "instrumentation_class: TopologyMetric", "value_json_schema: [|schemas/elsewhere.json|]")), () => WithSchemas(Other("value_type: object", "instrumentation_class: TopologyMetric", "value_json_schema: schemas/topology.json")), "AdditionalFiles"),
        InFile("SP0115", File, Other("key_path: counts.storage_bytes", "unit: [|megabytes|]"), Other("key_path: counts.storage_bytes", "unit: bytes"), "ends in 'bytes'"),
        InFile("SP0201", File, Other("description: [|TODO|]"), Other("description: Todos that are done"), "placeholder"),
        InFile("SP0202", File, Other("product_group: [|planing|]"), Other("product_group: packages"), "write 'planning'"),
        InFile("SP0203", File, Other("introduced_by_url: [|ftp://example.com/changes/1|]"), Other("introduced_by_url: https://example.com/changes/1"), "https://"),
        InFile("SP0204", File, Yaml.EventMetric("key_path: counts.other", "tiers: [premium, [|free|]]", "events: [{ name: archive_project }]"), Yaml.EventMetric("key_path: counts.other", "events: [{ name: archive_project }, { name: close_issue }]"), "always 0"),
        InFile("SP0301", File, Other("expires: [|'1.9'|]"), Other("expires: '3.0'"), "this is 2.0"),
        InFile("SP0302", File, Other("expires: [|'2.1'|]"), Other("expires: '2.2'"), "plan its removal"),
        InFile("SP0303", File, Other("milestone: '2.0'", "status: removed", "milestone_removed: [|'1.2'|]", "removed_by_url:"), Other("milestone: '1.0'", "status: removed", "milestone_removed: '1.2'", "removed_by_url:"), "came before"),
        InFile("SP0304", File, Other("status: [|removed|]", "milestone_removed: '2.0'"), Other("status: removed", "milestone_removed: '2.0'", "removed_by_url:"), "'removed_by_url'"),
        InFile("SP0305", File, Other("status: [|broken|]"), Other("status: broken", "repair_issue_url: https://example.com/issues/1"), "'repair_issue_url'"),
        InFile("SP0307", File, Other("replaced_by: [|counts.issue_open|]"), Other("replaced_by: counts.issues_created_weekly"), "Did you mean 'counts.issues_open'?"),
        InFile("SP0310", File, Other("replaced_by: [|counts.old|]"), Other("replaced_by: counts.issues_open"), "no longer computed"),
        InFile("SP0311", File, Other("query: { operation: add, metrics: [counts.issues_open, [|counts.old|]] }"), Other("query: { operation: add, metrics: [counts.issues_open, counts.issues_created] }"), "has no value any more"),
        InFile("SP0502", "events/other.yml", Yaml.Event("action: open_page", "additional_properties: { [|page_url|]: { description: The page } }"), Yaml.Event("action: open_page", "additional_properties: { page_url: { description: The page, values: [home, help] } }"), "point at"),
        InFile("SP0503", File, Yaml.EventMetric("key_path: counts.other", "time_frame: 7d", "value_type: object", "events: [{ name: create_issue, unique: [|label|], operator: total }]"), Yaml.EventMetric("key_path: counts.other", "time_frame: 7d", "events: [{ name: create_issue, unique: label }]"), "key of the payload"),
        InFile("SP0508", "events/other.yml", Yaml.Event("action: open_page", "forward: true", "additional_properties: { [|label|]: { description: The page }, value: { description: How long, type: number } }"), Yaml.Event("action: open_page", "forward: true", "additional_properties: { label: { description: The page, values: [home, help] }, value: { description: How long, type: number } }"), "is forwarded as it is"),
        InFile("SP0207", "events/other.yml", Yaml.Event("action: open_page", "-internal_events: true", "-additional_properties: {}", "forward: [|true|]"), Yaml.Event("action: open_page", "-additional_properties: {}", "forward: true"), "does not track 'open_page'"),
        InFile("SP0005", "events/other.yml", Yaml.Event("action: open_page", "forward: [|false|]"), Yaml.Event("action: open_page", "-additional_properties: {}", "forward: true"), "'forward' is true or absent"),
        InFile("SP0504", File, Yaml.EventMetric("key_path: counts.other", "data_category: [|standard|]"), Yaml.EventMetric("key_path: counts.other", "data_category: operational"), "switched off"),
        InFile("SP0507", File, Other("value_type: object", "query: { operation: count, from: t, group_by: [|t.title|] }"), Other("value_type: object", "query: { operation: count, from: t, group_by: t.state }"), "what people wrote"),
        InFile("SP0606", File, Yaml.EventMetric("key_path: counts.other", "time_frame: [|all|]", "events: [{ name: create_issue, unique: user.id }]"), Yaml.EventMetric("key_path: counts.other", "time_frame: 28d", "events: [{ name: create_issue, unique: user.id }]"), "7d, 28d"),
        InFile("SP0609", File, Other("query: { operation: count, from: t, where: 'a = 1[|;|] DROP TABLE t' }"), Other("query: { operation: count, from: t, where: \"a = ';'\" }"), "';'"),
        InFile("SP0609", File, Other("query: { operation: count, from: [|(SELECT 1)|] }"), Other("query: { operation: count, from: (SELECT 1) AS x }"), "with an alias behind it"),
        InFile("SP0611", File, Other("query: { operation: [|sum|], from: t }"), Other("query: { operation: sum, from: t, column: a }"), "needs one 'column'"),
        InFile("SP0612", File, Yaml.EventMetric("key_path: counts.other", "instrumentation_class: [|RedisMetric|]"), Yaml.EventMetric("key_path: counts.other"), "takes no 'instrumentation_class'"),
        InFile("SP0613", File, Imports("options: { source: [|groups|] }"), Imports("options: { source: project, status: 3 }"), "Did you mean 'group'?"),
        InFile("SP0614", File, Other("query: { operation: count, from: t, where: a > [|now|]() }"), Other("query: { operation: count, from: t, where: a > :recorded_at OR t.now > 'now()' }"), ":recorded_at"),
        InFile("SP0615", File, Yaml.EventMetric("key_path: counts.other", "events: [{ name: [|create_isue|] }]"), Yaml.EventMetric("key_path: counts.other"), "Did you mean 'create_issue'?"),
        InFile("SP0616", File, Yaml.EventMetric("key_path: counts.other", "events: [{ name: create_issue, filter: { property: [|x|] } }]"), Yaml.EventMetric("key_path: counts.other", "events: [{ name: create_issue, filter: { label: x } }]"), "'property'"),
        InFile("SP0617", File, Unique("[|a b|]"), Unique("a-b:c_1"), "unique counter"),
        InFile("SP0618", File, Other("query: { operation: add, [|metrics|]: [counts.nothing] }"), Other("query: { operation: add, metrics: [counts.issues_open, counts.issues_created] }"), "counts.nothing"),
        InFile("SP0618", File, Other("value_type: object", "query: { operation: sites, [|metrics|]: [counts.issues_created_week] }"), Other("value_type: object", "query: { operation: sites, metrics: [counts.issues_open] }"), "name whole key paths of metrics"),
        InFile("SP0611", File, Other("value_type: object", "query: { operation: [|sites|] }"), Other("value_type: object", "query: { operation: sites, metrics: [counts.issues_open] }"), "'sites' needs what each site reports"),
        InFile("SP0611", File, Other("value_type: object", "query: { operation: sites, metrics: [counts.issues_open], from: [|issues|] }"), Other("value_type: object", "query: { operation: sites, metrics: [counts.issues_open] }"), "make a metric of what is read on each site"),
        new("SP0611", () => Sites("[|metrics|]: [counts.issues_open, other.issues_open]").With("metrics/same.yml", Yaml.Metric("key_path: other.issues_open", "query: { operation: count, from: t }")), () => Sites("metrics: [counts.issues_open]").With("metrics/same.yml", Yaml.Metric("key_path: other.issues_open", "query: { operation: count, from: t }")), "would both be the member 'issues_open'"),
        new("SP0635", () => Sites("[|metrics|]: [counts.issues_open, counts.by_state]"), () => Sites("metrics: [counts.issues_open, counts.issues_created]"), "lists 'counts.by_state', whose value is an object: name a metric whose value is a number, or true or false"),
        InFile("SP0618", File, Other("query: { operation: ratio, numerator: counts.issues_open, denominator: [|counts.nothing|] }"), Other("query: { operation: ratio, numerator: counts.issues_open, denominator: counts.issues_created }"), "divides by 'counts.nothing'"),
        new("SP0635", () => Parts("[|metrics|]: [counts.issues_open, counts.by_state]"), () => Parts("metrics: [counts.issues_open, counts.issues_created]"), "adds 'counts.by_state', whose value is an object"),
        InFile("SP0311", File, Other("query: { operation: ratio, numerator: [|counts.old|], denominator: counts.issues_open }"), Other("query: { operation: ratio, numerator: counts.issues_open, denominator: counts.issues_created }"), "has no value any more"),
        InFile("SP0611", File, Other("query: { operation: [|ratio|], numerator: counts.issues_open }"), Other("query: { operation: ratio, numerator: counts.issues_open, denominator: counts.issues_created }"), "needs 'denominator'"),
        InFile("SP0005", File, Filtered("{ label: [bug, [|bug|]] }"), Filtered("{ label: [bug, idea] }"), "stands twice"),
        InFile("SP0005", File, Filtered("{ [|label|]: [] }"), Filtered("{ label: [bug] }"), "empty list"),
        InFile("SP0005", File, Filtered("{ value: { from: 9, to: [|1|] } }"), Filtered("{ value: { from: 1, to: 9 } }"), "below 'from'"),
        InFile("SP0004", File, Filtered("{ label: [|{ from: 1 }|] }"), Filtered("{ value: { from: 1 } }"), "a text, or a list of texts"),
        InFile("SP0004", File, Filtered("{ value: [1, [|two|]] }"), Filtered("{ value: [1, 2] }"), "without quotes"),
        InFile("SP0004", File, Filtered("{ value: { from: [|'1'|] } }"), Filtered("{ value: { from: 1.5 } }"), "must be a number"),
        InFile("SP0002", File, Filtered("{ value: { from: 1, [|til|]: 9 } }"), Filtered("{ value: { from: 1, to: 9 } }"), "'til'"),
        InFile("SP0617", File, Filtered("{ label: [bug, [|'a,b'|]] }"), Filtered("{ label: [bug, 'a b'] }"), "commas and brackets"),
        new("SP0627", () => Paid("[post, fax]", "[|label|]"), () => Paid("[mail, post]"), "use one of mail, post, other"),
        new("SP0627", () => Sized("{ from: 10 }", "[|size|]"), () => Sized("{ from: 2 }"), "use one of 1, 3, other"),
        new("SP0627", () => Sized("{ from: 10 }", "[|word|]"), () => Sized("[{ from: 10 }, a]", "any"), "never a number"),
        new("SP0627", () => Paid("[|fax|]"), () => Paid("post"), "use one of mail, post, other"),
        new("SP0627", () => Paid("[|Post|]"), () => Paid("other"), "Did you mean 'post'?"),
        InFile("SP0104", "events/other.yml", Yaml.Event("action: open_page", "additional_properties: { label: { description: How, values: [a-b, [|a_b|]] } }"), Yaml.Event("action: open_page", "additional_properties: { label: { description: How, values: [a-b, ab2] } }"), "'a_b' and 'a-b' are both 'AB'"),
        InFile("SP0104", "events/other.yml", Yaml.Event("action: close", "additional_properties: { [|issue|]: { description: How, values: [a, b] } }", "no_lint: [{ rule: SP0109, reason: a test }]"), Yaml.Event("action: close", "additional_properties: { issues: { description: How, values: [a, b] } }", "no_lint: [{ rule: SP0109, reason: a test }]"), "'CloseIssue'"),
        InFile("SP0004", "events/other.yml", Yaml.Event("action: open_page", "additional_properties: { label: { description: How, type: integer, values: [1, [|two|]] } }"), Yaml.Event("action: open_page", "additional_properties: { label: { description: How, type: integer, values: [1, 2] } }"), "values of the type integer"),
        InFile("SP0004", "events/other.yml", Yaml.Event("action: open_page", "additional_properties: { label: { description: How, values: [[|' a'|]] } }"), Yaml.Event("action: open_page", "additional_properties: { label: { description: How, values: ['a b'] } }"), "white space"),
        InFile("SP0707", File, Other("instrumentation_class: [|EditonMetric|]"), Other("instrumentation_class: EditionMetric", "value_type: string"), "Did you mean 'EditionMetric'?"),
        InFile("SP0708", File, Other("instrumentation_class: [|EditionMetric|]"), Other("instrumentation_class: CountImportsMetric"), "type string"),
        InFile("SP0709", File, Yaml.Metric("key_path: [|counts.other|]"), Yaml.Metric("key_path: counts.other", "status: removed", "milestone_removed: '1.1'", "removed_by_url:"), "Nothing computes"),
    ];

    /// <summary>An event whose label has a list of values, and a metric over one of them.</summary>
    private static TestProject Paid(string label, string property = "label") => TestProject.Forge()
        .With("events/pay.yml", Yaml.Event("action: pay_invoice", "additional_properties: { label: { description: How, values: [mail, post] } }"))
        .With(File, Yaml.EventMetric("key_path: counts.other", $"events: [{{ name: pay_invoice, filter: {{ {property}: {label} }} }}]"));

    private static TestProject Sized(string size, string property = "size") => TestProject.Forge()
        .With("events/pay.yml", Yaml.Event("action: pay_invoice", "additional_properties: { size: { description: How large, type: integer, values: [1, 3] }, word: { description: A word, type: string }, any: { description: Anything } }"))
        .With(File, Yaml.EventMetric("key_path: counts.other", $"events: [{{ name: pay_invoice, filter: {{ {property}: {size} }} }}]"));

    private static string Filtered(string filter) => Yaml.EventMetric("key_path: counts.other", $"events: [{{ name: create_issue, filter: {filter} }}]");

    [Fact]
    public void Ids_are_unique_and_in_order() =>
        Assert.Equal(RuleTable.All.Select(rule => rule.Id).Distinct().Order(StringComparer.Ordinal), RuleTable.All.Select(
            rule => rule.Id));

    [Fact]
    public void The_project_that_the_rules_are_tried_on_has_no_problem() => Assert.Empty(TestProject.Forge().Check());

    /// <summary>Further texts that break a rule, by rule.</summary>
    public static TheoryData<string, string> Further => new()
    {
        { "SP0005", Other("time_frame: [7d, [|none|]]", "query: { operation: count, from: t }") },
        { "SP0005", Other("time_frame: [7d, [|7d|]]") },
        { "SP0005", Other("tiers: [free, [|starter|]]") },
        { "SP0005", Other("milestone: '[|next|]'").Replace("'[|next|]'", "[|next|]") },
        { "SP0004", Other("tiers: [|free|]") },
        { "SP0004", Other("[|options|]:") },
        { "SP0004", Other("no_lint: [[|SP0601|]]") },
        { "SP0002", Other("no_lint: [{ rule: SP0601, reason: Known, [|untill|]: '2.0' }]") },
        { "SP0802", Other("no_lint: [{ rule: [|sp601|], reason: Known }]") },
        { "SP0003", Other("no_lint: [{ [|rule|]: SP0601 }]") },
        { "SP0105", Other("instrumentation_class: [|Metric_Class|]", "status: removed", "milestone_removed: '1.1'", "removed_by_url:") },
        { "SP0304", Other("status: [|removed|]", "removed_by_url: https://example.com/changes/13") },
        { "SP0609", Other("query: { operation: count, from: t, where: 'a = 1 [|-- one|]' }") },
        { "SP0609", Other("query: { operation: count, from: t, where: a IN [|(|]SELECT 1 }") },
        { "SP0609", Other("query: { operation: count, from: t, where: a = 1[|)|] }") },
        { "SP0609", Other("query: { operation: count, from: t, where: \"a = [|'|]x\" }") },
        { "SP0609", Other("query: { operation: count, from: t, where: a = 1 [|GROUP|] BY a }") },
        { "SP0609", Other("query: { operation: count, from: t, where: a = [|$1|] }") },
        { "SP0609", Other("query: { operation: count, from: t, where: a = [|$|]tag$ x }") },
        { "SP0609", Other("query: { operation: count, from: '[|t JOIN u|]' }").Replace("'[|t JOIN u|]'", "[|t JOIN u|]") },
        { "SP0613", Other("query: { operation: count, from: t, where: 'a = [|:source|]' }") },
        { "SP0614", Other("query: { operation: count, from: t, where: a > [|CURRENT_DATE|] - 1 }") },
        { "SP0614", Other("query: { operation: count, from: t, joins: [JOIN u ON u.a > pg_catalog.[|clock_timestamp|]()] }") },
        { "SP0611", Other("query: { [|from|]: t }") },
        { "SP0611", Other("query: { operation: [|count|] }") },
        { "SP0611", Other("query: { operation: count, from: t, [|buckets|]: 1..3 }").Replace("[|buckets|]: 1..3", "buckets: [|1..3|]") },
        { "SP0611", Other("query: { operation: histogram, from: t, column: a, buckets: 1..3 }").Replace("value_type: number", "value_type: [|number|]") },
        { "SP0611", Other("query: { operation: count, from: t, group_by: a }").Replace("value_type: number", "value_type: [|number|]") },
        { "SP0611", Other("query: { operation: [|max|], from: t }") },
        { "SP0611", Other("query: { operation: min, from: t, [|column|]: [a, b] }") },
        { "SP0611", Other("query: { operation: exists, from: t }").Replace("value_type: number", "value_type: [|number|]") },
        { "SP0611", Other("query: { operation: exists, from: t, column: [|a|] }").Replace("value_type: number", "value_type: boolean") },
        { "SP0611", Other("query: { operation: add, parts: [{ operation: [|exists|], from: t }] }") },
        { "SP0611", Other("query: { operation: [|percentile|], from: t, column: a }") },
        { "SP0611", Other("query: { operation: [|percentile|], from: t, percentile: 95 }") },
        { "SP0611", Other("query: { operation: max, from: t, column: a, percentile: [|95|] }") },
        { "SP0005", Other("query: { operation: percentile, from: t, column: a, percentile: [|100|] }") },
        { "SP0004", Other("query: { operation: percentile, from: t, column: a, percentile: [|99.9|] }") },
        { "SP0611", Grouped("group_by: [a, b], [|values|]: [1]") },
        { "SP0611", Grouped("group_by: a, values: [1], max_groups: [|3|]") },
        { "SP0611", Grouped("group_by: a, [|values|]: []") },
        { "SP0005", Grouped("group_by: a, max_groups: [|0|]") },
        { "SP0005", Grouped("group_by: a, values: [1, [|1|]]") },
        { "SP0004", Grouped("group_by: a, values: ['[| a |]']").Replace("'[| a |]'", "[|' a '|]") },
        { "SP0611", Other("query: { operation: count, from: t, max_groups: [|3|] }") },
        { "SP0611", Other("query: { operation: count, from: t, [|values|]: [3] }") },
        { "SP0611", Other("query: { operation: histogram, from: t, column: a, buckets: 1..3, max_groups: [|3|] }").Replace("value_type: number", "value_type: object") },
        { "SP0611", Other("query: { operation: [|add|] }") },
        { "SP0611", Other("query: { operation: add, parts: [{ operation: [|histogram|], from: t, column: a, buckets: 1..3 }] }") },
        { "SP0611", Other("query: { operation: add, parts: [{ operation: [|ratio|], numerator: counts.issues_open, denominator: counts.issues_created }] }") },
        { "SP0611", Other("query: { operation: ratio, numerator: counts.issues_open, denominator: counts.issues_created, from: [|t|] }") },
        { "SP0611", Other("query: { operation: count, from: t, numerator: [|counts.issues_open|] }") },
        { "SP0611", Other("query: { operation: ratio, numerator: counts.issues_open, denominator: counts.issues_created }").Replace("value_type: number", "value_type: [|object|]") },
        { "SP0611", Other("query: { value: 3, [|from|]: t }") },
        { "SP0611", Other("[|query|]: { operation: count, from: t }", "instrumentation_class: CountImportsMetric") },
        { "SP0005", Other("query: { operation: histogram, from: t, column: a, buckets: [|9..1|] }", "value_type: object") },
        { "SP0005", Other("query: { operation: count, from: t, batch: { size: [|0|] } }") },
        { "SP0612", Other("data_source: system", "[|query|]: { operation: count, from: t }") },
        { "SP0612", Other("data_source: prometheus", "[|query|]: { value: 1 }") },
        { "SP0612", Other("[|events|]: [{ name: create_issue }]", "query: { value: 1 }") },
        { "SP0612", Other("data_source: [|internal_events|]") },
        { "SP0612", Other("data_source: [|redis|]", "options: { event: a, prefix: }") },
        { "SP0612", Other("data_source: redis", "instrumentation_class: [|OtherMetric|]", "options: { event: a, prefix: }") },
        { "SP0612", Other("data_source: redis", "instrumentation_class: RedisMetric", "[|options|]: { event: a }") },
        { "SP0612", Other("data_source: redis", "instrumentation_class: RedisMetric", "[|options|]: { event: a, prefix: p, include_usage_prefix: 2 }") },
        { "SP0612", Other("data_source: redis", "instrumentation_class: RedisMetric", "[|options|]: { event: a, prefix: p, more: 2 }") },
        { "SP0612", Other("data_source: redis_hll", "time_frame: 7d", "instrumentation_class: RedisHLLMetric", "[|options|]: { events: [2] }") },
        { "SP0612", Other("data_source: [|redis_hll|]", "time_frame: 7d", "instrumentation_class: RedisHLLMetric") },
        { "SP0606", Other("data_source: redis_hll", "time_frame: [|all|]", "instrumentation_class: RedisHLLMetric", "options: { events: [a] }") },
        { "SP0606", Yaml.EventMetric("key_path: counts.other", "time_frame: 7d", "[|events|]: [{ name: create_issue }, { name: close_issue, unique: user.id }]") },
        { "SP0615", Yaml.EventMetric("key_path: counts.other", "events: [{ name: create_issue }, { name: [|close_issues|] }]") },
        { "SP0616", Yaml.EventMetric("key_path: counts.other", "time_frame: 7d", "events: [{ name: close_issue, unique: [|project.id|] }]") },
        { "SP0616", Yaml.EventMetric("key_path: counts.other", "events: [{ name: close_issue, operator: [|sum(value)|] }]") },
        { "SP0613", Imports("options: { [|colour|]: red }").Replace("[|colour|]: red", "colour: [|red|]") },
        { "SP0708", Imports("value_type: string").Replace("CountImportsMetric", "[|CountImportsMetric|]") },
        { "SP0618", Other("key_path: counts.other", "query: { operation: add, [|metrics|]: [counts.issues_open, counts.other] }") },
        { "SP0618", Other("key_path: counts.other", "query: { operation: ratio, numerator: counts.issues_open, denominator: [|counts.other|] }") },
        { "SP0618", Other("time_frame: 7d", "query: { operation: ratio, numerator: [|counts.issues_open|], denominator: counts.issues_created }") },
        { "SP0618", Other("time_frame: 7d", "query: { operation: add, [|metrics|]: [counts.issues_open] }") },
    };

    private static string Grouped(string keys) => Other($"query: {{ operation: count, from: t, {keys} }}").Replace("value_type: number", "value_type: object");

    [Theory]
    [MemberData(nameof(Further))]
    public void A_rule_fires_in_further_cases(string rule, string text)
    {
        Problem problem = TestProject.Forge().With(File, text).Single();
        Assert.Equal(rule, problem.Rule.Id);
    }

    /// <summary>The last counts, whatever the key is of, and whichever of our readers reads it.</summary>
    [Theory]
    [InlineData("value_type: number\nvalue_type: string\n", "SP0709")]
    [InlineData("query: { operation: count, from: t, from: u, where: a = now(), where: a = 1 }\n")]
    [InlineData("instrumentation_class: CountImportsMetric\noptions: { source: red, source: group }\n")]
    [InlineData("instrumentation_class: CountImportsMetric\noptions: &o { source: red, source: group }\nname: *o\n", "SP0008", "SP0004")]
    public void Of_a_key_that_stands_twice_the_last_counts(string lines, params string[] others)
    {
        IEnumerable<string> rules = TestProject.Forge()
            .With(File, Yaml.Metric("key_path: counts.other", lines.StartsWith("value_type", StringComparison.Ordinal) ? "-value_type" : "name: other") + lines)
            .Check().Select(problem => problem.Rule.Id).Distinct();

        Assert.Equal(["SP0006"], rules.Except(others));
    }

    [Theory]
    [InlineData("settings.reindex_cadence_set_to_7d")]
    [InlineData("counts.users_active_within_28d")]
    [InlineData("counts.tokens_that_expire_after_7d.all")]
    public void A_period_that_something_was_set_to_is_no_promise(string keyPath) =>
        Assert.Empty(TestProject.Forge().With(File, Other($"key_path: {keyPath}")).Check());

    [Theory]
    [InlineData("counts.set_7d")]
    [InlineData("counts.to_do_weekly")]
    [InlineData("counts.today_28d")]
    public void A_period_behind_any_other_word_is_one(string keyPath) =>
        Assert.Equal("SP0108", Assert.Single(TestProject.Forge().With(File, Other($"key_path: {keyPath}")).Check()).Rule.Id);

    [Theory]
    [InlineData("key_path: counts.request_ms", "unit: seconds", true)]
    [InlineData("key_path: counts.request_duration_seconds_monthly", "unit: milliseconds", true)]
    [InlineData("key_path: counts.request_ms", "unit: milliseconds", false)]
    [InlineData("key_path: counts.projects_with_spare_minutes", "unit: projects", false)]
    [InlineData("key_path: counts.cpu_percentage", "unit: percent", false)]
    [InlineData("key_path: counts.storage", "unit: megabytes", false)]
    public void A_unit_in_a_name_is_a_promise(string keyPath, string unit, bool isReported) =>
        Assert.Equal(isReported, TestProject.Forge().With(File, Other(keyPath, unit, "time_frame: 28d")).Check().Any(problem => problem.Rule.Id == "SP0115"));

    [Theory]
    [InlineData("sketch: \":[|colour|]\"", "There is no parameter 'colour'")]
    [InlineData("database: \"[|:source|]\"", "'database' is the same for all")]
    [InlineData("joins: [\"JOIN u ON u.a = :[|colour|]\"]", "There is no parameter 'colour'")]
    public void A_parameter_is_filled_in_or_refused(string line, string message)
    {
        Problem problem = Assert.Single(TestProject.Forge().With("queries/other.yml", $$"""
            instrumentation_class: CountOthersMetric
            parameters: { source: }
            query: { operation: distinct_count, from: t, column: a, where: source = :source, {{line.Replace("[|", "").Replace("|]", "")}} }
            """).Check());
        Assert.Equal("SP0613", problem.Rule.Id);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    /// <summary>Words of a definition may have line breaks; compilers and their readers take a message a line.</summary>
    [Theory]
    [InlineData("instrumentation_class: \"RedisMetric\\nevent - one\"\ndata_source: redis\noptions: { event: a, prefix: }")]
    [InlineData("product_group: \"plan\\nning\"\nquery: { operation: count, from: t, group_by: \"t.\\ntitle\" }\nreplaced_by: \"counts.\\u0085none\"")]
    [InlineData("introduced_by_url: \"ftp://example.com\\n1\"\ndescription: \"TODO\\r\\nlater\"\ntiers: [\"free\\n\"]\nmilestone: \"1\\n\"")]
    public void A_message_is_one_line_whatever_it_repeats(string lines)
    {
        string[] changed = [.. lines.Split('\n')];
        IReadOnlyList<Problem> problems = TestProject.Forge().With(File, Yaml.Metric(["key_path: counts.other", .. changed])).Check();

        Assert.NotEmpty(problems);
        Assert.All(problems, problem => Assert.DoesNotContain(problem.Message, char.IsControl));
    }

    [Fact]
    public void Both_places_of_a_duplicate_are_named()
    {
        Problem problem = TestProject.Forge().With(File, Yaml.Metric("key_path: [|counts.issues_open|]", "query: { operation: count, from: t }")).Single();
        RelatedPlace first = Assert.Single(problem.Related);
        Assert.Equal("/forge/metrics/counts_all/issues.yml", first.Path);
        Assert.Equal((0, 10, 0, 28), (first.Span.StartLine, first.Span.StartColumn, first.Span.EndLine, first.Span.EndColumn));
    }

    [Fact]
    public void A_duplicate_with_several_time_frames_is_reported_once() =>
        Assert.Equal("SP0101", TestProject.Forge()
            .With(
                "metrics/counts_all/issues.yml",
                Yaml.Query("operation: count", "from: issues").Replace("time_frame: all", "time_frame: [7d, all]"))
            .With(
                File,
                Yaml.Metric("key_path: [|counts.issues_open|]", "time_frame: [7d, all]", "query: { operation: count, from: t }"))
            .Single().Rule.Id);

    [Fact]
    public void Classes_that_nobody_knows_are_not_missed() =>
        Assert.Empty(DefinitionChecker.Check(TestProject.Forge().With(File, Other("instrumentation_class: SomeMetric")).Read()));

    [Fact]
    public void A_class_that_implements_no_fact_is_reported() =>
        Assert.Contains(
            "IFact<T>", TestProject.Forge().With(File, Other("instrumentation_class: [|SomeMetric|]")).Single(new InstrumentationClass("SomeMetric", null)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_removed_metric_may_select_a_removed_event() =>
        Assert.Empty(TestProject.Forge()
            .With(
                "events/close_issue.yml",
                Yaml.Event("action: close_issue", "status: removed", "milestone_removed: '2.0'", "removed_by_url:"))
            .With(File, Yaml.EventMetric(
                "key_path: counts.other", "status: removed", "milestone_removed: '2.0'", "removed_by_url:",
                "events: [{ name: close_issue }]"))
            .Check());

    [Fact]
    public void An_active_metric_over_a_removed_event_is_reported() =>
        Assert.Equal("SP0615", TestProject.Forge()
            .With(
                "events/close_issue.yml",
                Yaml.Event("action: close_issue", "status: removed", "milestone_removed: '2.0'", "removed_by_url:"))
            .With(File, Yaml.EventMetric("key_path: counts.other", "events: [{ name: [|close_issue|] }]"))
            .Single().Rule.Id);

    [Fact]
    public void Metrics_that_add_each_other_are_reported()
    {
        IReadOnlyList<Problem> problems = TestProject.Forge()
            .With(File, Other("query: { operation: add, metrics: [counts.circle] }"))
            .With(
                "metrics/circle.yml", Yaml.Metric("key_path: counts.circle", "query: "
                + "{ operation: add, metrics: [counts.other] }"))
            .Check();
        Assert.Equal(["SP0618", "SP0618"], problems.Select(problem => problem.Rule.Id));
    }

    /// <summary>What the value would be in every ping is a failure.</summary>
    [Theory]
    [InlineData("operation: ratio, numerator: [|counts.by_state|], denominator: counts.issues_open", "divides 'counts.by_state', whose value is an object")]
    [InlineData("operation: ratio, numerator: counts.issues_open, denominator: [|counts.is_used|]", "divides by 'counts.is_used', whose value is true or false")]
    [InlineData("operation: add, [|metrics|]: [counts.edition_word]", "adds 'counts.edition_word', whose value is a text")]
    [InlineData("operation: add, metrics: [counts.issues_open, counts.constant]", null)]
    public void What_is_added_or_divided_is_a_number(string query, string? message)
    {
        IReadOnlyList<Problem> problems = Parts(query).Check();

        Assert.Equal(message is null ? [] : ["SP0635"], problems.Select(problem => problem.Rule.Id));
        Assert.All(problems, problem => Assert.Contains(message!, problem.Message, StringComparison.Ordinal));
    }

    /// <summary>A metric that is computed from others, of which some are no numbers.</summary>
    private static TestProject Parts(string query) => TestProject.Forge()
        .With("metrics/by_state.yml", Yaml.Metric("key_path: counts.by_state", "value_type: object", "query: { operation: count, from: t, group_by: t.state }"))
        .With("metrics/is_used.yml", Yaml.Metric("key_path: counts.is_used", "value_type: boolean", "query: { operation: exists, from: t }"))
        .With("metrics/edition_word.yml", Yaml.Metric("key_path: counts.edition_word", "value_type: string", "query: { value: core }"))
        .With("metrics/constant.yml", Yaml.Metric("key_path: counts.constant", "query: { value: 7 }"))
        .With(File, Other($"query: {{ {(query.Contains("operation:", StringComparison.Ordinal) ? query : "operation: add, " + query)} }}"));

    private static TestProject Sites(string query) => Parts("operation: count, from: t").With(File, Other("value_type: object", $"query: {{ operation: sites, {query} }}"));

    private static TestProject WithSchemas(string text) => TestProject.Forge().With(File, text).In(surroundings => surroundings with
    {
        FindFile = path => path switch
        {
            "schemas/topology.json" => new NamedFile(path, "\uFEFF{ \"type\": \"object\", \"items\": [1.5e3, -0, true, null, {}, [\"\\u00e9\\\"\"]] }\n"),
            "schemas/broken.json" => new NamedFile(path, "{\n  \"type\":  object }\n"),
            "schemas/absent.json" => new NamedFile("'.'", null),
            _ => null,
        },
    });

    private static string Other(params string[] changes) => Yaml.Metric(
        ["key_path: counts.other", .. changes.Any(change => change.StartsWith("query", StringComparison.Ordinal) || change.StartsWith("[|query", StringComparison.Ordinal) || change.StartsWith("instrumentation_class", StringComparison.Ordinal) || change.Contains("data_source", StringComparison.Ordinal)) ? changes : ["query: { operation: count, from: t }", .. changes]]);

    private static string Imports(params string[] changes) =>
        Yaml.Metric(["key_path: counts.other", "instrumentation_class: CountImportsMetric", .. changes]);

    private static string Unique(string label) => Yaml.EventMetric(
        "key_path: counts.other", "time_frame: 7d", $"events: [{{ name: create_issue, unique: user.id, filter: {{ label: {label} }} }}]");
}
