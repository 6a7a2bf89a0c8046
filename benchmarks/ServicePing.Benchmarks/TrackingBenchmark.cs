using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ServicePing.Runtime.Plans;
using ServicePing.Testing;
using StackExchange.Redis;

namespace ServicePing.Benchmarks;

/// <summary>
/// What tracking an event costs its caller, how many events a second arrive in a Redis of their own, and how many commands a flush takes;
/// beside the ways in which one would count events otherwise.
/// </summary>
internal static class TrackingBenchmark
{
    private const int Filters = 4;
    private const int TrackedEvents = 1_000_000;
    private const int FlushedKeys = 1_000;
    private const int RegistersPerEvent = 1 << 14;

    public static void Run() => RunAsync().GetAwaiter().GetResult();

    private static async Task RunAsync()
    {
        await using PrivateRedis server = await PrivateRedis.StartAsync().ConfigureAwait(false);
        using ConnectionMultiplexer connection =
            await ConnectionMultiplexer.ConnectAsync(server.ConnectionString + ",allowAdmin=true").ConfigureAwait(false);
        await using TrackedProgram program = new(server.ConnectionString, Sequence.Events);
        await using TrackedProgram filtered = new(server.ConnectionString, Sequence.Events, Filters);

        Say($"{Sequence.Events} events, {Sequence.Users} users; time and memory of the caller's thread a call.");
        Line("empty call", new EmptyCall());
        Line("Interlocked.Increment", new InterlockedCall(new long[Sequence.Events]));
        Channel<(int, int)> channel = Channel.CreateUnbounded<(int, int)>(new UnboundedChannelOptions { SingleReader = true });
        Task drained = DrainAsync(channel.Reader);
        Line("Channel, and a thread that drains it", new ChannelCall(channel.Writer));
        channel.Writer.Complete();
        await drained.ConfigureAwait(false);
        CallCost tracking = Line("tracking", new TrackCall(program.Events));
        double spooled = await SpooledAsync(server.ConnectionString).ConfigureAwait(false);
        Line($"tracking with {Filters} filters", new FilteredCall(filtered.Events));
        await using TrackedProgram even = new(server.ConnectionString, Sequence.Events);
        byte[] registers = new byte[Sequence.Events * RegistersPerEvent];
        Array.Fill(registers, (byte)1);
        Line("the same, all events and users equally", new TrackCall(even.Events), Sequence.Even);
        Line("reading a random one of 16 MB", new ReadCall(registers), Sequence.Even);

        double endToEnd = await EndToEndAsync(server.ConnectionString).ConfigureAwait(false);
        double fireAndForget = await FireAndForgetAsync(connection.GetDatabase()).ConfigureAwait(false);
        double awaited = await AwaitedAsync(connection.GetDatabase()).ConfigureAwait(false);
        Say($"events a second until Redis has them, one thread:");
        Say($"tracking, then a flush               {endToEnd,12:F0}");
        Say($"StackExchange.Redis fire-and-forget  {fireAndForget,12:F0}");
        Say($"awaiting each event's commands       {awaited,12:F0}");

        long commands = await FlushCommandsAsync(server.ConnectionString, connection).ConfigureAwait(false);
        Say($"tracking: ns_per_call = {tracking.Median:F1}");
        Say($"tracking: spool_ns_more = {spooled - tracking.Median:F1}");
        Say($"tracking: bytes_per_call = {tracking.Bytes:F0}");
        Say($"tracking: events_vs_awaited = {endToEnd / awaited:F0}");
        Say($"tracking: flush_commands = {commands}");
    }

    /// <summary>What a call costs a program that keeps what it has tracked in a file as well.</summary>
    private static async Task<double> SpooledAsync(string redis)
    {
        string folder = Directory.CreateTempSubdirectory("spool").FullName;
        TrackedProgram program = new(ping => ping.UseRedis(redis).Configure(options => options.SpoolFolder = folder), Sequence.Events);
        CallCost cost = Line("tracking with a spool", new TrackCall(program.Events));
        await program.DisposeAsync().ConfigureAwait(false);
        Directory.Delete(folder, recursive: true);
        return cost.Median;
    }

    /// <summary>Measures a call on one thread and on two; the cost on one.</summary>
    private static CallCost Line<TCall>(string name, TCall call, Sequence? sequence = null)
        where TCall : struct, ICall
    {
        sequence ??= Sequence.AsInPrograms;
        CallCost one = Calls.Measure(call, sequence, threads: 1);
        CallCost two = Calls.Measure(call, sequence, threads: 2);
        Say($"{name,-38} 1 thread {one}   2 threads {two}");
        return one;
    }

    private static async Task DrainAsync(ChannelReader<(int, int)> reader)
    {
        await foreach ((int, int) _ in reader.ReadAllAsync().ConfigureAwait(false))
        {
        }
    }

    private static async Task<double> EndToEndAsync(string redis)
    {
        double best = 0;
        for (int round = 0; round < 3; round++)
        {
            await using TrackedProgram program = new(redis, Sequence.Events);
            await program.Tracker.FlushAsync().ConfigureAwait(false);
            long start = Stopwatch.GetTimestamp();
            Track(program.Events);
            await program.Tracker.FlushAsync().ConfigureAwait(false);
            best = Math.Max(best, TrackedEvents / Stopwatch.GetElapsedTime(start).TotalSeconds);
            Check(program.Tracker);
        }

        return best;
    }

    private static async Task<double> FireAndForgetAsync(IDatabase redis)
    {
        const int Events = 50_000;
        double best = 0;
        for (int round = 0; round < 3; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < Events; i++)
            {
                (int number, int user) = Sequence.AsInPrograms[i];
                _ = Send(redis, number, user, CommandFlags.FireAndForget);
            }

            await redis.PingAsync().ConfigureAwait(false);
            best = Math.Max(best, Events / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    private static async Task<double> AwaitedAsync(IDatabase redis)
    {
        const int Events = 3_000;
        double best = 0;
        for (int round = 0; round < 3; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < Events; i++)
            {
                (int number, int user) = Sequence.AsInPrograms[i];
                await Send(redis, number, user, CommandFlags.None).ConfigureAwait(false);
            }

            best = Math.Max(best, Events / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    /// <summary>What an event writes, command by command, all sent at once.</summary>
    private static Task Send(IDatabase redis, int number, int user, CommandFlags flags)
    {
        TimeSpan sixWeeks = TimeSpan.FromDays(42);
        string total = TrackedProgram.Total($"plain_{number}");
        string users = TrackedProgram.Users($"plain_{number}");
        return Task.WhenAll(
            redis.StringIncrementAsync(total, 1, flags),
            redis.StringIncrementAsync(total + "-2026-47", 1, flags),
            redis.HyperLogLogAddAsync(users + "-2026-47", user, flags),
            redis.KeyExpireAsync(users + "-2026-47", sixWeeks, flags));
    }

    /// <summary>The commands that the server counts for a flush of a million events, those within scripts too.</summary>
    private static async Task<long> FlushCommandsAsync(string redis, ConnectionMultiplexer connection)
    {
        const int KeysPerEvent = 3;
        await using TrackedProgram program = new(redis, (FlushedKeys + KeysPerEvent - 1) / KeysPerEvent);
        await program.Tracker.FlushAsync().ConfigureAwait(false);
        await connection.GetServer(connection.GetEndPoints()[0]).FlushDatabaseAsync().ConfigureAwait(false);

        long before = await CommandsAsync(connection).ConfigureAwait(false);
        long start = Stopwatch.GetTimestamp();
        Track(program.Events);
        long flush = Stopwatch.GetTimestamp();
        await program.Tracker.FlushAsync().ConfigureAwait(false);
        TimeSpan flushing = Stopwatch.GetElapsedTime(flush);
        long commands = await CommandsAsync(connection).ConfigureAwait(false) - before;

        Check(program.Tracker);
        IDatabase database = connection.GetDatabase();
        long counted = 0;
        for (int i = 0; i < program.Events.Length; i++)
        {
            counted += (long)await database.StringGetAsync(TrackedProgram.Total($"event_{i}")).ConfigureAwait(false);
        }

        if (counted != TrackedEvents)
        {
            throw new InvalidOperationException($"Redis has counted {counted} of {TrackedEvents} events: the figures would mean nothing.");
        }

        Say($"{TrackedEvents} events over {program.Events.Length * KeysPerEvent} keys: tracked in {Stopwatch.GetElapsedTime(start, flush).TotalMilliseconds:F0} ms, flushed in {flushing.TotalMilliseconds:F0} ms");
        return commands;
    }

    private static async Task<long> CommandsAsync(ConnectionMultiplexer connection)
    {
        string stats = await connection.GetServer(connection.GetEndPoints()[0]).InfoRawAsync("commandstats").ConfigureAwait(false) ?? "";
        return stats.Split('\n')
            .Where(line => line.StartsWith("cmdstat_", StringComparison.Ordinal) && !line.StartsWith("cmdstat_info", StringComparison.Ordinal))
            .Sum(line => long.Parse(line.Split("calls=")[1].Split(',')[0], CultureInfo.InvariantCulture));
    }

    private static void Track(TrackedEvent[] events)
    {
        for (int i = 0; i < TrackedEvents; i++)
        {
            (int number, int user) = Sequence.AsInPrograms[i];
            events[number % events.Length].Track(user, "label");
        }
    }

    private static void Check(EventTracker tracker)
    {
        TrackingStatistics statistics = tracker.Statistics;
        if (statistics.Tracked != TrackedEvents || statistics.Pending != 0 || statistics.Dropped != 0)
        {
            throw new InvalidOperationException($"Not all events have arrived: {statistics}");
        }
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private readonly struct EmptyCall : ICall
    {
        public void Make(int number, int user) => Nothing(number, user);

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static void Nothing(int number, int user)
        {
        }
    }

    private readonly struct InterlockedCall(long[] counts) : ICall
    {
        public void Make(int number, int user) => Interlocked.Increment(ref counts[number]);
    }

    private readonly struct ChannelCall(ChannelWriter<(int, int)> writer) : ICall
    {
        public void Make(int number, int user) => writer.TryWrite((number, user));
    }

    /// <summary>The least that a counter of different users must do: look at the register that the user's hash chooses.</summary>
    private readonly struct ReadCall(byte[] registers) : ICall
    {
        public void Make(int number, int user)
        {
            int register = (int)((uint)user * 2_654_435_769 >> 18);
            if (registers[(number * RegistersPerEvent) + register] == 0)
            {
                throw new InvalidOperationException("All registers are set.");
            }
        }
    }

    private readonly struct TrackCall(TrackedEvent[] events) : ICall
    {
        public void Make(int number, int user) => events[number].Track(user, EventValue.None);
    }

    private readonly struct FilteredCall(TrackedEvent[] events) : ICall
    {
        private static readonly string[] Labels = [.. Enumerable.Range(0, Filters).Select(filter => $"label_{filter}")];

        public void Make(int number, int user) => events[number].Track(user, Labels[user % Filters]);
    }
}
