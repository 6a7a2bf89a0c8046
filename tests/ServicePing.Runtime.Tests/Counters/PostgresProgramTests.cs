using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>A program that keeps its counters in PostgreSQL.</summary>
public sealed class PostgresProgramTests(CounterDatabaseServer server) : IClassFixture<CounterDatabaseServer>
{
    [Fact]
    public async Task Processes_track_into_one_database_and_any_of_them_collects()
    {
        TestSet set = Events();
        await using Ping one = Ping.Of(builder => builder.UsePostgresCounters(server.ConnectionString, "two:"), set);
        await using Ping other = Ping.Of(builder => builder.UsePostgresCounters(server.ConnectionString, "two:"), set);
        foreach (Ping ping in new[] { one, other })
        {
            for (int flush = 0; flush < 3; flush++)
            {
                ping.Tracker.EventsOf(set)[0].Track(1, "x", 1);
                await ping.Tracker.FlushAsync();
            }

            Assert.Equal((3, 0, null), (ping.Tracker.Statistics.Flushes, ping.Tracker.Statistics.Pending, ping.Tracker.Statistics.LastError));
        }

        Assert.Equal("""{"total":6}""", (await other.CollectAsync()).ToString());
    }

    [Fact]
    public async Task The_last_flush_comes_before_the_container_disposes_of_the_data_source_that_it_has_made()
    {
        TestSet set = Events();
        Ping ping = Ping.Of(
            builder =>
            {
                builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(server.ConnectionString));
                builder.UsePostgresCounters(services => services.GetRequiredService<NpgsqlDataSource>(), "last:");
            },
            set);
        ping.Tracker.EventsOf(set)[0].Track(1, "x", 1);
        await ping.Tracker.FlushAsync();
        ping.Tracker.EventsOf(set)[0].Track(1, "x", 1);
        await ping.DisposeAsync();

        await using Ping next = Ping.Of(builder => builder.UsePostgresCounters(server.ConnectionString, "last:"), set);
        Assert.Equal("""{"total":2}""", (await next.CollectAsync()).ToString());
    }

    [Theory]
    [InlineData(false, "No such service.")]
    [InlineData(true, "The factory that was given to UsePostgresCounters has returned null.")]
    public async Task A_factory_that_fails_keeps_what_was_tracked_makes_metrics_unavailable_and_is_asked_again(bool isNull, string cause)
    {
        bool isDown = true;
        TestSet set = Events();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server.ConnectionString);
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgresCounters(
                _ => !isDown ? source : isNull ? null! : throw new InvalidOperationException("No such service."), $"{isNull}:"),
            set);
        ping.Tracker.EventsOf(set)[0].Track(1, "x", 1);
        await ping.Tracker.FlushAsync();

        MetricReading reading = await ping.ReadAsync("total");
        Assert.Equal((-1L, ReadingStatus.Unavailable), (reading.Value.AsInt64(), reading.Status));
        Assert.Contains(cause, reading.Message, StringComparison.Ordinal);
        Assert.Contains(cause, ping.Tracker.Statistics.LastError, StringComparison.Ordinal);

        isDown = false;
        await ping.Tracker.FlushAsync();
        Assert.Equal("""{"total":1}""", (await ping.CollectAsync()).ToString());
    }

    [Fact]
    public async Task Queries_show_how_counters_are_read_and_what_the_store_adds_up_is_the_value_of_the_payload()
    {
        TestSet set = Events();
        set.AddCounter("sum", CounterKind.Sum, TimeFrame.All, EventSet.Sum, "{event_sums}_none");
        set.AddCounter("weekly", CounterKind.Total, TimeFrame.SevenDays, EventSet.Total);
        set.AddCounter("users", CounterKind.Unique, TimeFrame.SevenDays, EventSet.Users);
        set.AddCounter("labels", CounterKind.UniqueTotals, TimeFrame.All, EventSet.Labels);
        await using Ping ping = Ping.Of(builder => builder.UsePostgresCounters(server.ConnectionString, "shown:"), set);
        ping.Tracker.EventsOf(set)[0].Track(1, "x", 1.5);
        ping.Tracker.EventsOf(set)[0].Track(2, "x", 1);
        await ping.Tracker.FlushAsync();
        ping.Clock.Advance(TimeSpan.FromDays(7));

        ServicePingPayload payload = await ping.CollectAsync();
        ServicePingQueries shown = ping.Services.GetRequiredService<ServicePingQueries>();
        Dictionary<string, MetricQuery> queries = shown.OfMetrics(payload.RecordedAt).ToDictionary(query => query.KeyPath);
        foreach ((string name, string value) in new[] { ("total", "2"), ("sum", "2.5"), ("weekly", "2") })
        {
            Assert.Equal(value, payload.Metrics.Single(metric => metric.KeyPath == name).Value.ToJson().ToString());
            Assert.Equal("counters", queries[name].Database);
            Assert.Equal(
                value, ((decimal)(await PostgresStores.ExecuteAsync(server.ConnectionString, queries[name].Sql!))!).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        Assert.Contains($"'shown:{EventSet.Total}-2026-47'", queries["weekly"].Sql, StringComparison.Ordinal);
        foreach (string name in new[] { "users", "labels" })
        {
            Assert.Null(queries[name].Sql);
            string rows = queries[name].Hindrance!;
            Assert.NotNull(await PostgresStores.ExecuteAsync(server.ConnectionString, rows[rows.IndexOf("SELECT", StringComparison.Ordinal)..]));
        }
    }

    private static TestSet Events()
    {
        TestSet set = EventSet.Create();
        set.AddCounter("total", CounterKind.Total, TimeFrame.All, EventSet.Total);
        return set;
    }
}
