using System.Text;

namespace ServicePing.Tests;

/// <summary>What a real Prometheus answers is what a metric's value is, and nothing else becomes one.</summary>
[Collection(nameof(PrometheusSamples))]
public sealed class PrometheusValueTests(PrometheusSamples samples)
{
    private static readonly double[] WaveOfWeek =
        [.. PrometheusSamples.Moments.Where(one => one.Moment > Ping.RecordedAt.AddDays(-7)).Select(one => PrometheusSamples.Wave(one.Step))];

    [Theory]
    [InlineData("sum(queue)", "8.5")]
    [InlineData("memory_bytes", "33269903360")]
    [InlineData("1 + 1", "2")]
    [InlineData("memory_bytes * 1e290", "3.326990336E+300")]
    [InlineData("memory_bytes offset 1d", "33269903360")]
    [InlineData("memory_bytes @ :recorded_at", "33269903360")]
    [InlineData(":recorded_at", "1795227300.123")]
    [InlineData("-sum(queue)", "-8.5")]
    [InlineData("count(many)", "31")]
    public async Task One_number_is_as_the_query_gives_it(string promQl, string expected) => Assert.Equal(expected, (await OkAsync(promQl)).Value.ToString());

    [Fact]
    public async Task A_range_ends_at_the_moment_of_the_collection()
    {
        Assert.Equal(WaveOfWeek.Length, (await OkAsync("count_over_time(wave[7d])")).Value.AsDouble());
        Assert.Equal(WaveOfWeek.Average(), (await OkAsync("avg_over_time(wave[7d])")).Value.AsDouble(), 1e-9);
        Assert.Equal(WaveOfWeek.Max(), (await OkAsync("max_over_time(wave[7d])")).Value.AsDouble());
        Assert.Equal(6 * 7 * 720, (await OkAsync("sum(increase(requests_total[7d]))")).Value.AsDouble(), 0.1);
        Assert.Equal(0.75, (await OkAsync("histogram_quantile(0.95, sum by (le) (rate(latency_bucket[1h])))")).Value.AsDouble(), 1e-9);
        Assert.Equal(0.95, (await OkAsync("avg_over_time (gitlab_usage_ping:gitaly_apdex:ratio_avg_over_time_5m[1w])")).Value.AsDouble(), 1e-3);
    }

    [Theory]
    [InlineData("sum by (queue) (queue)", "queue", "", """{"mail":3,"push":5.5}""")]
    [InlineData("queue", "host,queue", "", """{"a":{"mail":3,"push":4.5},"b":{"push":1}}""")]
    [InlineData("queue", "host,queue", "host,queue,waiting", """[{"host":"a","queue":"mail","waiting":3},{"host":"a","queue":"push","waiting":4.5},{"host":"b","queue":"push","waiting":1}]""")]
    [InlineData("sum by (job, code) (rate(requests_total[1h]) * 120)", "job,code", "", """{"web":{"200":3,"500":1},"worker":{"":2}}""")]
    [InlineData("sum(queue)", "queue", "", """{"":8.5}""")]
    public async Task Labels_are_groups(string promQl, string labels, string members, string expected)
    {
        TestSet set = new();
        set.AddPrometheus("value", promQl, labels.Split(','), members.Split(',', StringSplitOptions.RemoveEmptyEntries));
        await using Ping ping = Ping.Of(ping => ping.UsePrometheus(samples.Server.Address), set);
        MetricReading reading = await ping.ReadAsync("value");
        Assert.Equal((ReadingStatus.Ok, null), (reading.Status, reading.Message));
        Assert.Equal(expected, reading.Value.ToString().Replace("2.9999999999999996", "3", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nothing_at_all", null, ReadingStatus.NoData, "has no series")]
    [InlineData("nothing_at_all", "job", ReadingStatus.NoData, "has no series")]
    [InlineData("odd{is=\"nan\"}", null, ReadingStatus.Failed, "gives NaN")]
    [InlineData("odd{is=\"inf\"}", null, ReadingStatus.Failed, "gives +Inf")]
    [InlineData("-odd", "is", ReadingStatus.Failed, "no number that a payload can hold")]
    [InlineData("queue", null, ReadingStatus.Failed, "gives 3 series")]
    [InlineData("queue", "queue", ReadingStatus.Failed, "Several series have the same queue")]
    [InlineData("many", "n", ReadingStatus.Failed, "31 series, more than the 20")]
    [InlineData("queue[5m]", null, ReadingStatus.Failed, "is a matrix")]
    [InlineData("\"text\"", null, ReadingStatus.Failed, "is a string")]
    [InlineData("sum(", null, ReadingStatus.Failed, "refuses the query (bad_data)")]
    [InlineData("sum(queue) / on (other) nothing", null, ReadingStatus.NoData, "has no series")]
    [InlineData("queue * on (host) queue", "queue", ReadingStatus.Failed, "refuses the query (execution)")]
    public async Task What_is_no_value_is_the_fallback_with_a_reason(string promQl, string? label, ReadingStatus status, string message)
    {
        TestSet set = new();
        set.AddPrometheus("value", promQl, label is null ? null : [label]);
        set.AddPrometheus("sound", "sum(queue)");
        await using Ping ping = Ping.Of(
            ping => ping.UsePrometheus(options => (options.Address, options.MaxSeries) = (samples.Server.Address, 20)), set);
        ServicePingPayload payload = await ping.CollectAsync();

        MetricReading reading = payload.Metrics.Single(metric => metric.KeyPath == "value");
        Assert.Equal(status, reading.Status);
        Assert.Contains(message, reading.Message, StringComparison.Ordinal);
        Assert.Equal("""{"sound":8.5,"value":-1}""", Encoding.UTF8.GetString(payload.Json.Span));
    }

    [Fact]
    public async Task Groups_beyond_the_limits_of_labels_fail_and_are_never_put_together()
    {
        TestSet set = new();
        set.AddPrometheus("many", "many", ["n"]);
        set.AddPrometheus("long", "label_replace(sum(queue), \"q\", \"much too long a label\", \"\", \"\")", ["q"]);
        await using Ping ping = Ping.Of(
            ping => ping.UsePrometheus(samples.Server.Address).Configure(options => (options.MaxLabels, options.MaxLabelLength) = (30, 10)), set);
        Assert.Contains("more groups than the 30 of MaxLabels", (await ping.ReadAsync("many")).Message, StringComparison.Ordinal);
        Assert.Contains("longer than MaxLabelLength", (await ping.ReadAsync("long")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_too_long_fails_alone()
    {
        TestSet set = new();
        set.AddPrometheus("many", "many", ["n"]);
        set.AddPrometheus("sound", "sum(queue)");
        await using Ping ping = Ping.Of(
            ping => ping.UsePrometheus(options => (options.Address, options.MaxAnswerBytes) = (samples.Server.Address, 1024)), set);
        Assert.Contains("longer than the 1024 bytes", (await ping.ReadAsync("many")).Message, StringComparison.Ordinal);
        Assert.Equal(8.5, (await ping.ReadAsync("sound")).Value.AsDouble());
    }

    [Fact]
    public async Task One_metric_is_asked_alone_and_a_sum_takes_it_up()
    {
        TestSet set = new();
        int queue = set.AddPrometheus("queue", "sum(queue)");
        set.AddSum("sum", Runtime.Plans.ValueShape.Double, queue, queue);
        await using Ping ping = Ping.Of(ping => ping.UsePrometheus(samples.Server.Address), set);
        Assert.Equal(17, (await ping.ReadAsync("sum")).Value.AsDouble());
        Assert.Equal(8.5, (double)await ping.Collector.CollectAsync(new Metric<double>(set, queue)));
    }

    private async Task<MetricReading> OkAsync(string promQl)
    {
        TestSet set = new();
        set.AddPrometheus("value", promQl);
        await using Ping ping = Ping.Of(ping => ping.UsePrometheus(samples.Server.Address), set);
        MetricReading reading = await ping.ReadAsync("value");
        Assert.True(reading.Status == ReadingStatus.Ok, reading.Message);
        return reading;
    }
}
