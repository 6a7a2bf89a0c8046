using ServicePing.Definitions.Rules;

namespace ServicePing.Definitions.Tests.Rules;

/// <summary>The rules that look at the C# of a program.</summary>
public sealed class UsageRuleTests
{
    private const string File = "metrics/counts_all/other.yml";

    /// <summary>Every event of the project and of the cases but one.</summary>
    private static readonly ProgramUse Use = new(
        ["CreateIssue", "CloseIssue", "ArchiveProject"],
        [new MetricUse("Counts.Old", new RelatedPlace("/forge/Report.cs", default))]);

    /// <summary>Rule, file, a text that breaks it at the marked word, a similar text that does not, words of the message.</summary>
    public static TheoryData<string, string, string, string, string> Cases => new()
    {
        { "SP0701", "events/reopen_issue.yml", Yaml.Event("action: [|reopen_issue|]"), Yaml.Event("action: close_issue", "additional_properties: {}"), "ReopenIssue(…)" },
        { "SP0702", File, Yaml.EventMetric("key_path: counts.other", "events: [{ name: [|reopen_issue|] }]"), Yaml.EventMetric("key_path: counts.other", "events: [{ name: create_issue }]"), "always 0" },
        { "SP0706", "events/archive_project.yml", Yaml.Event("action: [|archive_project|]"), Yaml.Event("action: archive_project", "-internal_events"), "No metric counts" },
        { "SP0710", "metrics/counts_all/old.yml", Removed("[|removed|]"), Removed("active"), "Report.cs" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_rule_fires_at_the_offending_word_and_nowhere_else(
        string rule, string path, string firing, string silent, string message)
    {
        TestProject project = Project().With(path, firing);
        Problem problem = project.Single([.. project.CheckUse(Use).Where(problem => problem.Rule.Id == rule && problem.Path.EndsWith(path, StringComparison.Ordinal))]);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.True(problem.Rule.NeedsProgram);

        Assert.DoesNotContain(
            Project().With(path, silent).CheckUse(Use),
            problem => problem.Rule.Id == rule && problem.Path.EndsWith(path, StringComparison.Ordinal));
    }

    [Fact]
    public void A_metric_of_which_one_event_is_triggered_is_not_always_zero() =>
        Assert.DoesNotContain(
            Project()
                .With("events/reopen_issue.yml", Yaml.Event("action: reopen_issue"))
                .With(File, Yaml.EventMetric("key_path: counts.other", "events: [{ name: reopen_issue }, { name: close_issue }]"))
                .CheckUse(Use),
            problem => problem.Rule.Id == "SP0702");

    [Fact]
    public void The_place_of_a_use_is_named() =>
        Assert.Equal(
            "/forge/Report.cs", Assert.Single(TestProject.Forge().CheckUse(Use).Single(problem => problem.Rule.Id == "SP0710").Related).Path);

    private static TestProject Project() => TestProject.Forge()
        .With("metrics/counts_all/closed.yml", Yaml.EventMetric("key_path: counts.issues_closed", "events: [{ name: close_issue }]"))
        .With("metrics/counts_all/old.yml", Removed("active"))
        .With("events/reopen_issue.yml", Yaml.Event("action: reopen_issue"));

    private static string Removed(string status) => Yaml.Metric(
        "key_path: counts.old", $"status: {status}", "milestone_removed: \"1.1\"", "removed_by_url:",
        "query: { operation: count, from: issues }");
}
