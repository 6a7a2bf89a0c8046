using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Rules;

namespace ServicePing.Definitions.Tests.Rules;

/// <summary>The rules that look at the C# of a program.</summary>
public sealed class UsageRuleTests
{
    private const string File = "metrics/counts_all/other.yml";

    /// <summary>Every event of the project is triggered, and a metric that the examples remove is used.</summary>
    private static readonly ProgramUse Use = new(
        "Forge",
        ["CreateIssue", "CloseIssue", "ArchiveProject"],
        [new MetricUse("counts.closed", new RelatedPlace("/forge/Report.cs", default))]);

    internal static IReadOnlyList<RuleExample> Examples =>
    [
        new("SP0701", () => Reopened("[|reopen_issue|]").With(File, Over("reopen_issue", "create_issue")), () => Reopened("close_issue"), "ReopenIssue(…)"),
        new("SP0702", () => Reopened("reopen_issue").SwitchOff("SP0701").With(File, Over("[|reopen_issue|]")), () => Program().With(File, Over("create_issue")), "always 0"),
        new("SP0706", () => Program().With("metrics/counts_all/archived.yml", Over("close_issue")).With("events/archive_project.yml", Yaml.Event("action: [|archive_project|]", "tiers: [premium, ultimate]")), () => Program().With("metrics/counts_all/more.yml", Over("close_issue")), "No metric counts"),
        new("SP0710", () => Program().With("metrics/counts_all/closed.yml", Closed("[|removed|]")), () => Program(), "Report.cs"),
    ];

    [Fact]
    public void Where_the_program_is_not_built_its_use_is_not_looked_at() =>
        Assert.Empty(Reopened("reopen_issue").In(surroundings => surroundings with { Use = null }).Check());

    [Fact]
    public void The_place_of_a_use_is_named() =>
        Assert.Equal(
            "/forge/Report.cs",
            Assert.Single(Program().With("metrics/counts_all/closed.yml", Closed("[|removed|]")).Single().Related).Path);

    /// <summary>Every event has a metric.</summary>
    private static TestProject Program() => TestProject.Forge()
        .In(surroundings => surroundings with { Use = Use })
        .With("metrics/counts_all/closed.yml", Closed("active"))
        .With("metrics/counts_all/archived.yml", Yaml.EventMetric(
            "key_path: counts.projects_archived", "tiers: [premium]", "events: [{ name: archive_project }, { name: close_issue }]"));

    private static TestProject Reopened(string action) =>
        Program().With(action.Contains("close", StringComparison.Ordinal) ? "events/close_issue.yml" : "events/reopen_issue.yml", Yaml.Event($"action: {action}"));

    private static string Closed(string status) => Yaml.EventMetric(
        "key_path: counts.closed", $"status: {status}", "milestone_removed: \"1.1\"", "removed_by_url:", "events: [{ name: close_issue }]");

    private static string Over(params string[] events) => Yaml.EventMetric(
        "key_path: counts.other", $"events: [{string.Join(", ", events.Select(name => $"{{ name: {name} }}"))}]");
}
