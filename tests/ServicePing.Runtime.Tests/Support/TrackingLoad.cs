using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Sketches;
using StackExchange.Redis;

namespace ServicePing.Tests;

/// <summary>Four threads that track without a pause, and what a store must have counted when they stop.</summary>
internal sealed class TrackingLoad : IAsyncDisposable
{
    private const int Threads = 4;
    private const int Users = 3_000;

    private readonly long[] _calls = new long[Threads];
    private readonly Ping _ping;
    private readonly Task _tracking;
    private volatile bool _isOver;

    internal TrackingLoad(string redis)
    {
        TestSet set = EventSet.Create();
        _ping = Ping.Of(
            builder => builder.UseRedis(redis).Configure(options => options.CounterTimeout = TimeSpan.FromMilliseconds(300)), set);
        TrackedEvent tracked = _ping.Tracker.EventsOf(set)[0];
        _tracking = EventSet.OnThreadsAsync(Threads, thread =>
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
    }

    internal TrackingStatistics Statistics => _ping.Tracker.Statistics;

    /// <summary>Flushes again and again.</summary>
    internal Task FlushForAsync(TimeSpan time) => FlushUntilAsync(Task.Delay(time));

    /// <summary>Flushes again and again while something else goes on.</summary>
    internal async Task FlushUntilAsync(Task end)
    {
        while (!end.IsCompleted)
        {
            await _ping.Tracker.FlushAsync();
            await Task.Delay(20);
        }

        await end;
    }

    /// <summary>Stops the threads, brings what is left to the store, and compares: there was trouble, and all was counted once.</summary>
    internal async Task CheckAsync(IDatabase redis)
    {
        _isOver = true;
        await _tracking;
        for (int attempt = 0; attempt < 300 && Statistics.Pending > 0; attempt++)
        {
            await _ping.Tracker.FlushAsync();
            await Task.Delay(50);
        }

        TrackingStatistics statistics = Statistics;
        Assert.True(statistics.FailedFlushes > 0);
        Assert.Equal((0, 0), (statistics.Pending, statistics.Dropped));
        Assert.Equal(_calls.Sum(), statistics.Tracked);
        Assert.Equal(_calls.Sum(), (long)await redis.StringGetAsync(EventSet.Total));
        Assert.Equal(_calls.Sum(), (long)await redis.StringGetAsync(EventSet.Total + EventSet.Suffix));
        Assert.Equal(_calls.Sum() * 0.5, (double)await redis.StringGetAsync(EventSet.Sum));
        Assert.Equal(_calls.Sum(), (await redis.HashGetAllAsync(EventSet.Labels)).Sum(field => (long)field.Value));
        HyperLogLog expected = new();
        for (int user = 0; user < Users; user++)
        {
            expected.Add(((EventValue)user).ToString());
        }

        Assert.Equal(expected.Count(), await redis.HyperLogLogLengthAsync(EventSet.Users + EventSet.Suffix));
    }

    public async ValueTask DisposeAsync()
    {
        _isOver = true;
        await _tracking;
        await _ping.DisposeAsync();
    }
}
