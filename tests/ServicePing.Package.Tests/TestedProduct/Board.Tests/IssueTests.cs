using Microsoft.Extensions.DependencyInjection;
using ServicePing;
using ServicePing.Testing;

namespace Board.Tests;

public class IssueTests(BoardFixture board) : IClassFixture<BoardFixture>
{
    [Fact]
    public async Task An_issue_is_closed_by_whoever_closes_it()
    {
        Assert.NotNull(board);
        await using ServicePingTest ping = await BoardFixture.StartAsync();
        Issues issues = ping.Services.GetRequiredService<Issues>();
        await issues.CreateAsync(user: 7, BoardEvents.CreateIssueLabel.Bug);

        await ping.ShouldIncrease(BoardMetrics.Counts.IssuesOpen, by: -1, () => issues.CloseAllAsync(user: 8));

        ping.Events.CloseIssue.ShouldHaveBeenTrackedOnce(user: 8);
        ping.Events.CreateIssue.ShouldNotHaveBeenTracked(user: 8);
        ping.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(1, (long)await ping.Services.GetRequiredService<ServicePingCollector>().CollectAsync(BoardMetrics.Counts.IssueAuthorsWeekly));
    }

    [Fact]
    public async Task A_failure_says_what_was_tracked_instead()
    {
        bool doesNotTrack = false;
        await using ServicePingTest ping = await BoardFixture.StartAsync(() => doesNotTrack);
        Issues issues = ping.Services.GetRequiredService<Issues>();
        await issues.CreateAsync(user: 8, BoardEvents.CreateIssueLabel.Bug);
        doesNotTrack = true;
        await issues.CreateAsync(user: 7, BoardEvents.CreateIssueLabel.Bug);

        ServicePingAssertionException failure = Assert.Throws<ServicePingAssertionException>(
            () => ping.Events.CreateIssue.ShouldHaveBeenTrackedOnce(user: 7, label: BoardEvents.CreateIssueLabel.Bug));

        Assert.Equal(
            """
            The event 'create_issue' should have been tracked once with these arguments. It was not.

            Expected:
                create_issue(user: 7, label: "bug")

            Nearest:
                create_issue(user: 8, project: 1, label: "bug")
                             ~~~~~~~

            Suppressed:
                create_issue(user: 7, project: 1, label: "bug")
                    The option DoNotTrack says yes.
            """,
            failure.Message);
    }
}
