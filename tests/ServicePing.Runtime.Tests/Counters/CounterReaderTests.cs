using ServicePing.Runtime.Plans;
using StackExchange.Redis;

namespace ServicePing.Tests;

/// <summary>Counters of a real Redis, read for a payload.</summary>
public sealed class CounterReaderTests : RedisTest
{
    [Fact]
    public async Task Totals_and_sums_are_added_up_over_the_keys_and_weeks_of_the_window()
    {
        // 2026-11-21 is in week 47: 46 is the last complete one, and 43 to 46 are the last four.
        TestSet set = new();
        set.AddCounter("all", CounterKind.Total, TimeFrame.All, "{event_counters}_a", "USAGE_B", "{event_counters}_missing");
        set.AddCounter("all_weekly", CounterKind.Total, TimeFrame.SevenDays, "{event_counters}_a");
        set.AddCounter("all_monthly", CounterKind.Total, TimeFrame.TwentyEightDays, "{event_counters}_a", "{event_counters}_b");
        set.AddCounter("sum", CounterKind.Sum, TimeFrame.TwentyEightDays, "{event_sums}_a-operator:sum(value)");
        await SetAsync(("{event_counters}_a", "1000"), ("USAGE_B", "337"));
        foreach ((int week, int value) in new[] { (42, 1), (43, 2), (44, 4), (45, 8), (46, 16), (47, 32) })
        {
            await SetAsync(($"{{event_counters}}_a-2026-{week}", $"{value}"), ($"{{event_sums}}_a-operator:sum(value)-2026-{week}", $"{value}.25"));
        }

        await SetAsync(("{event_counters}_b-2026-44", "100"));
        await using Ping ping = Ping.Of(builder => builder.UseRedis(Server.ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal("""{"all":1337,"all_monthly":130,"all_weekly":16,"sum":31}""", payload.ToString());
        Assert.Equal(1, payload.Statistics.RedisRoundTrips);
        Assert.All(payload.Metrics, metric => Assert.Equal(ReadingStatus.Ok, metric.Status));
    }

    [Fact]
    public async Task Unique_counters_are_united_within_one_percent()
    {
        TestSet set = new();
        set.AddCounter("weekly", CounterKind.Unique, TimeFrame.SevenDays, "{hll_counters}_a-user");
        set.AddCounter("monthly", CounterKind.Unique, TimeFrame.TwentyEightDays, "{hll_counters}_a-user", "{hll_counters}_b-user");
        await AddUsersAsync("{hll_counters}_a-user-2026-46", 0, 5_000);
        await AddUsersAsync("{hll_counters}_a-user-2026-45", 2_500, 5_000);
        await AddUsersAsync("{hll_counters}_b-user-2026-43", 0, 10_000);
        await AddUsersAsync("{hll_counters}_a-user-2026-47", 50_000, 5_000);
        await using Ping ping = Ping.Of(builder => builder.UseRedis(Server.ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(10_000, payload.Metrics[0].Value.AsDouble(), 100.0);
        Assert.Equal(5_000, payload.Metrics[1].Value.AsDouble(), 50.0);
    }

    [Fact]
    public async Task Unique_totals_stand_below_their_identifier_with_the_weeks_added_up()
    {
        TestSet set = new();
        set.AddCounter("totals", CounterKind.UniqueTotals, TimeFrame.TwentyEightDays,
            "{hll_counters}_a-operator:total-label", "{hll_counters}_b-operator:total-filter:[x:y-z]-property");
        await Plain.HashIncrementAsync("{hll_counters}_a-operator:total-label-2026-46", "bug", 3);
        await Plain.HashIncrementAsync("{hll_counters}_a-operator:total-label-2026-43", "bug", 4);
        await Plain.HashIncrementAsync("{hll_counters}_a-operator:total-label-2026-43", "Ärger", 1);
        await Plain.HashIncrementAsync("{hll_counters}_a-operator:total-label-2026-47", "bug", 100);
        await Plain.HashIncrementAsync("{hll_counters}_b-operator:total-filter:[x:y-z]-property-2026-46", "p", 1);
        await using Ping ping = Ping.Of(builder => builder.UseRedis(Server.ConnectionString), set);

        MetricReading totals = await ping.ReadAsync("totals");

        Assert.Equal("""{"label":{"bug":7,"Ärger":1},"property":{"p":1}}""", System.Text.RegularExpressions.Regex.Unescape(totals.Value.ToJson().GetRawText()));
    }

    [Fact]
    public async Task An_error_in_one_key_costs_one_metric()
    {
        TestSet set = new();
        set.AddCounter("a", CounterKind.Total, TimeFrame.All, "a");
        set.AddCounter("list", CounterKind.Total, TimeFrame.All, "list", "a");
        set.AddCounter("not_a_sketch", CounterKind.Unique, TimeFrame.All, "a");
        set.AddCounter("not_a_number", CounterKind.Total, TimeFrame.All, "text");
        set.AddCounter("z", CounterKind.Total, TimeFrame.All, "z");
        await SetAsync(("a", "1"), ("text", "none"), ("z", "26"));
        await Plain.ListLeftPushAsync("list", "x");
        await using Ping ping = Ping.Of(builder => builder.UseRedis(Server.ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal("""{"a":1,"list":-1,"not_a_number":-1,"not_a_sketch":-1,"z":26}""", payload.ToString());
        Assert.StartsWith("WRONGTYPE", payload.Metrics[1].Message, StringComparison.Ordinal);
        Assert.Equal(3, payload.Statistics.MetricsByStatus[ReadingStatus.Failed]);
    }

    [Fact]
    public async Task Thousands_of_counters_take_a_handful_of_round_trips()
    {
        TestSet set = new();
        for (int i = 0; i < 3_000; i++)
        {
            set.AddCounter($"counter_{i:D4}", CounterKind.Total, TimeFrame.TwentyEightDays, $"{{event_counters}}_{i}");
        }

        await SetAsync(("{event_counters}_2999-2026-46", "5"));
        await using Ping ping = Ping.Of(builder => builder.UseRedis(Server.ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(5, payload.Metrics[^1].Value.AsInt64());
        Assert.Equal(1, payload.Statistics.RedisRoundTrips);
    }

    [Fact]
    public async Task Redis_that_is_down_hanging_or_absent_gives_fallbacks_and_statuses()
    {
        TestSet set = new();
        set.AddCounter("a", CounterKind.Total, TimeFrame.All, "a");
        set.AddCounter("b", CounterKind.UniqueTotals, TimeFrame.All, "b");
        await using Ping absent = Ping.Of(_ => { }, set);
        await using Ping present = Ping.Of(
            builder => builder.UseRedis(Server.ConnectionString).Configure(options => options.CounterTimeout = TimeSpan.FromSeconds(1)), set);
        await present.CollectAsync();

        Assert.All((await absent.CollectAsync()).Metrics, metric => Assert.Equal(ReadingStatus.Unavailable, metric.Status));

        await Server.PauseAsync();
        Assert.All((await present.CollectAsync()).Metrics, metric => Assert.Equal(ReadingStatus.TimedOut, metric.Status));
        await Server.ResumeAsync();

        // On a busy machine the client may find out later than a reading takes.
        await Server.KillAsync();
        ServicePingPayload payload = await present.CollectAsync();
        for (int attempt = 0; attempt < 60 && payload.Metrics.Any(metric => metric.Status == ReadingStatus.TimedOut); attempt++)
        {
            payload = await present.CollectAsync();
        }

        Assert.All(payload.Metrics, metric => Assert.Equal(ReadingStatus.Unavailable, metric.Status));
        Assert.Equal("""{"a":-1,"b":-1}""", payload.ToString());

        await using Ping never = Ping.Of(
            builder => builder.UseRedis("127.0.0.1:1").Configure(options => options.CounterTimeout = TimeSpan.FromSeconds(2)), set);
        payload = await never.CollectAsync();
        Assert.Equal("""{"a":-1,"b":-1}""", payload.ToString());
        Assert.All(payload.Metrics, metric => Assert.Contains(metric.Status, (ReadingStatus[])[ReadingStatus.Unavailable, ReadingStatus.TimedOut]));
    }

    private async Task SetAsync(params (string Key, string Value)[] values)
    {
        foreach ((string key, string value) in values)
        {
            await Plain.StringSetAsync(key, value);
        }
    }

    private async Task AddUsersAsync(string key, int first, int count) =>
        await Plain.HyperLogLogAddAsync(key, [.. Enumerable.Range(first, count).Select(user => (RedisValue)user)]);
}
