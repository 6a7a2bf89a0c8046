using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ServicePing.Runtime.Costs;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Events;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Sketches;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>What a process had tracked when it was killed is counted by the next one, once.</summary>
public sealed class SpoolTests : IDisposable
{
    private readonly SettableClock _clock = new(Ping.RecordedAt);
    private readonly InProcessCounterStore _counters;
    private readonly string _root = Directory.CreateTempSubdirectory("spool").FullName;
    private readonly List<string> _log = [];
    private readonly List<Tracking> _processes = [];
    private string _folder;
    private int _folders;
    private int _users;

    public SpoolTests()
    {
        _counters = new InProcessCounterStore(null, _clock, NullLogger.Instance);
        _folder = Path.Combine(_root, "0");
    }

    [Fact]
    public async Task What_was_tracked_while_the_store_was_down_is_counted_by_the_next_process()
    {
        Tracking killed = Start(new FaultyStore(_counters, () => Fault.NotApplied));
        Track(killed, 5);
        await FlushAsync(killed);
        Track(killed, 2);
        killed.Flusher!.DrainToSpool();
        Track(killed, 1);
        Assert.Equal(8 * 5, killed.Statistics.Pending);

        Kill();
        Tracking next = Start(_counters);
        Track(next, 10);
        await FlushAsync(next);

        Assert.Equal(17, await TotalAsync());
        Assert.Equal(7 * 5, next.Statistics.Recovered);
        Assert.Equal("21 Information", Assert.Single(_log)[..14]);
        next.Dispose();
        Assert.Empty(Directory.GetFiles(_folder));
    }

    /// <summary>The process is killed between the commit of the store and the note that it is there.</summary>
    [Fact]
    public async Task A_flush_whose_answer_the_process_did_not_live_to_see_is_not_counted_again()
    {
        Tracking killed = Start(new FaultyStore(_counters, () => Fault.AppliedAndLost));
        Track(killed, 5);
        await FlushAsync(killed);
        Assert.Equal(5, await TotalAsync());
        Track(killed, 3);
        killed.Flusher!.DrainToSpool();

        for (int process = 0; process < 3; process++)
        {
            Kill();
            await FlushAsync(Start(new FaultyStore(_counters, () => process < 2 ? Fault.AppliedAndLost : Fault.None)));
        }

        Assert.Equal(8, await TotalAsync());
    }

    /// <summary>Any order of events, records, flushes that fail in any way, and kills; the oracle is what had reached the file or the store.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whenever_processes_are_killed_everything_is_counted_once(int seed)
    {
        Random random = new(seed);
        long total = 0;
        HyperLogLog users = new();
        FaultyStore store = new(_counters, () => (Fault)random.Next(3));
        for (int process = 0; process < 60; process++)
        {
            Tracking tracking = Start(store);
            List<int> tracked = [];
            for (int step = random.Next(1, 12); step > 0; step--)
            {
                switch (random.Next(4))
                {
                    case 0:
                        tracking.Flusher!.DrainToSpool();
                        Keep();
                        break;
                    case 1:
                        await FlushAsync(tracking);
                        Keep();
                        break;
                    default:
                        int user = random.Next(100_000);
                        tracked.Add(user);
                        tracking.EventsOf(Set)[0].Track(user, $"label {user % 7}", 0.25);
                        break;
                }
            }

            void Keep()
            {
                total += tracked.Count;
                tracked.ForEach(user => users.Add($"{user}"));
                tracked.Clear();
            }

            Kill();
        }

        Tracking last = Start(_counters);
        await FlushAsync(last);

        Assert.Equal(total, await TotalAsync());
        Assert.Equal(total, (await ReadAsync<CounterReply.Fields>(CounterKind.UniqueTotals, EventSet.Labels)).Counts.Values.Sum());
        Assert.Equal(total * 0.25, (await ReadAsync<CounterReply.Number>(CounterKind.Sum, EventSet.Sum)).Value.AsDouble());
        Assert.Equal(
            RedisSketch.ToDense(users),
            RedisSketch.ToDense((await ReadAsync<CounterReply.Sketch>(CounterKind.Unique, EventSet.Users + EventSet.Suffix)).Union));
        Assert.Equal(0, last.Statistics.Pending);
    }

    [Fact]
    public async Task A_torn_end_is_left_out_and_said()
    {
        Tracking killed = Start(new FaultyStore(_counters, () => Fault.NotApplied));
        foreach (int times in (int[])[5, 3])
        {
            Track(killed, times);
            killed.Flusher!.DrainToSpool();
        }

        Kill();
        string file = Assert.Single(Directory.GetFiles(_folder));
        await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file))[..^10]);
        await FlushAsync(Start(_counters));

        Assert.Equal(5, await TotalAsync());
        Assert.StartsWith("22 Warning", _log[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_spool_that_is_older_than_the_memory_of_stores_is_set_aside_and_said()
    {
        Tracking killed = Start(new FaultyStore(_counters, () => Fault.NotApplied));
        Track(killed, 5);
        killed.Flusher!.DrainToSpool();
        Kill();
        _clock.Advance(TimeSpan.FromDays(41));
        await FlushAsync(Start(_counters));

        Assert.Equal(0, await TotalAsync());
        Assert.Contains("25 movements", Assert.Single(_log), StringComparison.Ordinal);
        Assert.EndsWith(".spool.aside", Assert.Single(Directory.GetFiles(_folder)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_something_else_is_set_aside_and_said()
    {
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "notes.spool"), "Something else, and long enough for a header.");
        await FlushAsync(Start(_counters));

        Assert.StartsWith("24 Error", Assert.Single(_log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_of_a_process_that_lives_is_left_to_it()
    {
        Tracking other = Start(new FaultyStore(_counters, () => Fault.NotApplied));
        Track(other, 5);
        other.Flusher!.DrainToSpool();
        Tracking one = Start(_counters);
        Track(one, 1);
        await FlushAsync(one);

        Assert.Equal(1, await TotalAsync());
        Assert.Empty(_log);
        string file = Directory.GetFiles(_folder).Order(StringComparer.Ordinal).First();
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public void A_program_that_ends_while_the_store_is_down_leaves_its_spool()
    {
        Tracking ended = Start(new FaultyStore(_counters, () => Fault.NotApplied));
        Track(ended, 5);
        ended.Dispose();

        Assert.Contains("25 movements", Assert.Single(_log), StringComparison.Ordinal);
        Assert.StartsWith("25 Warning", _log[0], StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_stops_nothing_and_is_said_once()
    {
        await File.WriteAllTextAsync(Path.Combine(_root, "file"), "");
        _folder = Path.Combine(_root, "file", "below");
        Tracking tracking = Start(_counters);
        for (int i = 0; i < 3; i++)
        {
            Track(tracking, 2);
            tracking.Flusher!.DrainToSpool();
        }

        await FlushAsync(tracking);

        Assert.Equal(6, await TotalAsync());
        Assert.Equal(3, tracking.Statistics.FailedSpools);
        Assert.StartsWith("20 Warning", Assert.Single(_log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_gone_is_made_again_with_everything_that_waits()
    {
        Tracking killed = Start(new FaultyStore(_counters, () => Fault.NotApplied));
        Track(killed, 2);
        await FlushAsync(killed);
        Track(killed, 3);
        killed.Flusher!.DrainToSpool();
        Directory.Delete(_folder, recursive: true);
        Track(killed, 4);
        killed.Flusher!.DrainToSpool();
        Kill();
        await FlushAsync(Start(_counters));

        Assert.Equal(9, await TotalAsync());
    }

    [Fact]
    public async Task Where_flushes_fail_for_long_the_file_stays_as_large_as_what_waits()
    {
        Tracking killed = Start(new FaultyStore(_counters, () => Fault.NotApplied));
        Random random = new(5);
        for (int second = 0; second < 600; second++)
        {
            for (int i = 0; i < 300; i++)
            {
                killed.EventsOf(Set)[0].Track(random.Next(1_000_000), "x", 1);
            }

            killed.Flusher!.DrainToSpool();
        }

        Assert.InRange(new FileInfo(Assert.Single(Directory.GetFiles(_folder))).Length, 1, 5 << 20);
        Kill();
        await FlushAsync(Start(_counters));
        Assert.Equal(600 * 300, await TotalAsync());
    }

    /// <summary>The file of the counters is written before a flush is said to be applied, and has the number of the flush in it.</summary>
    [Fact]
    public async Task Counters_in_a_file_are_counted_once_as_well()
    {
        string path = Path.Combine(_root, "counters");
        for (int process = 0; process < 3; process++)
        {
            using InProcessCounterStore file = new(path, _clock, NullLogger.Instance, savesAtOnce: true);
            Tracking killed = Start(new FaultyStore(file, () => Fault.AppliedAndLost));
            Track(killed, 4);
            await FlushAsync(killed);
            Kill();
        }

        using InProcessCounterStore last = new(path, _clock, NullLogger.Instance, savesAtOnce: true);
        await FlushAsync(Start(last));
        CounterReply reply = Assert.Single(
            await last.ReadAsync([new CounterRead(CounterKind.Total, [EventSet.Total])], new CollectionMeter(null), CancellationToken.None));
        Assert.Equal(12, Assert.IsType<CounterReply.Number>(reply).Value.AsInt64());
    }

    public void Dispose()
    {
        _processes.ForEach(process => process.Dispose());
        _counters.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private static TestSet Set { get; } = EventSet.Create();

    private Tracking Start(ICounterStore store)
    {
        Tracking process = new(
            [Set], store, _clock, new ServicePingOptions { SpoolFolder = _folder, SpoolInterval = TimeSpan.FromDays(20) }, new NumberedLog(_log));
        _processes.Add(process);
        return process;
    }

    /// <summary>What a kill leaves: the files as they are, with nobody who holds them.</summary>
    private void Kill()
    {
        string next = Path.Combine(_root, $"{++_folders}");
        Directory.CreateDirectory(next);
        if (Directory.Exists(_folder))
        {
            // Who copies in .NET asks for the lock, which is ours.
            using Process copy = Process.Start("cp", ["-a", _folder + "/.", next]);
            copy.WaitForExit();
            Assert.Equal(0, copy.ExitCode);
        }

        _folder = next;
    }

    private void Track(Tracking process, int times)
    {
        for (int i = 0; i < times; i++)
        {
            process.EventsOf(Set)[0].Track(++_users, "x", 1);
        }
    }

    private static Task<bool> FlushAsync(Tracking process) => process.Flusher!.FlushAsync(CancellationToken.None);

    private async Task<long> TotalAsync() => (await ReadAsync<CounterReply.Number>(CounterKind.Total, EventSet.Total)).Value.AsInt64();

    private async Task<T> ReadAsync<T>(CounterKind kind, string key) => Assert.IsType<T>(Assert.Single(
        await _counters.ReadAsync([new CounterRead(kind, [key], AsSketch: kind == CounterKind.Unique)], new CollectionMeter(null), CancellationToken.None)));

    /// <summary>Keeps the numbers and levels of lines as well.</summary>
    private sealed class NumberedLog(List<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines)
            {
                lines.Add($"{eventId.Id} {logLevel} {formatter(state, exception)}");
            }
        }
    }

    private enum Fault
    {
        None,
        NotApplied,
        AppliedAndLost,
    }

    private sealed class FaultyStore(ICounterStore counters, Func<Fault> next) : ICounterStore
    {
        public async Task<IReadOnlyList<WriteOutcome>> WriteAsync(CounterFlush flush)
        {
            Fault fault = next();
            IReadOnlyList<WriteOutcome>? outcomes = fault == Fault.NotApplied ? null : await counters.WriteAsync(flush);
            return fault == Fault.None ? outcomes! : [.. flush.Writes.Select(_ => WriteOutcome.Retry)];
        }

        public Task<IReadOnlyList<CounterReply>> ReadAsync(
            IReadOnlyList<CounterRead> reads, CollectionMeter meter, CancellationToken cancellationToken) => counters.ReadAsync(reads, meter, cancellationToken);
    }
}
