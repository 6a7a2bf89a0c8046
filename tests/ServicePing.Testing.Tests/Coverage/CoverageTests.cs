using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Plans;
using ServicePing.Testing.Tests.Support;

namespace ServicePing.Testing.Tests.Coverage;

/// <summary>Which definitions a test has exercised.</summary>
public class CoverageTests
{
    [Fact]
    public async Task An_event_exercises_itself_and_the_metrics_whose_counters_it_moves()
    {
        await using ServicePingTest ping = Board.Run();
        BoardEvents events = Board.Of(ping);
        events.CreateIssue(user: EventValue.None, project: 1, @namespace: 2);
        Assert.Equal(
            ["event create_issue", "metric counts.issues_created", "metric counts.issues_created_monthly", "metric counts.issues_created_weekly"], Exercised(ping));

        ping.Forget();
        events.CreateIssue(user: 7, project: 1, @namespace: 2);
        events.CloseIssue(user: 7);
        events.OpenBoard(user: 7);
        Assert.Equal(
            [
                "event close_issue", "event create_issue", "event open_board", "metric counts.issue_authors_monthly", "metric counts.issue_authors_weekly",
                "metric counts.issues_created", "metric counts.issues_created_monthly", "metric counts.issues_created_weekly",
            ],
            Exercised(ping));

        ping.Forget();
        events.OpenBoard(user: 7, label: "grid");
        Assert.Equal(["event open_board", "metric counts.boards_by_layout"], Exercised(ping));
    }

    [Fact]
    public async Task Known_events_and_counters_exercise_what_reads_them()
    {
        await using ServicePingTest ping = Board.Run();
        ping.Services.GetRequiredService<BoardKnownEvents>().GSearchIssues(7);
        ping.Services.GetRequiredService<EventTracker>().Counters.Increment("WEB_IDE_previews_count");

        IReadOnlyList<string> exercised = Exercised(ping);
        Assert.Contains("known_event g_search_issues", exercised);
        Assert.Contains("metric counts.web_ide_previews", exercised);
        Assert.DoesNotContain(exercised, line => line.StartsWith("event ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_suppressed_exercises_nothing_and_unknown_names_are_told()
    {
        await using ServicePingTest ping = Board.Run(board => board.Configure(options => options.IsEventEnabled = _ => false));
        Board.Of(ping).CreateIssue(user: 7, project: 1, @namespace: 2);
        ping.Services.GetRequiredService<EventTracker>().TrackByName("erase\nissue", new Dictionary<string, EventValue>());

        Assert.Equal(["unknown erase?issue"], Exercised(ping));
    }

    [Fact]
    public async Task The_run_has_a_file_beside_the_tests()
    {
        await using (ServicePingTest ping = Board.Run())
        {
            Board.Of(ping).CloseIssue(user: 7);
            await ping.ShouldBe(BoardMetrics.Counts.IssueAuthorsMonthly, 0);
            ping.Forget();
        }

        string[] lines = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "servicepings.coverage"));
        Assert.Equal("# servicepings.coverage 1", lines[0]);
        Assert.Contains("event close_issue", lines);
        Assert.Contains("metric counts.issue_authors_monthly", lines);
        Assert.Equal(lines.Skip(1).Order(StringComparer.Ordinal).Distinct(), lines.Skip(1));
    }

    [Fact]
    public void Each_process_has_a_file_of_its_own_in_the_folder_that_is_asked_for()
    {
        Assert.EndsWith($"-{Environment.ProcessId}.coverage", CoverageRun.PathIn("runs"), StringComparison.Ordinal);
        Assert.Equal("runs", Path.GetDirectoryName(CoverageRun.PathIn("runs")));
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "servicepings.coverage"), CoverageRun.PathIn(null));
    }

    private static IReadOnlyList<string> Exercised(ServicePingTest ping) =>
    [
        .. ExercisedDefinitions.Of([.. ping.Services.GetServices<MetricSet>()], ping.Calls)
            .Select(line => line.ToString())
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];
}
