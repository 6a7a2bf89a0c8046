using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Counters.Postgres;
using ServicePing.Runtime.Databases.Connections;
using ServicePing.Testing;
using Xunit.Abstractions;

namespace ServicePing.Tests;

/// <summary>
/// Counters in PostgreSQL are written anew by every flush, and take no more room for it. <c>./test --long</c> flushes once a second for an
/// hour, or for as many minutes as <c>SERVICEPING_FLUSH_MINUTES</c> says; otherwise as fast as it goes, some hundred times.
/// </summary>
public sealed class FlatSizeTests(ITestOutputHelper output)
{
    private const int Settling = 60;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("SERVICEPING_LONG") is not null;

    private static readonly int Flushes = IsLong
        ? 60 * int.Parse(Environment.GetEnvironmentVariable("SERVICEPING_FLUSH_MINUTES") ?? "60", CultureInfo.InvariantCulture)
        : 240;

    [Fact]
    public async Task Flushes_leave_tables_and_indexes_as_large_as_they_were()
    {
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using PostgresCounterStore store = new(
            new CounterDatabase(new PostgresDatabase("counters", source, isOwned: false)), TimeSpan.FromSeconds(30), NullLogger.Instance);
        Random random = new(7);
        Guid writer = Guid.NewGuid();
        await WriteAsync(store, new CounterFlush(writer, [.. Sets(random, values: 40_000)]) { Number = 1 });
        long settled = 0;
        Stopwatch watch = Stopwatch.StartNew();
        for (int flush = 1; flush <= Flushes; flush++)
        {
            await WriteAsync(store, new CounterFlush(Guid.NewGuid(), [.. Numbers(random), .. Sets(random, values: 30)]) { Writer = writer, Number = 1 + flush });
            if (flush == Settling)
            {
                settled = await SizeAsync(source);
            }

            if (flush % (Flushes / 8) == 0)
            {
                output.WriteLine($"{watch.Elapsed.TotalSeconds:F0} s, {flush} flushes: {await SizeAsync(source) / 1024} KiB");
            }

            if (IsLong && TimeSpan.FromSeconds(flush) - watch.Elapsed is { Ticks: > 0 } pause)
            {
                await Task.Delay(pause);
            }
        }

        // The server tells of what a session has done once a second at most.
        await Task.Delay(2_000);
        foreach ((string table, long updated, long hot) in await UpdatesAsync(source))
        {
            output.WriteLine($"{table}: {updated} updates, {100.0 * hot / updated:F1} % HOT");
            Assert.InRange((double)hot / updated, 0.95, 1);
        }

        Assert.InRange(await SizeAsync(source), 1, settled * 11 / 10);
    }

    private static IEnumerable<CounterWrite> Numbers(Random random) =>
    [
        .. Enumerable.Range(0, 300).Select(i => new CounterWrite.Count($"{{event_counters}}_event_{i}", null, random.Next(1, 9))),
        .. Enumerable.Range(0, 300).Select(i => new CounterWrite.Count($"{{event_counters}}_event_{i}-2026-47", CounterWrite.SixWeeks, random.Next(1, 9))),
        .. Enumerable.Range(0, 50).Select(i => new CounterWrite.Amount($"{{event_sums}}_event_{i}", null, random.Next(1, 9) / 8.0)),
        .. from i in Enumerable.Range(0, 20)
           from label in Enumerable.Range(0, 20)
           select new CounterWrite.Field($"{{hll_counters}}_event_{i}-label", null, $"label {label}", 1, Most: 1_000),
    ];

    private static IEnumerable<CounterWrite> Sets(Random random, int values) => Enumerable.Range(0, 100).Select(i => new CounterWrite.Values(
        $"{{hll_counters}}_event_{i}-user-2026-47", CounterWrite.SixWeeks, [.. Enumerable.Range(0, values).Select(_ => (EventValue)random.Next(1_000_000))]));

    private static async Task WriteAsync(PostgresCounterStore store, CounterFlush flush) =>
        Assert.All(await store.WriteAsync(flush), outcome => Assert.True(outcome == WriteOutcome.Applied, store.Hindrance));

    private static async Task<long> SizeAsync(NpgsqlDataSource source)
    {
        await using NpgsqlCommand command = source.CreateCommand(
            "SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class WHERE relkind = 'r' AND relnamespace = 'service_ping_counters'::regnamespace");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<List<(string Table, long Updated, long Hot)>> UpdatesAsync(NpgsqlDataSource source)
    {
        await using NpgsqlCommand command = source.CreateCommand(
            "SELECT relname::text, n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables WHERE schemaname = 'service_ping_counters' AND n_tup_upd > 0");
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        List<(string, long, long)> updates = [];
        while (await reader.ReadAsync())
        {
            updates.Add((reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
        }

        Assert.NotEmpty(updates);
        return updates;
    }
}
