using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServicePing.Runtime.Hosting;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Sketches;

namespace ServicePing.Tests;

/// <summary>What a call counts, what it costs and what becomes of it when the store does not take it.</summary>
public sealed class TrackingTests
{
    private readonly ScriptedStore _store = new();

    [Fact]
    public async Task Nothing_is_lost_between_threads_and_flushes()
    {
        const int Threads = 4;
        const int Calls = 100_000;
        (Ping ping, TrackedEvent tracked) = EventSet.Start(_store);
        Task tracking = EventSet.OnThreadsAsync(Threads, thread =>
        {
            for (int i = 0; i < Calls; i++)
            {
                tracked.Track((thread * 1_000) + (i % 5_000), i % 2 == 0 ? "even" : "odd", 0.25);
            }
        });
        while (!tracking.IsCompleted)
        {
            await ping.Tracker.FlushAsync();
        }

        await tracking;
        await ping.Tracker.FlushAsync();

        Assert.Equal(Threads * Calls, _store.Counts[EventSet.Total]);
        Assert.Equal(Threads * Calls, _store.Counts[EventSet.Total + EventSet.Suffix]);
        Assert.Equal(Threads * Calls / 2, _store.Counts[EventSet.Labels + " odd"]);
        Assert.Equal(Threads * Calls * 0.25, _store.Amounts[EventSet.Sum]);
        HyperLogLog expected = new();
        for (int user = 0; user < 8_000; user++)
        {
            expected.Add(((EventValue)user).ToString());
        }

        Assert.Equal(expected.Ranks(), _store.Sketches[EventSet.Users + EventSet.Suffix].Ranks());
        Assert.Equal(Threads * Calls, ping.Tracker.Statistics.Tracked);
        Assert.Equal(0, ping.Tracker.Statistics.Pending);
        await ping.DisposeAsync();
    }

    [Fact]
    public async Task A_call_allocates_nothing_whatever_its_arguments()
    {
        (Ping ping, TrackedEvent tracked) = EventSet.Start(_store);
        Guid guid = Guid.NewGuid();
        string longText = new('ä', 1_000);
        void Track()
        {
            for (int i = 0; i < 2_000; i++)
            {
                tracked.Track(i, "label", i);
                tracked.Track(guid, longText, 0.5);
                tracked.Track("text " + "constant", true, EventValue.None);
                tracked.Track(0.1 * i, long.MaxValue, 2);
            }
        }

        Track();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Track();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        await ping.DisposeAsync();
    }

    [Fact]
    public async Task A_flush_writes_only_what_has_changed()
    {
        (Ping ping, TrackedEvent tracked) = EventSet.Start(_store);
        for (int user = 0; user < 10_000; user++)
        {
            tracked.Track(user, "x", 1);
        }

        await ping.Tracker.FlushAsync();
        tracked.Track(5, EventValue.None, EventValue.None);
        await ping.Tracker.FlushAsync();
        await ping.Tracker.FlushAsync();

        Assert.Equal(2, _store.Flushes.Count);
        Assert.Equal([EventSet.Total, EventSet.Total + EventSet.Suffix], _store.Flushes[1].Writes.Select(write => write.Key));
        await ping.DisposeAsync();
    }

    [Fact]
    public async Task A_flush_whose_answer_was_lost_is_repeated_under_its_id_and_counted_once()
    {
        (Ping ping, TrackedEvent tracked) = EventSet.Start(_store);
        Random random = new(1);
        for (int round = 0; round < 200; round++)
        {
            _store.Answers.Enqueue((Answer)random.Next(3));
            tracked.Track(round, "x", 1);
            await ping.Tracker.FlushAsync();
        }

        await ping.Tracker.FlushAsync();

        Assert.Equal(200, _store.Counts[EventSet.Total]);
        Assert.Equal(200, _store.Counts[EventSet.Labels + " x"]);
        Assert.Equal(200, _store.Amounts[EventSet.Sum]);
        TrackingStatistics statistics = ping.Tracker.Statistics;
        Assert.Equal((200, 0, 0), (statistics.Tracked, statistics.Pending, statistics.Dropped));
        Assert.Equal(_store.Flushes.Count, statistics.Flushes + statistics.FailedFlushes);
        Assert.True(statistics.FailedFlushes > 0);
        Assert.NotNull(statistics.LastError);
        await ping.DisposeAsync();
    }

    [Fact]
    public async Task A_store_that_hangs_keeps_nobody_waiting_and_gets_the_flush_once()
    {
        (Ping ping, TrackedEvent tracked) = EventSet.Start(_store, options => options.CounterTimeout = TimeSpan.FromMilliseconds(50));
        _store.Answers.Enqueue(Answer.HangsThenApplied);
        tracked.Track(1, "x", 1);
        await ping.Tracker.FlushAsync().WaitAsync(TimeSpan.FromSeconds(30));

        // On a busy machine the limit may pass before the flush is made, which would then have both events.
        await _store.Hanging.Task;
        tracked.Track(2, "x", 1);
        await ping.Tracker.FlushAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Single(_store.Flushes);
        Assert.Equal(10, ping.Tracker.Statistics.Pending);

        _store.Recovered.SetResult();
        while (ping.Tracker.Statistics.Pending > 0)
        {
            await ping.Tracker.FlushAsync();
        }

        Assert.Equal(2, _store.Counts[EventSet.Total]);
        Assert.Equal(2, _store.Flushes.Count);
        await ping.DisposeAsync();
    }

    [Fact]
    public async Task What_a_store_refuses_is_reported_by_number()
    {
        (Ping ping, TrackedEvent tracked) = EventSet.Start(_store);
        _store.Answers.Enqueue(Answer.Rejected);
        tracked.Track(1, "x", 1);
        tracked.Track(2, "y", 1);
        await ping.Tracker.FlushAsync();

        Assert.Equal((2, 0, 10), (ping.Tracker.Statistics.Tracked, ping.Tracker.Statistics.Pending, ping.Tracker.Statistics.Dropped));
        await ping.DisposeAsync();
    }

    [Fact]
    public async Task Memory_is_bounded_and_what_finds_none_is_reported_by_number()
    {
        (Ping ping, TrackedEvent tracked) = EventSet.Start(_store, options => options.TrackingMemory = 20_000);
        for (int i = 0; i < 1_000; i++)
        {
            tracked.Track(EventValue.None, $"label {i}", EventValue.None);
        }

        await ping.Tracker.FlushAsync();
        long kept = _store.Counts.Count(pair => pair.Key.StartsWith(EventSet.Labels, StringComparison.Ordinal));
        Assert.InRange(kept, 50, 150);
        Assert.Equal(1_000 - kept, ping.Tracker.Statistics.Dropped);
        Assert.Equal(1_000, _store.Counts[EventSet.Total]);
        Assert.Contains("memory", ping.Tracker.Statistics.LastError, StringComparison.Ordinal);

        // Once they are written and idle, others find room.
        await ping.Tracker.FlushAsync();
        tracked.Track(EventValue.None, "another", EventValue.None);
        await ping.Tracker.FlushAsync();
        Assert.Equal(1, _store.Counts[EventSet.Labels + " another"]);
        await ping.DisposeAsync();
    }

    [Fact]
    public async Task Unique_values_without_memory_are_reported_by_number()
    {
        (Ping ping, TrackedEvent tracked) = EventSet.Start(_store, options => options.TrackingMemory = 2_000);
        for (int user = 0; user < 1_000; user++)
        {
            tracked.Track(user, EventValue.None, EventValue.None);
        }

        await ping.Tracker.FlushAsync();

        long kept = _store.Sketches[EventSet.Users + EventSet.Suffix].Count();
        Assert.InRange(kept, 50, 150);
        Assert.InRange(ping.Tracker.Statistics.Dropped, 800, 950);
        await ping.DisposeAsync();
    }

    [Fact]
    public async Task A_program_that_stops_during_an_outage_waits_a_while_and_says_what_is_lost()
    {
        (Ping ping, TrackedEvent tracked) = EventSet.Start(_store, options => options.ShutdownTimeout = TimeSpan.FromSeconds(3));
        for (int attempt = 0; attempt < 1_000; attempt++)
        {
            _store.Answers.Enqueue(Answer.NotApplied);
        }

        EventFlushing hosted = ping.Services.GetServices<IHostedService>().OfType<EventFlushing>().Single();
        await hosted.StartAsync(default);
        tracked.Track(1, "x", 1);
        await hosted.StoppedAsync(default).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.True(_store.Flushes.Count > 1);
        Assert.Single(_store.Flushes.Select(flush => flush.Id).Distinct());
        Assert.Equal(5, ping.Tracker.Statistics.Pending);
        await ping.DisposeAsync();
    }

    [Fact]
    public async Task An_outage_that_ends_while_the_program_stops_loses_nothing()
    {
        (Ping ping, TrackedEvent tracked) = EventSet.Start(_store);
        _store.Answers.Enqueue(Answer.NotApplied);
        _store.Answers.Enqueue(Answer.AppliedAndLost);
        EventFlushing hosted = ping.Services.GetServices<IHostedService>().OfType<EventFlushing>().Single();
        await hosted.StartAsync(default);
        tracked.Track(1, "x", 1);
        await hosted.StoppedAsync(default);

        Assert.Equal(1, _store.Counts[EventSet.Total]);
        Assert.Equal(0, ping.Tracker.Statistics.Pending);
        await ping.DisposeAsync();
    }

    [Fact]
    public async Task A_program_may_leave_events_out()
    {
        bool doNotTrack = false;
        bool isEnabled = true;
        (Ping ping, TrackedEvent tracked) = EventSet.Start(_store, options =>
        {
            options.DoNotTrack = () => doNotTrack;
            options.IsEventEnabled = name => name == "e" && isEnabled;
        });

        tracked.Track(1, "x", 1);
        doNotTrack = true;
        tracked.Track(1, "x", 1);
        doNotTrack = false;
        isEnabled = false;
        tracked.Track(1, "x", 1);
        await ping.Tracker.FlushAsync();

        Assert.Equal(1, _store.Counts[EventSet.Total]);
        Assert.Equal((1, 0), (ping.Tracker.Statistics.Tracked, ping.Tracker.Statistics.Dropped));
        await ping.DisposeAsync();
    }

    [Fact]
    public async Task A_delegate_that_fails_drops_the_event_and_never_the_caller()
    {
        (Ping ping, TrackedEvent tracked) = EventSet.Start(
            _store, options => options.DoNotTrack = () => throw new InvalidOperationException("No request here."));

        tracked.Track(1, "x", 1);

        Assert.Equal(0, ping.Tracker.Statistics.Tracked);
        Assert.True(ping.Tracker.Statistics.Dropped > 0);
        Assert.Equal("No request here.", ping.Tracker.Statistics.LastError);
        await ping.DisposeAsync();
    }

    [Fact]
    public async Task Tracking_can_be_switched_off()
    {
        (Ping ping, TrackedEvent tracked) = EventSet.Start(_store, options => options.TrackEvents = false);

        tracked.Track(1, "x", 1);
        await ping.Tracker.FlushAsync();

        Assert.Empty(_store.Flushes);
        await ping.DisposeAsync();
    }

    [Fact]
    public async Task Writing_through_needs_no_interval_and_survives_an_outage()
    {
        (Ping ping, TrackedEvent tracked) = EventSet.Start(_store, options => options.WriteThrough = true);
        tracked.Track(1, "x", 1);
        await UntilAsync(() => ping.Tracker.Statistics is { Tracked: 1, Pending: 0, Flushes: 1 });

        _store.Answers.Enqueue(Answer.AppliedAndLost);
        for (int i = 0; i < 1_000; i++)
        {
            tracked.Track(i, "x", 1);
        }

        await UntilAsync(() =>
        {
            ping.Clock.Advance(TimeSpan.FromSeconds(1));
            return ping.Tracker.Statistics is { Tracked: 1_001, Pending: 0 };
        });
        Assert.Equal(1_001, _store.Counts[EventSet.Total]);
        Assert.Equal(1, ping.Tracker.Statistics.FailedFlushes);
        await ping.DisposeAsync();
    }

    [Fact]
    public async Task Threads_that_have_ended_are_forgotten_and_what_they_counted_is_not()
    {
        (Ping ping, TrackedEvent tracked) = EventSet.Start(_store);
        for (int i = 0; i < 50; i++)
        {
            Thread thread = new(() => tracked.Track(1, "x", 1));
            thread.Start();
            thread.Join();
            if (i % 10 == 0)
            {
                await ping.Tracker.FlushAsync();
            }
        }

        await ping.Tracker.FlushAsync();

        Assert.Equal(50, _store.Counts[EventSet.Total]);
        Assert.Equal(50, ping.Tracker.Statistics.Tracked);
        await ping.DisposeAsync();
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (int attempt = 0; attempt < 1_000 && !isSo(); attempt++)
        {
            await Task.Delay(10);
        }

        Assert.True(isSo());
    }
}
