using System.Text.Json;
using ServicePing.Tests;

namespace ServicePing.Tool.Tests;

/// <summary><c>serviceping coverage</c> names what no test exercises.</summary>
public sealed class CoverageCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-tool-");

    public CoverageCommandTests()
    {
        Write("ping/events/create_issue.yml", Event("create_issue", "planning"));
        Write("ping/events/close_issue.yml", Event("close_issue", "planning"));
        Write("ping/events/old.yml", Event("old", "planning") + "status: removed\nmilestone_removed: '2.0'\nremoved_by_url: https://example.com/2\n");
        Write("ping/known_events/search.yml", "- name: g_search_issues\n  category: search\n  aggregation: weekly\n- name: g_search_code\n  category: search\n  aggregation: weekly\n");
        Write("ping/metrics/created.yml", Metric("counts.issues_created", "planning", "[7d, 28d, all]"));
        Write("ping/metrics/seats.yml", "# Two lines of comment\n# stand before it.\n" + Metric("license.seats", "billing", "none"));
        Write("ping/metrics/old.yml", Metric("counts.old", "billing", "all").Replace("status: active", "status: removed", StringComparison.Ordinal));
        Write("runs/one.coverage", "# servicepings.coverage 1\nevent create_issue\nmetric counts.issues_created_weekly\nunknown erase_issue\n");
        Write("runs/sub/two.coverage", "# servicepings.coverage 1\nevent create_issue\nknown_event g_search_issues\nmetric counts.gone\n");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_no_test_exercises_is_named_with_its_place_by_owner()
    {
        ProgramRun run = await Run("--run", "runs");

        Assert.Equal(
            (0, """
                billing: 0 of 1
                  ping/metrics/seats.yml(3,11): no test exercises the metric license.seats
                planning: 2 of 3
                  ping/events/close_issue.yml(1,9): no test exercises the event close_issue
                search: 1 of 2
                  ping/known_events/search.yml(4,9): no test exercises the known event g_search_code
                Tests track 'erase_issue', which no definition has.
                Of 6 definitions tests exercise 3: 50 %.

                """, ""),
            (run.ExitCode, run.Output, run.Errors));
    }

    [Theory]
    [InlineData("50", 0)]
    [InlineData("50.1", 1)]
    [InlineData("0", 0)]
    [InlineData("100", 1)]
    public async Task Too_few_fail(string percent, int exitCode)
    {
        ProgramRun run = await Run("--run", "runs/one.coverage", "--run", "runs/sub", "--fail-under", percent);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.EndsWith($"Of 6 definitions tests exercise 3: 50 %, {percent} % are asked for.\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_share_is_never_rounded_up()
    {
        Write("runs/three.coverage", "# servicepings.coverage 1\nknown_event g_search_code\nmetric license.seats\n");
        ProgramRun run = await Run("--run", "runs", "--fail-under", "83.4");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("tests exercise 5: 83.3 %, 83.4 % are asked for.", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Run("--run", "runs", "--fail-under", "83.3")).ExitCode);
    }

    [Fact]
    public async Task An_owner_has_its_own_share()
    {
        ProgramRun planning = await Run("--run", "runs", "--owner", "planning", "--fail-under", "66");

        Assert.Equal(0, planning.ExitCode);
        Assert.Contains("Of 3 definitions tests exercise 2: 66.6 %, 66 % are asked for.", planning.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("license.seats", planning.Output, StringComparison.Ordinal);

        ProgramRun nobody = await Run("--run", "runs", "--owner", "plannning");
        Assert.Equal((2, "No definition in use is of the owner 'plannning': write a product_group as definitions have it.\n"), (nobody.ExitCode, nobody.Errors));
    }

    [Theory]
    [InlineData("redis", "known_event g_search_issues", true)]
    [InlineData("redis", "known_event g_other", false)]
    [InlineData("redis", "metric counts_monthly.aggregated_metrics.searchers", true)]
    [InlineData("redis", "metric counts_weekly.aggregated_metrics.searchers", false)]
    [InlineData("database", "known_event g_search_issues", false)]
    [InlineData("database", "metric counts_monthly.aggregated_metrics.searchers", true)]
    public async Task An_aggregate_is_exercised_by_a_call_of_one_of_its_events_or_by_its_value(string source, string line, bool isExercised)
    {
        Write("ping/aggregates/search.yml", $"- name: searchers\n  operator: OR\n  source: {source}\n  time_frame: [28d]\n  events: [g_search_issues, g_search_code]\n");
        Write("aggregate.coverage", $"# servicepings.coverage 1\n{line}\n");

        ProgramRun run = await Run("--run", "aggregate.coverage");

        Assert.Contains("Of 7 definitions", run.Output, StringComparison.Ordinal);
        Assert.Equal(!isExercised, run.Output.Contains("  ping/aggregates/search.yml(1,9): no test exercises the aggregate searchers\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Programs_read_JSON()
    {
        ProgramRun run = await Run("--run", "runs", "--json", "--fail-under", "90");
        using JsonDocument json = JsonDocument.Parse(run.Output);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal((6, 3), (json.RootElement.GetProperty("definitions").GetInt32(), json.RootElement.GetProperty("exercised").GetInt32()));
        JsonElement first = json.RootElement.GetProperty("never_exercised")[0];
        Assert.Equal(
            ("event", "close_issue", "planning", "ping/events/close_issue.yml", 1, 9),
            (first.GetProperty("kind").GetString(), first.GetProperty("name").GetString(), first.GetProperty("owner").GetString(), first.GetProperty("path").GetString(),
            first.GetProperty("line").GetInt32(), first.GetProperty("column").GetInt32()));
        Assert.Equal("erase_issue", Assert.Single(json.RootElement.GetProperty("unknown").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task A_run_that_is_none_is_wrong_usage()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "empty"));
        Write("other.coverage", "<coverage/>\n");

        ProgramRun none = await Run("--run", "empty");
        ProgramRun other = await Run("--run", "other.coverage");

        Assert.Equal(2, none.ExitCode);
        Assert.StartsWith("No file ends in '.coverage' in 'empty': run the tests, ", none.Errors, StringComparison.Ordinal);
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("does not begin with '# servicepings.coverage 1'", other.Errors, StringComparison.Ordinal);
        Assert.Equal(2, (await Run("--run", "runs", "--fail-under", "101")).ExitCode);
    }

    private Task<ProgramRun> Run(params string[] arguments) => ToolRun.Of(_folder.FullName, ["coverage", "ping", .. arguments]);

    private void Write(string path, string text)
    {
        string file = Path.Combine(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static string Event(string action, string owner) => $"""
        action: {action}
        description: Someone does {action}
        internal_events: true
        product_group: {owner}
        milestone: "1.0"
        introduced_by_url: https://example.com/1
        tiers: [free]

        """;

    private static string Metric(string keyPath, string owner, string timeFrame) => $"""
        key_path: {keyPath}
        description: What it counts
        product_group: {owner}
        value_type: number
        status: active
        milestone: "1.0"
        introduced_by_url: https://example.com/1
        time_frame: {timeFrame}
        data_source: internal_events
        tiers: [free]

        """;
}
