using System.Diagnostics;
using System.Globalization;
using ServicePing.Runtime.Costs;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Sketches;
using ServicePing.Runtime.Values;
using ServicePing.Testing;

namespace ServicePing.Benchmarks;

/// <summary>What a flush of a thousand counters takes in PostgreSQL and in Redis, which are given the same and must come to the same.</summary>
internal static class StoresBenchmark
{
    private const int Events = 334;
    private const int EventsPerFlush = 20_000;
    private const int Warming = 5;
    private const int Flushes = 40;

    public static void Run() => RunAsync().GetAwaiter().GetResult();

    private static async Task RunAsync()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync(new PrivateRedisOptions { AppendOnly = true }).ConfigureAwait(false);
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { Durable = true }).ConfigureAwait(false);
        await using TrackedProgram inRedis = new(redis.ConnectionString, Events);
        await using TrackedProgram inPostgres = new(ping => ping.UsePostgresCounters(postgres.ConnectionString), Events);
        List<double> redisTimes = [];
        List<double> postgresTimes = [];
        for (int flush = 0; flush < Warming + Flushes; flush++)
        {
            foreach ((TrackedProgram program, List<double> times) in new[] { (inRedis, redisTimes), (inPostgres, postgresTimes) })
            {
                double time = await FlushAsync(program, flush).ConfigureAwait(false);
                if (flush >= Warming)
                {
                    times.Add(time);
                }
            }
        }

        string[] expected = await ValuesAsync(inRedis).ConfigureAwait(false);
        string[] actual = await ValuesAsync(inPostgres).ConfigureAwait(false);
        if (!expected.AsSpan().SequenceEqual(actual))
        {
            throw new InvalidOperationException("The two stores have not come to the same: the figures would mean nothing.");
        }

        double redisMedian = Median(redisTimes);
        double postgresMedian = Median(postgresTimes);
        Say($"{Flushes} flushes of {EventsPerFlush} events over {3 * Events} counters, both to disk; medians:");
        Say($"Redis        {redisMedian,8:F1} ms");
        Say($"PostgreSQL   {postgresMedian,8:F1} ms");
        Say($"stores: postgres_vs_redis_flush = {postgresMedian / redisMedian:F1}");
    }

    private static async Task<double> FlushAsync(TrackedProgram program, int flush)
    {
        Random random = new(flush);
        for (int i = 0; i < EventsPerFlush; i++)
        {
            program.Events[random.Next(Events)].Track(random.Next(100_000), EventValue.None);
        }

        long start = Stopwatch.GetTimestamp();
        await program.Tracker.FlushAsync().ConfigureAwait(false);
        double time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        TrackingStatistics statistics = program.Tracker.Statistics;
        return statistics is { Pending: 0, Dropped: 0, FailedFlushes: 0 }
            ? time
            : throw new InvalidOperationException($"Not all events have arrived: {statistics}");
    }

    private static async Task<string[]> ValuesAsync(TrackedProgram program)
    {
        string suffix = IsoWeek.Of(TimeProvider.System.GetUtcNow().UtcDateTime).Suffix;
        CounterRead[] reads =
        [
            .. from i in Enumerable.Range(0, Events)
               from read in new CounterRead[]
               {
                   new(CounterKind.Total, [TrackedProgram.Total($"event_{i}")]),
                   new(CounterKind.Total, [TrackedProgram.Total($"event_{i}") + suffix]),
                   new(CounterKind.Unique, [TrackedProgram.Users($"event_{i}") + suffix], AsSketch: true),
               }
               select read,
        ];
        return
        [
            .. (await program.Store.ReadAsync(reads, new CollectionMeter(null), CancellationToken.None).ConfigureAwait(false)).Select(reply => reply switch
            {
                CounterReply.Number number => number.Value.AsInt64().ToString(CultureInfo.InvariantCulture),
                CounterReply.Sketch sketch => Convert.ToHexString(RedisSketch.ToDense(sketch.Union)),
                _ => throw new InvalidOperationException($"{reply}"),
            }),
        ];
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
