using System.Text.Json;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>The statuses of a payload as JSON.</summary>
[Collection(nameof(PostgresServer))]
public sealed class ReportTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    [Fact]
    public async Task A_report_says_of_each_metric_what_happened()
    {
        TestSet set = new();
        AddMetric(set, "counts.bad", ValueShape.Integer, "issues", new QueryFragment(0, Operation.Count) { Filter = "issues.gone = 1" });
        AddMetric(set, "counts.issues", ValueShape.Integer, "issues", new QueryFragment(0, Operation.Count));
        set.Add("counts.old", status: MetricStatus.Deprecated);
        set.AddFact("edition", () => MetricValue.From("Premium \"x\""));
        set.AddCounter("users", CounterKind.Unique, TimeFrame.SevenDays, "u");
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();
        JsonElement report = JsonElement.Parse(payload.ToReport().Json.Span);

        Assert.Equal("2026-11-21T02:15:00.123Z", report.GetProperty("recorded_at").GetString());
        Assert.Equal(
            """
            counts.bad failed -1 database 42703: column issues.gone does not exist
            counts.issues ok 17140 database
            counts.old deprecated -1000 database The definition is deprecated.
            edition ok "Premium \u0022x\u0022" system
            users unavailable -1 internal_events The program has no counter store; call UseRedis, UsePostgresCounters or UseInProcessCounters.
            """.Replace("17140", payload.Metrics[1].Value.ToString(), StringComparison.Ordinal),
            string.Join('\n', report.GetProperty("metrics").EnumerateObject().Select(metric => string.Join(' ', [
                metric.Name,
                .. ((string[])["status", "value", "source", "message"])
                    .Select(name => metric.Value.GetProperty(name))
                    .Where(value => value.ValueKind != JsonValueKind.Null)
                    .Select((value, i) => i == 1 ? value.GetRawText() : value.ToString()),
            ]))));
        Assert.All(report.GetProperty("metrics").EnumerateObject(), metric => Assert.True(metric.Value.GetProperty("duration_ms").GetDouble() >= 0));

        JsonElement statistics = report.GetProperty("statistics");
        Assert.Equal(payload.Statistics.RowsWalked, statistics.GetProperty("rows_walked").GetInt64());
        Assert.Equal(payload.Statistics.Statements, statistics.GetProperty("statements").GetInt32());
        Assert.Equal("""{"ok":2,"failed":1,"unavailable":1,"deprecated":1}""", statistics.GetProperty("metrics_by_status").GetRawText());
        JsonElement moment = Assert.Single(statistics.GetProperty("moments").EnumerateArray().ToArray());
        Assert.Equal("""[{"name":"issues","key_paths":["counts.bad","counts.issues"]}]""", moment.GetProperty("relations").GetRawText());
        Assert.Equal(payload.Statistics.SentStatements.Count, statistics.GetProperty("sent_statements").GetArrayLength());
    }

    [Fact]
    public async Task A_metric_that_is_left_out_of_the_payload_is_in_the_report()
    {
        TestSet set = new();
        set.AddAggregate("a", AggregateOperator.Or, TimeFrame.SevenDays, SetSource.Counter, ["x"], featureFlag: "off");
        await using Ping ping = Ping.Of(builder => builder.Configure(options => options.IsFeatureEnabled = _ => false), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal("{}", payload.ToString());
        Assert.Equal("left_out", JsonElement.Parse(payload.ToReport().Json.Span).GetProperty("metrics").GetProperty("a").GetProperty("status").GetString());
    }
}
