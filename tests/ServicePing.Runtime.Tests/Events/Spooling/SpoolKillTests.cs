using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Costs;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Plans;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>Real processes, killed at any moment over real stores: a dozen, and with <c>./test --long</c> two hundred.</summary>
public sealed class SpoolKillTests(PostgresServer postgres) : IClassFixture<PostgresServer>, IDisposable
{
    // In ticks of 10 ms: the interval of the spool is 50 ms, and a machine may be busy.
    private const int Slack = 300;

    private readonly string _folder = Directory.CreateTempSubdirectory("spool").FullName;

    private static int Kills => Environment.GetEnvironmentVariable("SERVICEPING_LONG") is null ? 6 : 100;

    [Fact]
    public async Task Processes_that_are_killed_over_PostgreSQL_are_counted_once() =>
        await KillAsync("postgres " + await postgres.Server.CreateDatabaseAsync(Guid.NewGuid().ToString("N")), seed: 41);

    [Fact]
    public async Task Processes_that_are_killed_over_Redis_are_counted_once()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync();
        await KillAsync("redis " + redis.ConnectionString, seed: 42);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task KillAsync(string store, int seed)
    {
        Random random = new(seed);
        Dictionary<string, (long Least, long Most)> expected = [];
        string spools = Path.Combine(_folder, "spools");
        for (int kill = 0; kill < Kills; kill++)
        {
            string label = $"r{kill}";
            string note = Path.Combine(_folder, label);

            // Every third one reaches the store never, and stands still when it is killed: nothing of it may be missing.
            bool standsStill = kill % 3 == 2;
            using SpoolingProgram program = await SpoolingProgram.StartAsync(
                spools, store, note, label, standsStill ? 2_000 : long.MaxValue, flushes: !standsStill);
            if (standsStill)
            {
                await program.ReadAsync();
                await Task.Delay(2_000);
            }
            else
            {
                await Task.Delay(random.Next(700));
            }

            await program.KillAsync();
            expected[label] = Expected(note, standsStill);
        }

        TestSet set = EventSet.Create();
        await using Ping last = Ping.Of(
            ping => SpoolingProgram.UseCounters(ping, store).Configure(options => options.SpoolFolder = spools), set);
        last.Tracker.EventsOf(set)[0].Track(1, "last", 1);
        await last.Tracker.FlushAsync();
        Assert.Equal((0, null), (last.Tracker.Statistics.Pending, last.Tracker.Statistics.LastError));

        ICounterStore counters = last.Services.GetRequiredService<ICounterStore>();
        IReadOnlyList<CounterReply> replies = await counters.ReadAsync(
            [new(CounterKind.UniqueTotals, [EventSet.Labels]), new(CounterKind.Total, [EventSet.Total])], new CollectionMeter(null), CancellationToken.None);
        IReadOnlyDictionary<string, long> counts = Assert.IsType<CounterReply.Fields>(replies[0]).Counts;

        // An event that was tracked while a record was made may be under one key in it and under another in the next.
        Assert.InRange(
            Assert.IsType<CounterReply.Number>(replies[1]).Value.AsInt64(), expected.Values.Sum(one => one.Least), expected.Values.Sum(one => one.Most));
        foreach ((string label, (long least, long most)) in expected)
        {
            Assert.InRange(counts.GetValueOrDefault(label), least, most);
        }
    }

    private static (long Least, long Most) Expected(string note, bool standsStill)
    {
        ReadOnlySpan<long> numbers = MemoryMarshal.Cast<byte, long>(File.ReadAllBytes(note));
        long most = numbers[0];
        ReadOnlySpan<long> ticks = numbers[1..];
        int last = ticks.LastIndexOfAnyExcept(0);
        long least = last < Slack ? 0 : ticks[..(last - Slack)].LastIndexOfAnyExcept(0) is var at and >= 0 ? ticks[at] : 0;
        return (standsStill ? most : least, most);
    }
}
