using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServicePing.Runtime.Hosting;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>A program that stops while its real Redis is away stops in time, and says by number what is lost.</summary>
public sealed class ShutdownTests : RedisTest
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    // Where all is written, however busy the machine is.
    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(1);

    private readonly List<string> _log = [];
    private EventTracker? _tracker;
    private int _users;

    [Fact]
    public async Task What_was_tracked_before_the_program_stops_is_written()
    {
        Ping ping = await StartAsync(events: 100, Enough);
        await StopAsync(ping);

        Assert.Equal(0, _tracker!.Statistics.Pending);
        Assert.Equal(100, (long)await Plain.StringGetAsync(EventSet.Total));
        Assert.DoesNotContain(_log, line => line.Contains("lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_killed_server_cannot_take_is_reported_and_what_it_has_taken_is_there()
    {
        Ping ping = await StartAsync(events: 100);
        await _tracker!.FlushAsync();
        await Server.KillAsync();
        Track(ping, events: 23);
        await StopAsync(ping);

        AssertLost(events: 23);
        await Server.RestartAsync();
        await ConnectAsync();
        Assert.Equal(100, (long)await Plain.StringGetAsync(EventSet.Total));
    }

    [Fact]
    public async Task A_server_that_hangs_does_not_hold_up_the_end_of_the_program()
    {
        Ping ping = await StartAsync(events: 100);
        await _tracker!.FlushAsync();
        await Server.PauseAsync();
        Track(ping, events: 23);
        await StopAsync(ping);
        await Server.ResumeAsync();

        AssertLost(events: 23);
    }

    [Fact]
    public async Task What_is_tracked_after_the_last_flush_of_the_host_is_written_and_after_the_container_is_gone_it_is_reported()
    {
        Ping ping = await StartAsync(events: 100, Enough);
        await ping.Services.GetServices<IHostedService>().OfType<EventFlushing>().Single().StoppedAsync(default);
        TrackedEvent tracked = Track(ping, events: 3);
        await ping.DisposeAsync();

        Assert.Equal(103, (long)await Plain.StringGetAsync(EventSet.Total));
        Assert.DoesNotContain(_log, line => line.Contains("lost", StringComparison.Ordinal));

        tracked.Track(_users++, "x", 1);
        tracked.Track(_users++, "x", 1);
        Assert.Equal(10, _tracker!.Statistics.Pending);
        Assert.Single(_log, line => line.Contains("tracked after the last flush", StringComparison.Ordinal));
    }

    private async Task<Ping> StartAsync(int events, TimeSpan? limit = null)
    {
        TestSet set = EventSet.Create();
        Ping ping = Ping.Of(
            builder =>
            {
                builder.UseRedis(Server.ConnectionString).Configure(options => options.ShutdownTimeout = limit ?? Limit);
                builder.Services.AddSingleton<ILogger<EventTracker>>(new ListLogger<EventTracker>(_log));
            },
            set);
        await ping.Services.GetServices<IHostedService>().OfType<EventFlushing>().Single().StartAsync(default);
        _tracker = ping.Tracker;
        Track(ping, events);
        return ping;
    }

    /// <summary>Tracks events of users who are new.</summary>
    private TrackedEvent Track(Ping ping, int events)
    {
        TrackedEvent tracked = ping.Tracker.EventsOf(ping.Services.GetServices<MetricSet>().Single(set => set.Events.Count > 0))[0];
        for (int i = 0; i < events; i++)
        {
            tracked.Track(_users++, "x", 1);
        }

        return tracked;
    }

    /// <summary>Ends the program as its host would.</summary>
    private static async Task StopAsync(Ping ping)
    {
        Stopwatch watch = Stopwatch.StartNew();
        await ping.Services.GetServices<IHostedService>().OfType<EventFlushing>().Single().StoppedAsync(default);
        await ping.DisposeAsync();

        // The half minute more is for a machine that is busy with other tests.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Limit + TimeSpan.FromSeconds(30));
    }

    /// <summary>Each event moves five counters.</summary>
    private void AssertLost(int events)
    {
        Assert.Equal(5 * events, _tracker!.Statistics.Pending);
        Assert.Single(_log, line => line.Contains($" {5 * events} movements", StringComparison.Ordinal)
            && line.Contains("are lost", StringComparison.Ordinal));
    }
}
