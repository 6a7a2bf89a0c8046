using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServicePing.Testing.Tests.Support;

namespace ServicePing.Testing.Tests.Values;

/// <summary>What actions of a product change in its metrics, over a real database and counters in memory.</summary>
public class IncreaseTests(BoardServer server) : IClassFixture<BoardServer>
{
    private const string OpenIssue = "INSERT INTO issues DEFAULT VALUES";
    private const string CloseAll = "UPDATE issues SET state_id = 2";

    [Fact]
    public async Task Rows_of_an_action_are_counted()
    {
        await using NpgsqlDataSource database = await server.CreateAsync();
        await using ServicePingTest ping = Board.Run(board => board.UsePostgres(database));
        await BoardServer.RunAsync(database, OpenIssue);

        await ping.ShouldIncrease(BoardMetrics.Counts.IssuesOpen, by: 1, () => BoardServer.RunAsync(database, OpenIssue));
        await ping.ShouldIncrease(BoardMetrics.Counts.IssuesOpen, by: -2, () =>
            ping.ShouldIncrease(BoardMetrics.Counts.Issues, by: 0, () => BoardServer.RunAsync(database, CloseAll)));
        await ping.ShouldBe(BoardMetrics.Counts.Issues, 2);
    }

    [Fact]
    public async Task Four_tests_at_once_have_databases_of_their_own() => await Task.WhenAll(Enumerable.Range(1, 4).Select(async number =>
    {
        await using NpgsqlDataSource database = await server.CreateAsync();
        await using ServicePingTest ping = Board.Run(board => board.UsePostgres(database));
        for (int i = 0; i < 5; i++)
        {
            await ping.ShouldIncrease(BoardMetrics.Counts.IssuesOpen, by: number, async () =>
            {
                for (int row = 0; row < number; row++)
                {
                    await BoardServer.RunAsync(database, OpenIssue);
                }
            });
        }

        await ping.ShouldBe(BoardMetrics.Counts.Issues, 5 * number);
    }));

    [Fact]
    public async Task Events_of_an_action_are_counted_in_the_week_that_is_running()
    {
        await using ServicePingTest ping = Board.Run();
        BoardEvents events = Board.Of(ping);

        await ping.ShouldIncrease(BoardMetrics.Counts.IssuesCreated, by: 2, () =>
        {
            events.CreateIssue(user: 7, project: 1, @namespace: 2);
            events.CreateIssue(user: 7, project: 1, @namespace: 2);
        });
        await ping.ShouldIncrease(BoardMetrics.Counts.IssuesCreatedWeekly, by: 1, () => events.CreateIssue(user: 8, project: 1, @namespace: 2));
        await ping.ShouldIncrease(BoardMetrics.Counts.IssueAuthorsWeekly, by: 0, () => events.CreateIssue(user: 8, project: 1, @namespace: 2));
        await ping.ShouldBe(BoardMetrics.Counts.IssueAuthorsMonthly, 2);
    }

    [Fact]
    public async Task Groups_are_compared_as_JSON()
    {
        await using ServicePingTest ping = Board.Run();
        Board.Of(ping).OpenBoard(user: 7, label: "grid");
        Board.Of(ping).OpenBoard(user: 7, label: "list");
        Board.Of(ping).OpenBoard(user: 7, label: "grid");

        await ping.ShouldBe(BoardMetrics.Counts.BoardsByLayout, """{ "label": { "list": 1, "grid": 2 } }""");
        Golden.Is("groups", await FailureAsync(() => ping.ShouldBe(BoardMetrics.Counts.BoardsByLayout, """{"label":{"grid":3}}""")));
    }

    [Fact]
    public async Task Labels_beyond_a_limit_are_told()
    {
        await using ServicePingTest ping = Board.Run(board => board.Configure(options => options.MaxLabels = 1));
        Board.Of(ping).OpenBoard(user: 7, label: "grid");
        Board.Of(ping).OpenBoard(user: 7, label: "list");

        Golden.Is("labels", await FailureAsync(() => ping.ShouldBe(BoardMetrics.Counts.BoardsByLayout, """{"label":{"grid":1,"list":1}}""")));
    }

    [Fact]
    public async Task A_value_that_does_not_change_says_what_was_tracked_meanwhile()
    {
        await using ServicePingTest ping = Board.Run(board => board.Configure(options => options.IsEventEnabled = name => name != "open_board"));
        BoardEvents events = Board.Of(ping);

        Golden.Is("no-increase", await FailureAsync(() => ping.ShouldIncrease(BoardMetrics.Counts.IssueAuthorsWeekly, by: 1, () =>
        {
            events.CreateIssue(user: EventValue.None, project: 1, @namespace: 2);
            events.OpenBoard(user: 7, label: "grid");
        })));
        Golden.Is("no-event", await FailureAsync(() => ping.ShouldIncrease(BoardMetrics.Counts.IssuesCreated, by: 1, () => { })));
        Golden.Is("other-increase", await FailureAsync(() => ping.ShouldIncrease(
            BoardMetrics.Counts.WebIdePreviews, by: 1, () => ping.Services.GetRequiredService<EventTracker>().Counters.Increment("web_ide_previews_count", by: 3))));
    }

    [Fact]
    public async Task A_period_of_a_database_counts_when_the_clock_has_moved_on()
    {
        await using NpgsqlDataSource database = await server.CreateAsync();
        await using ServicePingTest ping = ServicePingTest.Start(services => services.AddServicePing(board => board.UsePostgres(database)));

        Golden.Is("window", await FailureAsync(() => ping.ShouldIncrease(
            BoardMetrics.Counts.IssuesWeekly, by: 1, () => BoardServer.RunAsync(database, OpenIssue))));
        await ping.ShouldIncrease(BoardMetrics.Counts.IssuesWeekly, by: 2, async () =>
        {
            await BoardServer.RunAsync(database, OpenIssue);
            ping.Clock.Advance(TimeSpan.FromDays(3));
        });
    }

    [Fact]
    public async Task A_metric_that_cannot_be_computed_is_a_failure_and_no_fallback()
    {
        await using NpgsqlDataSource database = await server.CreateAsync();
        await BoardServer.RunAsync(database, "DROP TABLE issues");
        await using ServicePingTest ping = Board.Run(board => board.UsePostgres(database));

        Golden.Is("not-computed", await FailureAsync(() => ping.ShouldIncrease(BoardMetrics.Counts.IssuesOpen, by: 0, () => { })));
        Assert.Contains("cannot be computed: it is Failed.", await FailureAsync(() => ping.ShouldBe(BoardMetrics.Counts.IssuesOpen, -1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_action_throws_comes_out()
    {
        await using ServicePingTest ping = Board.Run();
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() =>
            ping.ShouldIncrease(BoardMetrics.Counts.IssuesCreated, by: 1, () => throw new InvalidTimeZoneException()));
    }

    private static async Task<string> FailureAsync(Func<Task> assertion) =>
        (await Assert.ThrowsAsync<ServicePingAssertionException>(assertion)).Message;
}
