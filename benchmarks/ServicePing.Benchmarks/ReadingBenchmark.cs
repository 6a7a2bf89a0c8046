using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Plans;
using ServicePing.Testing;
using StackExchange.Redis;

namespace ServicePing.Benchmarks;

/// <summary>
/// How long a collection takes to read 3,000 counters and 1,500 unions of four weekly keys from a Redis of its own, beside awaiting a
/// command for each with the same client.
/// </summary>
internal static class ReadingBenchmark
{
    private const int Counters = 3_000;
    private const int Unions = 1_500;
    private const int WarmUp = 3;
    private const int Counted = 9;

    private static readonly DateTimeOffset RecordedAt = new(2026, 11, 21, 2, 15, 0, TimeSpan.Zero);
    private static readonly string[] Weeks = ["-2026-43", "-2026-44", "-2026-45", "-2026-46"];

    public static void Run() => RunAsync().GetAwaiter().GetResult();

    private static async Task RunAsync()
    {
        await using PrivateRedis server = await PrivateRedis.StartAsync().ConfigureAwait(false);
        using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString).ConfigureAwait(false);
        IDatabase redis = connection.GetDatabase();
        await FillAsync(redis).ConfigureAwait(false);

        CounterSet set = new();
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(new SettableClock(RecordedAt));
        ServicePingServiceCollectionExtensions.AddServicePing(services, ping => ping.UseRedis(connection), set);
        await using ServiceProvider provider = services.BuildServiceProvider();
        ServicePingCollector collector = provider.GetRequiredService<ServicePingCollector>();

        ServicePingPayload payload = await collector.CollectAsync().ConfigureAwait(false);
        long[] awaited = await AwaitEachAsync(redis).ConfigureAwait(false);
        long[] collected =
            [.. payload.Metrics.Where(metric => metric.Source == DataSource.InternalEvents).Select(metric => metric.Value.AsInt64())];
        if (!collected.AsSpan().SequenceEqual(awaited))
        {
            throw new InvalidOperationException("The collection has read other numbers than the commands: its figures would mean nothing.");
        }

        Say($"{Counters} counters and {Unions} unions of {Weeks.Length} weekly keys. Median of {Counted} rounds.");
        // Not on the thread on which the client completes its answers: waiting there would be for ever.
        Cost[] costs = await Task.Run(() => Rounds.Medians(
            WarmUp,
            Counted,
            () => collector.CollectAsync().GetAwaiter().GetResult(),
            () => AwaitEachAsync(redis).GetAwaiter().GetResult())).ConfigureAwait(false);
        Say($"a whole collection           {costs[0].Time.TotalMilliseconds,8:F1} ms");
        Say($"one awaited command each     {costs[1].Time.TotalMilliseconds,8:F1} ms");
        Say($"reading: round_trips = {payload.Statistics.RedisRoundTrips}");
        Say($"reading: speedup_vs_awaited = {costs[1].Time / costs[0].Time:F1}");
    }

    private static async Task<long[]> AwaitEachAsync(IDatabase redis)
    {
        long[] values = new long[Counters + Unions];
        for (int i = 0; i < Counters; i++)
        {
            values[i] = (long)await redis.StringGetAsync(Total(i)).ConfigureAwait(false);
        }

        for (int i = 0; i < Unions; i++)
        {
            RedisKey[] keys = [.. Weeks.Select(week => (RedisKey)(Unique(i) + week))];
            values[Counters + i] = await redis.HyperLogLogLengthAsync(keys).ConfigureAwait(false);
        }

        return values;
    }

    /// <summary>Most events are rare, some have hundreds of users a week, a few have tens of thousands.</summary>
    private static async Task FillAsync(IDatabase redis)
    {
        Random random = new(42);
        await Task.WhenAll(Enumerable.Range(0, Counters).Select(i => redis.StringSetAsync(Total(i), random.Next(1_000_000))))
            .ConfigureAwait(false);

        for (int i = 0; i < Unions; i++)
        {
            int users = (i % 20) switch
            {
                0 => 20_000,
                < 4 => 2_000,
                _ => 1 + random.Next(20),
            };
            await Task.WhenAll(Weeks.Select(week => redis.HyperLogLogAddAsync(
                Unique(i) + week,
                [.. Enumerable.Range(0, users).Select(_ => (RedisValue)random.Next(3 * users))]))).ConfigureAwait(false);
        }
    }

    private static string Total(int i) => string.Create(CultureInfo.InvariantCulture, $"{{event_counters}}_event_{i:D4}");

    private static string Unique(int i) => string.Create(CultureInfo.InvariantCulture, $"{{hll_counters}}_event_{i:D4}-user");

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>A metric for each counter and each union.</summary>
    private sealed class CounterSet : MetricSet
    {
        public override string Name => "Reading";

        public override IReadOnlyList<MetricPlan> Metrics { get; } =
        [
            .. Enumerable.Range(0, Counters).Select(i => Plan($"counts.total_{i:D4}", TimeFrame.All)),
            .. Enumerable.Range(0, Unions).Select(i => Plan($"counts.unique_{i:D4}", TimeFrame.TwentyEightDays)),
        ];

        public override IReadOnlyList<CounterReadPlan> CounterReads { get; } =
        [
            .. Enumerable.Range(0, Counters).Select(i => new CounterReadPlan(i, CounterKind.Total, TimeFrame.All, [Total(i)])),
            .. Enumerable.Range(0, Unions).Select(i =>
                new CounterReadPlan(Counters + i, CounterKind.Unique, TimeFrame.TwentyEightDays, [Unique(i)])),
        ];

        private static MetricPlan Plan(FormattableString keyPath, TimeFrame timeFrame) => new(
            keyPath.ToString(CultureInfo.InvariantCulture),
            ValueShape.Integer,
            MetricStatus.Active,
            timeFrame,
            DataSource.InternalEvents,
            DataCategory.Optional);
    }
}
