using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServicePing.Testing.Tests.Support;

namespace ServicePing.Testing.Tests.Scope;

/// <summary>A test sees its own program and nothing else.</summary>
public class ServicePingTestTests
{
    [Fact]
    public async Task Tests_that_run_in_parallel_see_their_own_calls_and_counters()
    {
        const int Tests = 4;
        using Barrier together = new(Tests);
        await Task.WhenAll(Enumerable.Range(1, Tests).Select(number => Task.Factory.StartNew(
            async () =>
            {
                await using ServicePingTest ping = Board.Run();
                BoardEvents events = Board.Of(ping);
                together.SignalAndWait();
                for (int i = 0; i < 1000 * number; i++)
                {
                    events.CreateIssue(user: number, project: i, @namespace: 0);
                }

                together.SignalAndWait();
                ping.Events.CreateIssue.With(user: number).ShouldHaveBeenTracked(times: 1000 * number);
                Assert.Equal(1000 * number, ping.Calls.Count);
                await ping.Services.GetRequiredService<EventTracker>().FlushAsync();
                Assert.Equal(
                    1000 * number, (long)await ping.Services.GetRequiredService<ServicePingCollector>().CollectAsync(BoardMetrics.Counts.IssuesCreated));
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));
    }

    [Fact]
    public async Task Counters_are_those_of_the_weeks_that_the_clock_has_gone_through()
    {
        await using ServicePingTest ping = Board.Run();
        EventTracker tracker = ping.Services.GetRequiredService<EventTracker>();
        ServicePingCollector collector = ping.Services.GetRequiredService<ServicePingCollector>();
        Board.Of(ping).CreateIssue(user: 7, project: 1, @namespace: 2);
        Board.Of(ping).CreateIssue(user: 8, project: 1, @namespace: 2);
        await tracker.FlushAsync();
        Assert.Equal(0, (long)await collector.CollectAsync(BoardMetrics.Counts.IssueAuthorsWeekly));

        ping.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(2, (long)await collector.CollectAsync(BoardMetrics.Counts.IssueAuthorsWeekly));

        ping.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(0, (long)await collector.CollectAsync(BoardMetrics.Counts.IssueAuthorsWeekly));
        Assert.Equal(2, (long)await collector.CollectAsync(BoardMetrics.Counts.IssueAuthorsMonthly));
    }

    [Fact]
    public async Task Five_weeks_pass_while_the_services_of_a_host_run()
    {
        await using ServicePingTest ping = Board.Run();
        IHostedService[] services = [.. ping.Services.GetServices<IHostedService>()];
        foreach (IHostedService service in services)
        {
            await service.StartAsync(CancellationToken.None);
        }

        for (int week = 1; week <= 5; week++)
        {
            Board.Of(ping).CreateIssue(user: week, project: 1, @namespace: 2);
            ping.Clock.Advance(TimeSpan.FromDays(7));
        }

        Assert.Equal(Board.Start.AddDays(35), ping.Clock.GetUtcNow());
        await ping.Services.GetRequiredService<EventTracker>().FlushAsync();
        ServicePingPayload payload = await ping.Services.GetRequiredService<ServicePingCollector>().CollectAsync();
        Assert.Equal(5, payload.Read(BoardMetrics.Counts.IssuesCreated));
        Assert.Equal(4, payload.Read(BoardMetrics.Counts.IssueAuthorsMonthly));
        Assert.Equal(1, payload.Read(BoardMetrics.Counts.IssueAuthorsWeekly));
        foreach (IHostedService service in services)
        {
            await service.StopAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_host_is_put_under_the_eyes_of_a_test_without_the_store_that_it_has_configured()
    {
        await using ServicePingTest ping = new(Board.Start);
        Assert.Throws<InvalidOperationException>(() => ping.Services);
        ServiceCollection services = new();
        services.AddServicePing(board => board.UseRedis("localhost:1"));
        services.UseServicePingTesting(ping);
        await using ServiceProvider provider = services.BuildServiceProvider();
        foreach (IHostedService service in provider.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }

        provider.GetRequiredService<BoardEvents>().CreateIssue(user: 7, project: 1, @namespace: 2);
        await provider.GetRequiredService<EventTracker>().FlushAsync();

        Assert.Same(provider.GetRequiredService<EventTracker>(), ping.Services.GetRequiredService<EventTracker>());
        ping.Events.CreateIssue.ShouldHaveBeenTrackedOnce(user: 7);
        Assert.Equal(1, (long)await provider.GetRequiredService<ServicePingCollector>().CollectAsync(BoardMetrics.Counts.IssuesCreated));
    }

    [Fact]
    public async Task What_was_tracked_may_be_forgotten()
    {
        await using ServicePingTest ping = Board.Run();
        Board.Of(ping).CreateIssue(user: 7, project: 1, @namespace: 2);
        ping.Forget();
        ping.Events.CreateIssue.ShouldNotHaveBeenTracked();
    }

    [Fact]
    public async Task Expecting_something_tracks_nothing()
    {
        await using ServicePingTest ping = Board.Run();
        ping.Events.CreateIssue.ShouldNotHaveBeenTracked(user: 7);

        Assert.Empty(ping.Calls);
        Assert.Equal(0, ping.Services.GetRequiredService<EventTracker>().Statistics.Tracked);
    }
}
