using System.Text.RegularExpressions;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Rules;

namespace ServicePing.Definitions.Tests.Rules;

/// <summary>A removed definition is a record of the past, which is not checked against the present.</summary>
public sealed partial class RecordTests
{
    /// <summary>What a record itself must be: readable, with a name that is its own, and kept as it was promised.</summary>
    private static readonly string[] OfRecords =
    [
        "SP0001", "SP0002", "SP0003", "SP0004", "SP0005", "SP0006", "SP0007", "SP0008", "SP0009", "SP0101", "SP0102", "SP0104", "SP0105", "SP0112",
        "SP0203", "SP0303", "SP0801", "SP0802", "SP0803",
    ];

    public static TheoryData<string> Examples => [.. Rules];

    private static IEnumerable<string> Rules => RuleExampleTests.All.Where(IsOfMetric).Select(example => example.Rule).Distinct();

    [Theory]
    [MemberData(nameof(Examples))]
    public void What_breaks_a_rule_breaks_it_no_more_once_it_is_removed(string rule)
    {
        foreach (RuleExample example in RuleExampleTests.All.Where(IsOfMetric).Where(example => example.Rule == rule))
        {
            TestProject project = example.Firing();
            (string path, string text) = project.Marked();
            IReadOnlyList<Problem> problems = project.With(path, Removed(text)).Check();
            Assert.Empty(problems.Where(problem => problem.Path.EndsWith(path, StringComparison.Ordinal)).Select(problem => problem.Rule.Id)
                .Except(OfRecords).Except(["SP0308", "SP0401", "SP0402", "SP0404", "SP0405", "SP0406"]));
        }
    }

    [Fact]
    public void Most_rules_of_metrics_leave_records_alone() =>
        Assert.InRange(Rules.Except(OfRecords).Count(), 30, 100);

    /// <summary>Each refers to what is not there, in this project or in any.</summary>
    [Theory]
    [InlineData("data_source: internal_events", "events: [{ name: gone, unique: device.id, filter: { colour: red } }]")]
    [InlineData("data_source: internal_events", "tiers: [starter]", "performance_indicator_type: [customer_health]")]
    [InlineData("instrumentation_class: GoneMetric", "value_type: object")]
    [InlineData("instrumentation_class: CountImportsMetric", "options: { colour: red }")]
    [InlineData("query: { operation: add, metrics: [counts.gone] }", "replaced_by: counts.gone")]
    [InlineData("query: { operation: count, from: gone, where: gone.id > now() }", "description: TODO")]
    [InlineData("data_source: redis", "options: { event: a }")]
    [InlineData("query: { operation: median, from: t JOIN u, where: \"a = $1; DELETE\" }")]
    [InlineData("data_source: redis_hll", "time_frame: all")]
    [InlineData("key_path: counts.issues.open")]
    [InlineData("key_path: counts.old_7d", "product_group: planing")]
    public void What_a_removed_metric_refers_to_may_be_gone(params string[] changes) => Assert.DoesNotContain(
        TestProject.Forge()
            .WithSchema("CREATE TABLE issues (id bigint PRIMARY KEY, state_id int, created_at timestamptz)")
            .Without("metrics/counts_all/projects.yml").Without("queries/imports.yml").Without("metrics/counts_all/imports.yml")
            .With("metrics/gone.yml", Removed(Yaml.Metric(["key_path: counts.gone_long_ago", .. changes])))
            .Check(),
        problem => problem.Path.EndsWith("gone.yml", StringComparison.Ordinal));

    [Theory]
    [InlineData("identifiers: [device]", "tiers: [starter]")]
    [InlineData("description: TBD", "product_group: planing")]
    [InlineData("action: deploy", "additional_properties: { email: { description: Whose } }")]
    public void What_a_removed_event_has_may_be_gone(params string[] changes) => Assert.Empty(TestProject.Forge()
        .With("events/gone.yml", Removed(Yaml.Event(["action: go_away", .. changes])))
        .Check());

    /// <summary>A metric that counts an event in the past alone lets it go uncounted today.</summary>
    [Fact]
    public void An_event_of_a_removed_metric_alone_is_counted_by_none() => Assert.Equal("SP0706", TestProject.Forge()
        .With("metrics/gone.yml", Removed(Yaml.EventMetric("key_path: counts.gone", "events: [{ name: open_page }]")))
        .With("events/open_page.yml", Yaml.Event("action: [|open_page|]"))
        .In(surroundings => surroundings with { Use = new ProgramUse("Forge", ["CreateIssue", "CloseIssue", "ArchiveProject", "OpenPage"], []) })
        .Check().Single(problem => problem.Message.Contains("open_page", StringComparison.Ordinal)).Rule.Id);

    private static bool IsOfMetric(RuleExample example) =>
        example.Firing().Marked() is (var path, var text) && path.StartsWith("metrics/", StringComparison.Ordinal)
        && StatusLine().IsMatch(text);

    private static string Removed(string text) =>
        (StatusLine().IsMatch(text) ? StatusLine().Replace(text, "status: removed", 1) : text + "status: removed\n")
        + "milestone_removed: \"1.1\"\nremoved_by_url:\n";

    [GeneratedRegex("^status: active$", RegexOptions.Multiline)]
    private static partial Regex StatusLine();
}
