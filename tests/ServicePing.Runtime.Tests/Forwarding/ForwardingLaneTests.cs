using System.Diagnostics;

namespace ServicePing.Tests;

/// <summary>Forwarding holds up neither the program nor another forwarder, and loses no more than it says.</summary>
public sealed class ForwardingLaneTests : ForwardingTest
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task A_forwarder_of_the_program_is_handed_identifiers_properties_and_pseudonyms()
    {
        RecordingForwarder own = new("own");
        await using ForwardingProgram program = ForwardingProgram.Start(Folder, collector: null, build: ping => ping.ForwardEventsTo(_ => own));

        program.Event.Track(7, "bug", 3, "idea");
        program.Quiet.Track(8);

        await ForwardingProgram.UntilAsync(() => !own.Taken.IsEmpty);
        ForwardedEvent taken = Assert.Single(own.Taken);
        Assert.Equal(("e", Ping.RecordedAt, "planning"), (taken.Name, taken.TrackedAt, taken.ProductGroup));
        Assert.Equal((7, "user"), (taken.Identifiers["user"], Assert.Single(taken.Pseudonyms).Key));
        Assert.Equal(["kind", "label", "value"], taken.AdditionalProperties.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_that_throws_and_one_that_hangs_hold_up_no_other_and_no_caller()
    {
        RecordingForwarder throwing = new("throwing", (_, _) => throw new InvalidOperationException("secret"));
        RecordingForwarder hanging = new("hanging", async (_, end) =>
        {
            await Task.Delay(Timeout.Infinite, end);
            return ForwardingResult.Forwarded;
        });
        await using ForwardingProgram program = Start(
            options => (options.ShutdownTimeout, options.Forwarding.RetryFor) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)),
            ping => ping.ForwardEventsTo(_ => throwing).ForwardEventsTo(_ => hanging));

        Stopwatch watch = Stopwatch.StartNew();
        for (int i = 0; i < 200; i++)
        {
            program.Event.Track(i, "bug", i);
        }

        Assert.InRange(watch.ElapsedMilliseconds, 0, 30_000);
        await Collector.HasAsync(200);
        await ForwardingProgram.UntilAsync(() => Of("throwing").DroppedBy.GetValueOrDefault("gave_up") > 0);
        Assert.Equal("InvalidOperationException was thrown.", Of("throwing").LastError);
        Assert.Equal((0, 200), (Of("hanging").Forwarded, Of("hanging").Pending));
        await ForwardingProgram.UntilAsync(() => Of("snowplow").Forwarded == 200);

        ForwardingStatistics Of(string name) => program.Tracker.Statistics.Forwarding.Single(one => one.Forwarder == name);
    }

    [Fact]
    public async Task A_full_queue_drops_what_comes_counts_it_and_says_so_once()
    {
        Collector.Answer = _ => (503, []);
        await using ForwardingProgram program = Start(options =>
            (options.Forwarding.QueueSize, options.Forwarding.BatchSize, options.Forwarding.FirstPause, options.Forwarding.RetryFor, options.ShutdownTimeout) =
            (5, 1, Day, Day * 3, TimeSpan.Zero));
        program.Event.Track(0, "bug", 0);
        await ForwardingProgram.UntilAsync(() => program.Statistics.FailedAttempts == 1);

        for (int i = 1; i <= 20; i++)
        {
            program.Event.Track(i, "bug", i);
        }

        Assert.Equal((6, 15), (program.Statistics.Pending, program.Statistics.DroppedBy["queue_full"]));
        Assert.Single(program.Log, line => line.Contains("are dropped (queue_full)", StringComparison.Ordinal));
        Assert.Equal(21, program.Tracker.Statistics.Tracked);
    }

    [Fact]
    public async Task Batches_are_full_or_old()
    {
        await using ForwardingProgram program = Start(options => (options.Forwarding.BatchSize, options.Forwarding.BatchAge) = (10, TimeSpan.FromSeconds(1)));

        for (int i = 0; i < 25; i++)
        {
            program.Event.Track(i, "bug", i);
        }

        await Collector.HasAsync(25);
        Assert.Equal([10, 10, 5], Collector.Batches);
    }

    [Fact]
    public async Task The_end_of_the_program_sends_what_waits_at_once()
    {
        ForwardingProgram program = Start(options => options.Forwarding.BatchAge = Day);
        for (int i = 0; i < 120; i++)
        {
            program.Event.Track(i, "bug", i);
        }

        await program.DisposeAsync();

        await Collector.HasAsync(120);
        Assert.DoesNotContain(program.Log, line => line.Contains("lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_end_tries_again_what_is_in_a_long_pause()
    {
        int answers = 0;
        Collector.Answer = _ => (Interlocked.Increment(ref answers) == 1 ? 503 : 200, []);
        ForwardingProgram program = Start(options => options.Forwarding.FirstPause = Day / 48);
        program.Event.Track(1, "bug", 1);
        await ForwardingProgram.UntilAsync(() => program.Statistics.FailedAttempts == 1);

        await program.DisposeAsync();

        await Collector.HasAsync(1);
    }

    [Fact]
    public async Task The_end_waits_no_longer_than_it_may_and_says_how_much_is_lost()
    {
        Collector.Answer = _ => (-1, []);
        ForwardingProgram program = Start(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
        for (int i = 0; i < 3; i++)
        {
            program.Event.Track(i, "bug", i);
        }

        Stopwatch watch = Stopwatch.StartNew();
        await program.DisposeAsync();

        // The gate's own limits are longer.
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(15));
        Assert.Single(program.Log, line => line.StartsWith("The program ends before 3 events for 'snowplow' could be forwarded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_killed_process_loses_what_waited_and_sends_nothing_twice_under_another_id()
    {
        long tracked;
        long forwarded;
        using (ForwardingProcess process = ForwardingProcess.Start(Folder, Collector.Address))
        {
            await process.UntilAsync((_, sent, _) => sent >= 50);
            (tracked, forwarded) = await process.KillAsync();
        }

        // What was taken before the process knew of it may be there too.
        await Task.Delay(500);
        Assert.Empty(Collector.Problems);
        long[] came = [.. Collector.Events.Values.Select(one => long.Parse(one.Event.GetProperty("se_va").GetString()!, System.Globalization.CultureInfo.InvariantCulture)).Order()];
        Assert.InRange(came.Length, forwarded, tracked + 1);
        Assert.Equal(Enumerable.Range(1, came.Length).Select(number => (long)number), came);
    }

    /// <summary>Nothing is pending for ever, and each event is in one number, whatever the collector answers.</summary>
    [Fact]
    public async Task Every_event_is_forwarded_or_dropped_once()
    {
        Random random = new(18);
        Collector.Answer = events => (random.Next(6) switch { 0 => 503, 1 => 400, 2 when events > 1 => 413, 3 => 0, _ => 200 }, []);
        await using ForwardingProgram program = Start(options =>
            (options.Forwarding.BatchSize, options.Forwarding.BatchAge, options.Forwarding.FirstPause, options.Forwarding.LongestPause) =
            (7, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(10)));

        await EventSet.OnThreadsAsync(3, thread =>
        {
            for (int i = 0; i < 200; i++)
            {
                program.Event.Track(thread, "bug", i);
            }
        });

        await ForwardingProgram.UntilAsync(() => program.Statistics.Pending == 0);
        Assert.Equal(600, program.Statistics.Forwarded + program.Statistics.Dropped);
        Assert.InRange(Collector.Events.Count, program.Statistics.Forwarded, 600);
        Assert.Empty(Collector.Problems);
    }
}
