using Microsoft.CodeAnalysis;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Emission;

/// <summary>A definition with a mistake keeps what code names of it: the compiler reports the mistake, and nothing else.</summary>
public class DegradeTests
{
    private const string Users = """
        using ServicePing;
        using System.Text.Json;

        namespace Forge;

        internal static class Users
        {
            public static object[] Read() =>
            [
                (Metric<long>)ForgeMetrics.Counts.IssuesOpen, (Metric<long>)ForgeMetrics.Counts.Issues, (Metric<long>)ForgeMetrics.Counts.IssuesWeekly,
                (Metric<long>)ForgeMetrics.Counts.IssuesMonthly, (Metric<JsonElement>)ForgeMetrics.Counts.IssuesByState, (Metric<string>)ForgeMetrics.License.Edition,
                (Metric<long>)ForgeMetrics.Redis.IssuesCreatedMonthly, (Metric<long>)ForgeMetrics.RedisHllCounters.Compliance.GComplianceDashboardWeekly,
                (Metric<long>)ForgeMetrics.CountsWeekly.AggregatedMetrics.ComplianceAny,
            ];

            public static void Track(ForgeEvents events, ForgeKnownEvents known)
            {
                events.CreateIssue(user: 1, project: 2, @namespace: 3, label: "bug", value: 2, weight: 3, isFirst: true);
                events.CloseIssue();
                known.GComplianceDashboard(1);
                known.IComplianceAuditEvents([1, 2]);
            }
        }
        """;

    /// <summary>What is wrong with the project before any mistake.</summary>
    private static readonly Lazy<Task<List<string>>> Known = new(() => ErrorsAsync(ForgeProject.Create()));

    /// <summary>A file, the words in it, and the mistake that takes their place.</summary>
    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "metrics/issues_open.yml", "description: What", "description: \"What" },
        { "metrics/issues_open.yml", "description: What", "description: 'What" },
        { "metrics/issues_open.yml", "description: What", "description What" },
        { "metrics/issues_open.yml", "description: What", "  description: What" },
        { "metrics/issues_open.yml", "description: What", "\tdescription: What" },
        { "metrics/issues_open.yml", "description: What", "description: a: What" },
        { "metrics/issues_open.yml", "description: What", "description: @What" },
        { "metrics/issues_open.yml", "description: What", "- description: What" },
        { "metrics/issues_open.yml", "description: What", "description: \0What" },
        { "metrics/issues_open.yml", "[free, premium, ultimate]", "[free, premium, ultimate" },
        { "metrics/issues_open.yml", "[free, premium, ultimate]", "[free, {premium, ultimate]" },
        { "metrics/issues_open.yml", "value_type: number", "value_type: numbr" },
        { "metrics/issues_open.yml", "value_type: number", "value_type" },
        { "metrics/issues_open.yml", "status: active", "status: activ" },
        { "metrics/issues_open.yml", "status: active", "status: [active" },
        { "metrics/issues_open.yml", "data_source: database", "data_source: databse" },
        { "metrics/issues_open.yml", "time_frame: all", "time_frame: al" },
        { "metrics/issues_open.yml", "  operation: count", "  operation: cont" },
        { "metrics/issues_open.yml", "  operation: count", "  operation: 'count" },
        { "metrics/issues_open.yml", "  operation: count", "operation: count" },
        { "metrics/issues_open.yml", "  from: issues", "  from: " },
        { "metrics/issues_open.yml", "  from: issues", "   from: issues" },
        { "metrics/issues_open.yml", "query:", "query" },
        { "metrics/issues_open.yml", "query:", "qery:" },
        { "metrics/issues.yml", "time_frame: [7d, 28d, all]", "time_frame: [7d, 28d, al" },
        { "metrics/issues.yml", "time_frame: [7d, 28d, all]", "time_frame: [7d, 28, all]" },
        { "metrics/issues.yml", "time_frame: [7d, 28d, all]", "time_frame:" },
        { "metrics/issues.yml", "time_frame: [7d, 28d, all]", "tme_frame: [7d, 28d, all]" },
        { "metrics/issues.yml", "time_frame: [7d, 28d, all]", "" },
        { "metrics/issues_by_state.yml", "value_type: object", "value_type: objct" },
        { "metrics/edition.yml", "instrumentation_class: EditionMetric", "instrumentation_class: [" },
        { "metrics/created.yml", "  - name: create_issue", "  - name: 'create_issue" },
        { "metrics/created.yml", "  - name: create_issue", "  - nam: create_issue" },
        { "events/create_issue.yml", "description: The event", "description: \"The event" },
        { "events/create_issue.yml", "internal_events: true", "internal_events: 'true" },
        { "events/create_issue.yml", "internal_events: true", "internal_events: tru" },
        { "events/create_issue.yml", "label: { description: The kind of the issue }", "label: { description: The kind of the issue" },
        { "events/create_issue.yml", "label: { description: The kind of the issue }", "label: { descripton: The kind of the issue }" },
        { "events/create_issue.yml", "identifiers: [user, project, namespace]", "identifiers: [user, project, namespace" },
        { "events/create_issue.yml", "description: \"Between <1> & 9\"", "description: \"Between <1> & 9" },
        { "events/close_issue.yml", "milestone: \"1.0\"", "milestone: \"1.0" },
        { "known_events/compliance.yml", "  expiry: 84", "  expiry: '84" },
        { "known_events/compliance.yml", "  expiry: 84", "expiry: 84" },
        { "known_events/compliance.yml", "  aggregation: daily", "   aggregation: daily" },
        { "known_events/compliance.yml", "- name: known\n", "- name: [known\n" },
        { "aggregates/compliance.yml", "  operator: AND", "  operator: 'AND" },
        { "aggregates/compliance.yml", "events: [authors, builders]", "events: [authors, builders" },
        { "overrides/total_counters.yml", "USAGE_ISSUE_CLOSE", "\"USAGE_ISSUE_CLOSE" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_reported_in_its_file_and_breaks_no_code(string file, string words, string mistake)
    {
        TestProject project = ForgeProject.Create().WithSource(Users)
            .Edit(file, text =>
            {
                Assert.Contains(words, text, StringComparison.Ordinal);
                return text.Replace(words, mistake, StringComparison.Ordinal);
            });

        GeneratorOutcome outcome = project.Generate();

        Assert.Empty(outcome.Diagnostics);
        Assert.Empty(outcome.Compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        IEnumerable<string> problems = (await ErrorsAsync(project)).Except(await Known.Value);
        Assert.NotEmpty(problems);
        Assert.All(problems, problem => Assert.StartsWith(TestProject.Root + file, problem, StringComparison.Ordinal));
    }

    private static async Task<List<string>> ErrorsAsync(TestProject project) =>
    [
        .. (await project.AnalyzeAsync())
            .Where(problem => problem.Severity == DiagnosticSeverity.Error)
            .Select(problem => $"{problem.Location.GetLineSpan().Path} {problem.Id} {problem.GetMessage(null)}"),
    ];

    [Fact]
    public void Code_that_uses_them_compiles_where_nothing_is_wrong() => ForgeProject.Create().WithSource(Users).Generate().Compiles();

    [Fact]
    public void A_name_that_is_gone_breaks_the_code_that_uses_it() =>
        Assert.Contains(
            ForgeProject.Create().WithSource(Users).Edit("metrics/issues_open.yml", text => text.Replace("key_path: c", "key_path: 'c", StringComparison.Ordinal))
                .Generate().Compilation.GetDiagnostics(),
            diagnostic => diagnostic.Id == "CS0117");
}
