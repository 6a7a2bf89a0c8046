using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>Four threads track while a real Redis goes away and comes back: everything is counted once.</summary>
public sealed class OutageTests : RedisTest
{
    private const int Threads = 4;
    private const int Users = 3_000;

    private readonly long[] _calls = new long[Threads];
    private volatile bool _isOver;

    [Fact]
    public async Task A_server_that_is_killed_and_restarted_misses_nothing()
    {
        (Ping ping, Task tracking) = Begin(Server.ConnectionString);
        for (int round = 0; round < 3; round++)
        {
            await FlushForAsync(ping, TimeSpan.FromMilliseconds(300));
            await Server.KillAsync();
            await FlushForAsync(ping, TimeSpan.FromMilliseconds(300));
            await Server.RestartAsync();
        }

        await ConnectAsync();
        await CheckAsync(ping, tracking);
    }

    [Fact]
    public async Task A_server_that_stands_still_and_goes_on_counts_once()
    {
        (Ping ping, Task tracking) = Begin(Server.ConnectionString);
        for (int round = 0; round < 2; round++)
        {
            await FlushForAsync(ping, TimeSpan.FromMilliseconds(300));
            await Server.PauseAsync();
            await FlushForAsync(ping, TimeSpan.FromMilliseconds(900));
            await Server.ResumeAsync();
        }

        await CheckAsync(ping, tracking);
    }

    [Fact]
    public async Task A_connection_that_is_cut_after_the_request_was_sent_counts_once()
    {
        await using CuttingProxy proxy = new(Server.Port);
        (Ping ping, Task tracking) = Begin(proxy.Address);
        for (int round = 0; round < 5; round++)
        {
            await FlushForAsync(ping, TimeSpan.FromMilliseconds(200));
            proxy.LosesAnswers = true;
            await FlushForAsync(ping, TimeSpan.FromMilliseconds(200));
            proxy.Cut();
            proxy.LosesAnswers = false;
        }

        await CheckAsync(ping, tracking);
    }

    private (Ping Ping, Task Tracking) Begin(string redis)
    {
        TestSet set = EventSet.Create();
        Ping ping = Ping.Of(
            builder => builder.UseRedis(redis).Configure(options => options.CounterTimeout = TimeSpan.FromMilliseconds(300)), set);
        TrackedEvent tracked = ping.Tracker.EventsOf(set)[0];
        Task tracking = EventSet.OnThreadsAsync(Threads, thread =>
        {
            for (int i = 0; !_isOver; i++)
            {
                tracked.Track(i % Users, i % 2 == 0 ? "even" : "odd", 0.5);
                _calls[thread]++;
                if (i % 100 == 0)
                {
                    Thread.Yield();
                }
            }
        });
        return (ping, tracking);
    }

    private static async Task FlushForAsync(Ping ping, TimeSpan time)
    {
        Task end = Task.Delay(time);
        while (!end.IsCompleted)
        {
            await ping.Tracker.FlushAsync();
            await Task.Delay(20);
        }
    }

    private async Task CheckAsync(Ping ping, Task tracking)
    {
        _isOver = true;
        await tracking;
        for (int attempt = 0; attempt < 300 && ping.Tracker.Statistics.Pending > 0; attempt++)
        {
            await ping.Tracker.FlushAsync();
            await Task.Delay(50);
        }

        TrackingStatistics statistics = ping.Tracker.Statistics;
        Assert.True(statistics.FailedFlushes > 0);
        Assert.Equal((0, 0), (statistics.Pending, statistics.Dropped));
        Assert.Equal(_calls.Sum(), statistics.Tracked);
        Assert.Equal(_calls.Sum(), (long)await Plain.StringGetAsync(EventSet.Total));
        Assert.Equal(_calls.Sum(), (long)await Plain.StringGetAsync(EventSet.Total + EventSet.Suffix));
        Assert.Equal(_calls.Sum() * 0.5, (double)await Plain.StringGetAsync(EventSet.Sum));
        Assert.Equal(_calls.Sum(), (await Plain.HashGetAllAsync(EventSet.Labels)).Sum(field => (long)field.Value));
        HyperLogLog expected = new();
        for (int user = 0; user < Users; user++)
        {
            expected.Add(((EventValue)user).ToString());
        }

        Assert.Equal(expected.Count(), await Plain.HyperLogLogLengthAsync(EventSet.Users + EventSet.Suffix));
        await ping.DisposeAsync();
    }
}
