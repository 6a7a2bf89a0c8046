using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServicePing.Runtime.Labels;
using ServicePing.Runtime.Plans;
using StackExchange.Redis;

namespace ServicePing.Tests;

/// <summary>What people type into labels, tracked, kept by each store and read for a payload.</summary>
public sealed class HostileLabelTests : RedisTest
{
    private const string Suffix = "-2026-46";

    private static readonly string[] Nasty =
    [
        "\0", string.Join('\0', Enumerable.Repeat("x", 80)), "a\0b", "\n", "0 ERR\n1 other", " ", "", "\t x \t", "{", "}", "{hll_counters}", "other", "\\", "\"",
        "\ud800", "\udc00a", "\u202e", "\u200b", "\ufeff", new string('x', 255), new string('x', 256), string.Concat(Enumerable.Repeat("🐛", 128)), "a.b", "a/b", "-1", "1", "١",
        "__proto__", "$where", "';--", "<script>", "%00", "\\u0000", "é", "e\u0301", "COUNT", "\u0085", "\u2028", "null", "true",
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_text_is_found_under_its_own_label_and_the_totals_stay_right(bool isRedis)
    {
        List<string> lines = [];
        await using Ping ping = Start(isRedis, lines, MetricsOf(EventSet.Create()));
        TrackedEvent tracked = ping.Tracker.EventsOf(ping.Services.GetRequiredService<MetricSet>())[0];
        Random random = new(12);
        Dictionary<string, long> expected = new(StringComparer.Ordinal);
        long events = 0;
        for (int i = 0; i < 4_000; i++)
        {
            string text = random.Next(3) == 0 ? Nasty[random.Next(Nasty.Length)] : Hostile(random);
            tracked.Track(i, text, 1);
            string label = new LabelLimits(10_000, 255).Label(text);
            expected[label] = expected.GetValueOrDefault(label) + 1;
            events++;
            if (random.Next(500) == 0)
            {
                await ping.Tracker.FlushAsync();
            }
        }

        await ping.Tracker.FlushAsync();
        ServicePingPayload payload = await ping.CollectAsync();

        using JsonDocument json = JsonDocument.Parse(payload.Json);
        Assert.Equal(["labels", "total"], json.RootElement.EnumerateObject().Select(one => one.Name));
        JsonProperty identifier = Assert.Single(json.RootElement.GetProperty("labels").EnumerateObject());
        Assert.Equal("label", identifier.Name);
        Dictionary<string, long> found = identifier.Value.EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetInt64(), StringComparer.Ordinal);
        Assert.Equal(expected.OrderBy(one => one.Key, StringComparer.Ordinal), found.OrderBy(one => one.Key, StringComparer.Ordinal));
        Assert.Equal(events, found.Values.Sum());
        Assert.Equal(events, json.RootElement.GetProperty("total").GetInt64());
        Assert.All(payload.Metrics, metric => Assert.Equal(ReadingStatus.Ok, metric.Status));
        Assert.Contains($"{found["other"]} events stand under 'other'", payload.Metrics[0].Message, StringComparison.Ordinal);
        Assert.Equal(0, ping.Tracker.Statistics.Dropped);
        Assert.Single(lines, line => line.Contains("MaxLabelLength", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Labels_beyond_the_number_are_counted_together_over_flushes_and_programs(bool isRedis)
    {
        string path = Path.Combine(Path.GetTempPath(), $"serviceping-labels-{Guid.NewGuid():N}");
        try
        {
            List<string> lines = [];
            for (int program = 0; program < 3; program++)
            {
                await using Ping ping = Start(isRedis, lines, MetricsOf(EventSet.Create()), options => options.MaxLabels = 10, path);
                TrackedEvent tracked = ping.Tracker.EventsOf(ping.Services.GetRequiredService<MetricSet>())[0];
                for (int i = 0; i < 7; i++)
                {
                    tracked.Track(i, $"label-{program}-{i}", 1);
                    tracked.Track(i, "label-0-0", 1);
                }

                await ping.Tracker.FlushAsync();
                Assert.Equal(program switch { 0 => 0, 1 => 4, _ => 7 }, ping.Tracker.Statistics.Other);
                MetricReading labels = await ping.ReadAsync("labels");
                JsonElement read = labels.Value.ToJson().GetProperty("label");

                Assert.Equal(ReadingStatus.Ok, labels.Status);
                Assert.Equal(14 * (program + 1), read.EnumerateObject().Sum(label => label.Value.GetInt64()));
                Assert.Equal((7 * (program + 1)) + 1, read.GetProperty("label-0-0").GetInt64());
                Assert.Equal(program == 0 ? 7 : 11, read.EnumerateObject().Count());
                if (program > 0)
                {
                    Assert.Equal(program == 1 ? 4 : 11, read.GetProperty("other").GetInt64());
                    Assert.Contains("under 'other'", labels.Message, StringComparison.Ordinal);
                }
            }

            Assert.Equal(2, lines.Count(line => line.Contains("more than 10 different labels", StringComparison.Ordinal)));
        }
        finally
        {
            File.Delete(path);
            File.Delete(path + ".lock");
        }
    }

    [Fact]
    public async Task A_flood_of_labels_takes_no_more_memory_than_the_limit_and_no_event_is_lost()
    {
        List<string> lines = [];
        await using Ping ping = Start(isRedis: true, lines, MetricsOf(EventSet.Create()), options => options.MaxLabels = 100);
        TrackedEvent tracked = ping.Tracker.EventsOf(ping.Services.GetRequiredService<MetricSet>())[0];
        await EventSet.OnThreadsAsync(2, thread =>
        {
            for (int i = 0; i < 20_000; i++)
            {
                tracked.Track(i, $"{thread} {i}", 1);
            }
        });
        await ping.Tracker.FlushAsync();

        Assert.Equal(101, await Plain.HashLengthAsync(EventSet.Labels));
        Assert.Equal(40_000 - 100, (long)await Plain.HashGetAsync(EventSet.Labels, "other"));
        Assert.Equal(40_000 - 100, ping.Tracker.Statistics.Other);
        Assert.Single(lines, line => line.Contains("more than 100 different labels", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_stands_in_redis_already_fails_or_is_shown_in_the_metric_that_reads_it_alone()
    {
        TestSet set = new();
        foreach ((string name, CounterKind kind) in new[]
        {
            ("fields", CounterKind.UniqueTotals), ("sketch", CounterKind.Unique), ("sum", CounterKind.Sum), ("total", CounterKind.Total),
        })
        {
            set.AddCounter("bad_" + name, kind, kind == CounterKind.Unique ? TimeFrame.SevenDays : TimeFrame.All, $"{{bad}}_{name}-x");
            set.AddCounter("good_" + name, kind, kind == CounterKind.Unique ? TimeFrame.SevenDays : TimeFrame.All, $"{{good}}_{name}-x");
        }

        set.AddCounter("nul", CounterKind.UniqueTotals, TimeFrame.All, "{nul}-label");
        set.AddCounter("binary", CounterKind.UniqueTotals, TimeFrame.All, "{binary}-label");
        set.AddCounter("overflow", CounterKind.UniqueTotals, TimeFrame.All, "{overflow}_1-label", "{overflow}_2-label");
        set.AddCounter("many", CounterKind.UniqueTotals, TimeFrame.All, "{many}-label");
        set.AddCounter("flood", CounterKind.UniqueTotals, TimeFrame.All, "{flood}-label");
        await Plain.HashSetAsync("{bad}_fields-x", "bug", "many");
        await Plain.StringSetAsync("{bad}_sketch-x" + Suffix, "HYLL\u0001 garbage");
        await Plain.StringSetAsync("{bad}_sum-x", "1e999999 apples");
        await Plain.StringSetAsync("{bad}_total-x", "99999999999999999999999");
        await Plain.HashSetAsync("{good}_fields-x", "bug", 3);
        await Plain.HyperLogLogAddAsync("{good}_sketch-x" + Suffix, "ada");
        await Plain.StringSetAsync("{good}_sum-x", "2.5");
        await Plain.StringSetAsync("{good}_total-x", "7");
        await Plain.HashSetAsync("{nul}-label", string.Join('\0', Enumerable.Repeat("x", 80)), 4);
        await Plain.HashSetAsync("{nul}-label", "a\0b", 1);
        await Plain.HashSetAsync("{binary}-label", [new HashEntry(new byte[] { 0xff, 0xfe, 0x00 }, 2)]);
        await Plain.HashSetAsync("{overflow}_1-label", "x", long.MaxValue);
        await Plain.HashSetAsync("{overflow}_2-label", "x", 1);
        await Plain.HashSetAsync("{many}-label", [.. Enumerable.Range(0, 12_000).Select(i => new HashEntry($"l{i}", i + 1))]);
        await Plain.ScriptEvaluateAsync(
            "for i = 1, 100001 do redis.call('HSET', KEYS[1], 'l' .. i, 1) end", [(RedisKey)"{flood}-label"]);
        await using Ping ping = Ping.Of(builder => builder.UseRedis(Server.ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Dictionary<string, MetricReading> read = payload.Metrics.ToDictionary(metric => metric.KeyPath, StringComparer.Ordinal);
        Assert.Equal(
            ["bad_fields", "bad_sketch", "bad_sum", "bad_total", "flood", "overflow"],
            read.Values.Where(metric => metric.Status == ReadingStatus.Failed).Select(metric => metric.KeyPath).Order(StringComparer.Ordinal));
        Assert.Equal("""{"x":{"bug":3}}""", read["good_fields"].Value.ToString());
        Assert.Equal((1, 2.5, 7), (read["good_sketch"].Value.AsInt64(), read["good_sum"].Value.AsDouble(), read["good_total"].Value.AsInt64()));
        Assert.Equal(2, read["nul"].Value.ToJson().GetProperty("label").EnumerateObject().Count());
        Assert.Equal(1, read["nul"].Value.ToJson().GetProperty("label").GetProperty("a\ufffdb").GetInt64());
        Assert.Equal(2, read["binary"].Value.ToJson().GetProperty("label").EnumerateObject().Single().Value.GetInt64());
        JsonElement many = read["many"].Value.ToJson().GetProperty("label");
        Assert.Equal(10_001, many.EnumerateObject().Count());
        Assert.Equal(2_000 * 2_001 / 2, many.GetProperty("other").GetInt64());
        Assert.Contains("2000 of them stand together under 'other'", read["many"].Message, StringComparison.Ordinal);
        Assert.Contains("holds 100001 labels", read["flood"].Message, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(payload.Json);
        Assert.Equal(payload.Metrics.Count, json.RootElement.EnumerateObject().Count());
    }

    [Fact]
    public async Task Fields_of_old_hashes_are_held_to_the_same_rules()
    {
        TestSet set = new();
        await using Ping ping = Ping.Of(
            builder => builder.UseRedis(Server.ConnectionString).Configure(options => options.HashCounters.Add("POD_LOGS")), set);
        TrackingResult tracked = ping.Tracker.Counters.IncrementField("POD_LOGS", " a\0b\n");
        ping.Tracker.Counters.IncrementField("POD_LOGS", new string('x', 256));
        ping.Tracker.Counters.IncrementField("POD_LOGS", Guid.Empty);
        await ping.Tracker.FlushAsync();

        Assert.True(tracked.IsTracked);
        Assert.Equal($"{Guid.Empty}=1 a\ufffdb=1 other=1", (await KeysAsync())["POD_LOGS"]);
    }

    private static TestSet MetricsOf(TestSet set)
    {
        set.AddCounter("labels", CounterKind.UniqueTotals, TimeFrame.All, EventSet.Labels);
        set.AddCounter("total", CounterKind.Total, TimeFrame.All, EventSet.Total);
        return set;
    }

    private Ping Start(bool isRedis, List<string> lines, MetricSet set, Action<ServicePingOptions>? configure = null, string? path = null) => Ping.Of(
        builder =>
        {
            _ = isRedis ? builder.UseRedis(Server.ConnectionString) : builder.UseInProcessCounters(path);
            builder.Services.AddSingleton<ILoggerFactory>(new ListFactory(lines));
            builder.Services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
            builder.Configure(options => configure?.Invoke(options));
        },
        set);

    private static string Hostile(Random random)
    {
        char[] text = new char[random.Next(0, 12)];
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = random.Next(6) switch
            {
                0 => (char)random.Next(0x20),
                1 => (char)random.Next(0xD800, 0xE000),
                2 => (char)random.Next(0x2000, 0x2070),
                3 => (char)random.Next(0x10000),
                _ => (char)random.Next('a', 'd'),
            };
        }

        return new string(text);
    }

    private sealed class ListFactory(List<string> lines) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => new ListLogger(lines);

        public void Dispose()
        {
        }
    }
}
