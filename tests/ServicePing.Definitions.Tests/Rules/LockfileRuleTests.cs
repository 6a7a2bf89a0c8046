using ServicePing.Definitions.Problems;

namespace ServicePing.Definitions.Tests.Rules;

/// <summary>The rules that hold definitions to <c>servicepings.lock</c>.</summary>
public sealed class LockfileRuleTests
{
    private const string Issues = "metrics/counts_all/issues.yml";
    private const string Created = "metrics/counts_all/created.yml";
    private const string Create = "events/create_issue.yml";
    private const string Close = "events/close_issue.yml";
    private const string Removed = "status: removed\nmilestone_removed: '2.0'\nremoved_by_url: https://example.com/changes/80";

    internal static IReadOnlyList<RuleExample> Examples =>
    [
        new("SP0308", () => Forge(Issues, RemovedIssues).Recorded().With(Issues, Query("key_path: [|counts.issues_open|]")), () => Forge(Issues, RemovedIssues).Recorded().With(Issues, RemovedIssues), "choose another key path"),
        new("SP0308", () => Forge(Close, RemovedEvent).Recorded().With(Close, Event("action: [|close_issue|]")), () => Forge(Close, RemovedEvent).Recorded(), "choose another name"),
        After("SP0401", Issues, Query("time_frame: [|28d|]"), Query("description: Open issues"), "'time_frame' of 'counts.issues_open' was all and is 28d"),
        After("SP0401", Issues, Query("value_type: [|object|]", "query: { operation: count, from: issues, group_by: state_id }"), Query("tiers: [free]"), "was number and is object"),
        After("SP0401", Created, Yaml.Metric("key_path: counts.issues_created", "time_frame: [7d, 28d, all]", "data_source: [|database|]", "query: { operation: count, from: issues }"), Text(Created).Replace("label: bug", "label: 'bug'"), "was internal_events and is database"),
        new("SP0401", () => Forge(Issues, Query("unit: issues")).Recorded().With(Issues, Query("unit: [|epics|]")), () => Forge(Issues, Query("unit: issues")).Recorded(), "'unit' of 'counts.issues_open' was issues and is epics"),
        new("SP0401", () => Forge(Issues, Query("unit: issues")).Recorded().With(Issues, Query("key_path: [|counts.issues_open|]")), () => Forge(Issues, Query("unit: issues")).Recorded(), "was issues and is not given"),
        new("SP0406", () => TestProject.Forge().Recorded().With(Issues, Query("unit: [|issues|]")), () => Forge(Issues, Query("unit: issues")).Recorded(), "'unit' of 'counts.issues_open' is issues"),
        After("SP0402", Issues, Query("[|query|]: { operation: count, from: issues, where: issues.state_id = 2 }"), Query("query: { operation: count, from: issues, where: '(\"issues\".STATE_ID=1)' }"), "'calculation' of 'counts.issues_open' was"),
        After("SP0402", Created, Text(Created).Replace("events:", "[|events|]:").Replace("label: bug", "label: feature"), Text(Created), "counts.issues_created"),
        After("SP0402", "metrics/counts_all/imports.yml", Text("metrics/counts_all/imports.yml").Replace("CountImportsMetric", "[|CountImportsMetric|]").Replace("group }", "project }"), Text("metrics/counts_all/imports.yml"), "counts.imports_group"),
        After("SP0403", Create, Event("action: create_issue", "[|identifiers|]: [user]", Properties), Event("action: create_issue", "identifiers: [project, user]", Properties), "'project'"),
        new("SP0403", () => Forge(Close, Event("action: close_issue", Properties)).Recorded().With(Close, Event("action: close_issue", "[|additional_properties|]: { value: { description: Its weight } }")), () => Forge(Close, Event("action: close_issue", Properties)).Recorded(), "'label'"),
        new("SP0403", () => Forge(Close, Typed("integer")).Recorded().With(Close, Typed("[|string|]")), () => Forge(Close, Typed("integer")).Recorded(), "was of type integer and is of type string"),
        new("SP0403", () => Forge(Close, Valued("[a, b c, 'd;e=f']")).Recorded().With(Close, Valued("[b c, a]").Replace("values:", "[|values|]:")), () => Forge(Close, Valued("[a, b c, 'd;e=f']")).Recorded().With(Close, Valued("['d;e=f', b c, a]")), "could be 'd;e=f', and can be it no more"),
        new("SP0406", () => Forge(Close, Valued("[a]")).Recorded().With(Close, Valued("[a, b]").Replace("action: close_issue", "action: [|close_issue|]")), () => Forge(Close, Valued("[a, b]")).Recorded(), "tells more"),
        After("SP0408", Close, Event("action: close_issue", "forward: [|true|]"), Event("action: close_issue"), "have not agreed to that"),
        new("SP0406", () => Forge(Close, Event("action: close_issue", "forward: true")).Recorded().With(Close, Event("action: [|close_issue|]")), () => Forge(Close, Event("action: close_issue", "forward: true")).Recorded(), "forwarded no more"),
        After("SP0404", Issues, Query("data_category: [|operational|]"), Query("data_category: optional"), "was optional and is operational"),
        new("SP0405", () => TestProject.Forge().Recorded(Marked("metric counts.issues_open")).Without(Issues), () => Forge(Issues, RemovedIssues).Recorded().Without(Issues), "'status: removed'"),
        new("SP0405", () => TestProject.Forge().Recorded(Marked("event close_issue")).Without(Close), () => Forge(Close, RemovedEvent).Recorded().Without(Close), "'close_issue'"),
        new("SP0406", () => TestProject.Forge().Recorded().With("metrics/other.yml", Query("key_path: [|counts.other|]")), () => TestProject.Forge().With("metrics/other.yml", Query("key_path: counts.other")).Recorded(), "-p:ServicePingLock=update"),
        After("SP0406", Issues, Query(Removed.Replace("removed\n", "[|removed|]\n")), Query(), "does not know yet"),
        new("SP0403", () => Typed("integer", "uuid", "[|identifiers|]: [member]"), () => Typed("integer", "integer", "identifiers: [member]"), "was of type integer and is of type uuid"),
        new("SP0403", () => Typed("text", "integer", "[|identifiers|]: [member]"), () => Typed("text", "Acme.MemberId", "identifiers: [member]"), "whoever was counted is counted again"),
        After("SP0406", Close, Event("action: [|close_issue|]", "identifiers: [user, project]"), Event("action: close_issue"), "tells more"),
        new("SP0406", () => Forge(Issues, Query("data_category: standard")).Recorded().With(Issues, Query("data_category: [|optional|]")), () => TestProject.Forge().Recorded(), "was standard and is optional"),
        new("SP0407", () => TestProject.Forge().Recorded(text => text.Replace("version 1\n", "version 1\n[|<<<<<<< HEAD|]\n")), () => TestProject.Forge().Recorded(text => text.Replace("\n", "\r\n") + "\r\n\r\n"), "<<<<<<< HEAD"),
        new("SP0407", () => TestProject.Forge().Recorded(text => text.Replace("version 1", "[|version 2|]")), () => TestProject.Forge().Recorded(text => string.Join('\n', text.Split('\n').Reverse())), "another release"),
        new("SP0407", () => TestProject.Forge().Recorded(text => text + "[|event close_issue status=active|]\n"), () => TestProject.Forge().Recorded(text => text + "event close_issue status=active identifiers=user\n"), "twice"),
    ];

    private static string Valued(string values) => Event("action: close_issue", $"additional_properties: {{ label: {{ description: A, values: {values} }} }}");

    [Fact]
    public void Without_a_lockfile_nothing_is_promised() =>
        Assert.Empty(Forge(Issues, Query("data_category: standard")).Without(Close).Check());

    [Fact]
    public void A_problem_names_the_line_of_the_lockfile()
    {
        RelatedPlace promise = Assert.Single(TestProject.Forge().Recorded().With(Issues, Query("time_frame: [|7d|]")).Single().Related);

        Assert.Equal("/forge/servicepings.lock", promise.Path);
        Assert.Equal("counts.issues_open".Length, promise.Span.Length);
        Assert.Equal("metric ".Length, promise.Span.StartColumn);
    }

    [Fact]
    public void While_a_file_cannot_be_read_nothing_counts_as_deleted() =>
        Assert.Equal("SP0001", TestProject.Forge().Recorded().With(Issues, "key_path: [|[|]counts.").Single().Rule.Id);

    [Fact]
    public void A_time_frame_that_leaves_a_list_takes_a_key_path_with_it() =>
        Assert.Equal("SP0405", TestProject.Forge().Recorded(Marked("metric counts.issue_creators_monthly"))
            .With("metrics/counts_7d/creators.yml", Text("metrics/counts_7d/creators.yml").Replace("[7d, 28d]", "[7d]")).Single().Rule.Id);

    [Fact]
    public void A_definition_may_be_excused_from_its_promise_with_a_reason() =>
        Assert.Empty(TestProject.Forge().Recorded()
            .With(Issues, Query("query: { operation: count, from: snippets }", "no_lint: [{ rule: SP0402, reason: Never shipped }]")).Check());

    private static string RemovedIssues => Query(Removed);

    private static string RemovedEvent => Event("action: close_issue", Removed);

    private const string Properties = "additional_properties: { label: { description: The kind of issue }, value: { description: Its weight } }";

    private static string Typed(string type) =>
        Event("action: close_issue", $"additional_properties: {{ value: {{ description: Its weight, type: {type} }} }}");

    private static string Query(params string[] changes) =>
        Yaml.Metric([.. changes.Any(change => change.Contains("query", StringComparison.Ordinal)) ? [] : new[] { "query: { operation: count, from: issues, where: issues.state_id = 1 }" }, .. changes]);

    private static string Event(params string[] changes) => Yaml.Event(
        ["additional_properties: {}", "identifiers: [user]", .. changes]);

    private static Func<string, string> Marked(string start) =>
        text => text.Replace($"\n{start} ", $"\n{start.Replace(" ", " [|")}|] ", StringComparison.Ordinal);

    private static TestProject Forge(string path, string text) => TestProject.Forge().With(path, text);

    /// <summary>An edit of a project that is recorded.</summary>
    private static RuleExample After(string rule, string path, string firing, string silent, string message) => new(
        rule, () => TestProject.Forge().Recorded().With(path, firing), () => TestProject.Forge().Recorded().With(path, silent), message);

    private static string Text(string path) => TestProject.Forge().TextOf(path);

    /// <summary>An event of a product whose identifier had one type when it was recorded and has another now.</summary>
    private static TestProject Typed(string old, string now, string identifiers)
    {
        TestProject Of(string type, string text) => new TestProject()
            .With("vocabulary.yml", $"identifiers: {{ member: {{ type: {type} }} }}\n")
            .With("events/join.yml", Yaml.Event("action: join_group", "additional_properties: {}", text));
        return Of(old, "identifiers: [member]").Recorded()
            .With("vocabulary.yml", $"identifiers: {{ member: {{ type: {now} }} }}\n")
            .With("events/join.yml", Yaml.Event("action: join_group", "additional_properties: {}", identifiers));
    }
}
