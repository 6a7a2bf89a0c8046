using Microsoft.Extensions.DependencyInjection;
using ServicePing.Testing;

namespace Board.Tests;

public class FirstTests(BoardFixture board) : ParallelTests(board, 1);

public class SecondTests(BoardFixture board) : ParallelTests(board, 2);

public class ThirdTests(BoardFixture board) : ParallelTests(board, 3);

public class FourthTests(BoardFixture board) : ParallelTests(board, 4);

/// <summary>Four classes that run at the same time, each of which does something else as often as its number says.</summary>
public abstract class ParallelTests(BoardFixture board, int number) : IClassFixture<BoardFixture>
{
    [Fact]
    public async Task Nothing_of_another_test_is_seen()
    {
        Assert.NotNull(board);
        await using ServicePingTest ping = await BoardFixture.StartAsync();
        Issues issues = ping.Services.GetRequiredService<Issues>();
        await BoardFixture.TogetherAsync(tests: 4);

        await ping.ShouldIncrease(BoardMetrics.Counts.IssuesOpen, by: number, () =>
            ping.ShouldIncrease(BoardMetrics.Counts.IssuesCreatedWeekly, by: number, async () =>
            {
                for (int i = 0; i < number; i++)
                {
                    await issues.CreateAsync(user: number, BoardEvents.CreateIssueLabel.Bug);
                }
            }));

        ping.Events.CreateIssue.With(user: number, label: BoardEvents.CreateIssueLabel.Bug).ShouldHaveBeenTracked(times: number);
        Assert.Equal(number, ping.Calls.Count);
    }
}
