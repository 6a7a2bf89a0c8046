using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ServicePing.Runtime.Costs;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Events;
using ServicePing.Runtime.Hosting;
using ServicePing.Runtime.Labels;
using ServicePing.Runtime.Plans;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>Whatever a flush meets, there is a next one.</summary>
public sealed class FlushLoopTests
{
    private readonly ScriptedStore _store = new();

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Writing_through_without_an_interval_repeats_a_flush_that_failed(int failures)
    {
        (Ping ping, TrackedEvent tracked) = EventSet.Start(_store, options =>
        {
            options.WriteThrough = true;
            options.FlushInterval = Timeout.InfiniteTimeSpan;
        });
        for (int i = 0; i < failures; i++)
        {
            _store.Answers.Enqueue(i % 2 == 0 ? Answer.NotApplied : Answer.AppliedAndLost);
        }

        tracked.Track(1, "x", 1);
        await UntilAsync(() => ping.Tracker.Statistics is { Pending: 0, Flushes: 1 }, ping.Clock);

        Assert.Equal(failures, ping.Tracker.Statistics.FailedFlushes);
        Assert.Equal(1, _store.Counts[EventSet.Total]);
        tracked.Track(2, "x", 1);
        await UntilAsync(() => ping.Tracker.Statistics is { Pending: 0, Flushes: 2 }, clock: null);
        await ping.DisposeAsync();
    }

    [Fact]
    public async Task Writing_through_waits_longer_and_longer_for_a_store_that_is_down()
    {
        SettableClock clock = new(Ping.RecordedAt);
        List<DateTimeOffset> attempts = [];
        using WriteThrough writing = new(
            _ =>
            {
                lock (attempts)
                {
                    attempts.Add(clock.GetUtcNow());
                }

                return Task.FromResult(false);
            },
            clock);

        writing.Begin();
        await UntilAsync(() => attempts.Count >= 12, clock, TimeSpan.FromMilliseconds(10));

        TimeSpan[] pauses = [.. attempts.Zip(attempts.Skip(1), (first, second) => second - first)];
        Assert.InRange(pauses[0], TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(60));
        Assert.All(pauses.Skip(6), pause => Assert.True(pause >= TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task Writing_through_ends_with_the_program_also_when_the_store_is_down()
    {
        (Ping ping, TrackedEvent tracked) = EventSet.Start(_store, options =>
        {
            options.WriteThrough = true;
            options.ShutdownTimeout = TimeSpan.Zero;
        });
        for (int i = 0; i < 1_000; i++)
        {
            _store.Answers.Enqueue(Answer.NotApplied);
        }

        tracked.Track(1, "x", 1);
        await UntilAsync(() => ping.Tracker.Statistics.FailedFlushes > 0, clock: null);
        await ping.DisposeAsync();
        await Task.Delay(100);
        int attempts = _store.Flushes.Count;
        for (int i = 0; i < 20; i++)
        {
            ping.Clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(5);
        }

        Assert.Equal(attempts, _store.Flushes.Count);
    }

    [Fact]
    public async Task A_store_that_throws_does_not_end_the_loop()
    {
        ThrowingStore store = new(_store) { Throws = 3 };
        await TrackAndFlushAsync(store, logger: null, expectedFailures: 3);
    }

    [Fact]
    public async Task A_log_that_throws_does_not_end_the_loop()
    {
        _store.Answers.Enqueue(Answer.Rejected);
        await TrackAndFlushAsync(_store, new ThrowingLogger(), expectedFailures: 0);
    }

    [Fact]
    public async Task A_drain_that_throws_is_repeated_and_keeps_what_it_had()
    {
        ThrowingClock clock = new();
        OtherLabels others = new(new LabelLimits(100, 100), NullLogger.Instance);
        using Tallies tallies = new(
            [new CellPlan(CounterKind.Total, AllTime: EventSet.Total)], clock, new MemoryBudget(1 << 20), others, isSteady: true);
        CounterFlusher flusher = new(tallies, others, _store, TimeSpan.FromSeconds(30), NullLogger.Instance);
        tallies.Current.Move([0], EventValue.None, by: 3);

        clock.Throws = true;
        Assert.False(await flusher.FlushAsync(default));
        Assert.Equal("No time.", flusher.Statistics.LastError);
        clock.Throws = false;
        Assert.True(await flusher.FlushAsync(default));

        Assert.Equal(3, _store.Counts[EventSet.Total]);
        Assert.Equal((1, 1, 0), (flusher.Statistics.FailedFlushes, flusher.Statistics.Flushes, flusher.Statistics.Pending));
    }

    private async Task TrackAndFlushAsync(ICounterStore store, ILogger<EventTracker>? logger, int expectedFailures)
    {
        TestSet set = EventSet.Create();
        await using Ping ping = Ping.Of(
            builder =>
            {
                builder.Services.AddSingleton(store);
                if (logger is not null)
                {
                    builder.Services.AddSingleton(logger);
                }
            },
            set);
        EventFlushing hosted = ping.Services.GetServices<IHostedService>().OfType<EventFlushing>().Single();
        await hosted.StartAsync(default);
        TrackedEvent tracked = ping.Tracker.EventsOf(set)[0];
        tracked.Track(1, "x", 1);
        await UntilAsync(() => ping.Tracker.Statistics is { Pending: 0, Flushes: 1 }, ping.Clock);
        long before = _store.Counts.GetValueOrDefault(EventSet.Total);

        tracked.Track(2, "x", 1);
        await UntilAsync(() => ping.Tracker.Statistics is { Pending: 0, Flushes: 2 }, ping.Clock);

        Assert.Equal(before + 1, _store.Counts[EventSet.Total]);
        Assert.Equal(expectedFailures, ping.Tracker.Statistics.FailedFlushes);
    }

    /// <summary>Waits for what other threads do, and lets time pass for them.</summary>
    private static async Task UntilAsync(Func<bool> isSo, SettableClock? clock, TimeSpan? step = null)
    {
        for (int i = 0; i < 30_000; i++)
        {
            if (isSo())
            {
                return;
            }

            clock?.Advance(step ?? TimeSpan.FromSeconds(1));
            await Task.Delay(1);
        }

        Assert.Fail("It does not happen.");
    }

    private sealed class ThrowingStore(ICounterStore store) : ICounterStore
    {
        public int Throws { get; set; }

        public Task<IReadOnlyList<WriteOutcome>> WriteAsync(CounterFlush flush) =>
            Throws-- > 0 ? throw new InvalidOperationException("No store today.") : store.WriteAsync(flush);

        public Task<IReadOnlyList<CounterReply>> ReadAsync(
            IReadOnlyList<CounterRead> reads, CollectionMeter meter, CancellationToken cancellationToken) =>
            store.ReadAsync(reads, meter, cancellationToken);

        public Task<IReadOnlyList<MetricFinding>> CheckAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
            store.CheckAsync(keys, cancellationToken);
    }

    private sealed class ThrowingLogger : ILogger<EventTracker>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("The disk is full.");
    }
}
