using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Payload;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>The metadata of a ping, which leave the instance with it.</summary>
[Collection(nameof(RedisServer))]
public sealed class MetadataTests(PostgresServer postgres, RedisServer redis) : DatabaseTest(postgres)
{
    private const string Uuid = "c0ffee00-0000-4000-8000-000000000000";

    [Fact]
    public async Task Each_metric_has_its_time_and_its_true_status()
    {
        TestSet set = new();
        AddMetric(set, "counts.gone", ValueShape.Integer, "issues", new(0, Operation.Count) { Filter = "issues.gone = 1" });
        AddMetric(set, "counts.issues", ValueShape.Integer, "issues", new(0, Operation.Count));
        set.Add("counts.old", status: MetricStatus.Deprecated);
        AddMetric(set, "counts.rows", ValueShape.Integer, "issues", new(0, Operation.Count) { Filter = "issues.label::int > 0" });
        set.AddSum("counts.sum", ValueShape.Integer, 0, 1);
        set.AddFact("fact", () => throw new InvalidOperationException("Password 'hunter2' of Mary was refused."));
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options => options.Uuid = Uuid), set);

        JsonElement metadata = JsonElement.Parse((await ping.CollectAsync()).ToMetadata().Json.Span).GetProperty("metadata");

        Assert.Equal(Uuid, metadata.GetProperty("uuid").GetString());
        Assert.Equal("a68f90b4-b1a0-8838-a0db-41bdba28eb3f", metadata.GetProperty("unique_instance_id").GetString());
        Assert.Equal(
            [
                "counts.gone failed 42703: column issues.gone does not exist",
                "counts.issues",
                "counts.old deprecated The definition is deprecated.",
                "counts.rows failed 22P02: a text is no value of the type that it is cast to",
                "counts.sum failed A metric that is added has no value.",
                "fact failed InvalidOperationException was thrown.",
            ],
            metadata.GetProperty("metrics").EnumerateArray().Select(Line));
        Assert.All(metadata.GetProperty("metrics").EnumerateArray(), metric => Assert.True(metric.GetProperty("time_elapsed").GetDouble() >= 0));
        Assert.Contains(metadata.GetProperty("metrics").EnumerateArray(), metric => metric.GetProperty("time_elapsed").GetDouble() > 0);
    }

    [Fact]
    public async Task What_cannot_be_reached_or_refuses_tells_no_address_and_no_user()
    {
        await redis.Database.HashSetAsync("metadata_hash", "field", 1);
        TestSet set = new();
        AddMetric(set, "away", ValueShape.Integer, "issues", new(0, Operation.Count));
        set.AddCounter("wrong", CounterKind.Total, TimeFrame.All, "metadata_hash");
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres("Host=127.0.0.1;Port=1;Username=mary;Password=hunter2;Database=forge")
                .UseRedis(redis.Connection)
                .Configure(options => options.ReconnectFor = TimeSpan.Zero),
            set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal([ReadingStatus.Unavailable, ReadingStatus.Failed], payload.Metrics.Select(metric => metric.Status));
        string text = payload.ToMetadata().ToString();
        Assert.Equal(
            ["away unavailable The database, the counter store or Prometheus could not be reached.", "wrong failed Redis answers WRONGTYPE."],
            JsonElement.Parse(text).GetProperty("metadata").GetProperty("metrics").EnumerateArray().Select(Line));
        Assert.All((string[])["127.0.0.1", "mary", "hunter2"], word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_deprecated_metric_is_computed_and_announced()
    {
        TestSet set = new();
        set.AddFact("counts.issues", () => MetricValue.From(5), ValueShape.Integer);
        set.AddFact("counts.weights", () => MetricValue.From(7), ValueShape.Integer);
        ServicePingCatalogue catalogue = new([set], textsOf: _ =>
        [
            "ServicePing catalogue 2\nM=key_path|unit|status|time_frame|data_source|deprecated|file_path\n"
            + "M|'counts.issues|'issues|'active|'all|'system|{;'reason;'Weights count more;'since;'2026-11-30;'until;'2027-06-30;}|'metrics/a.yml\n",
        ]);
        await using Ping ping = Ping.Of(builder => builder.Services.AddSingleton(catalogue), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal([ReadingStatus.Ok, ReadingStatus.Ok], payload.Metrics.Select(metric => metric.Status));
        string metadata = payload.ToMetadata().ToString();
        Assert.Contains("\"deprecated\":{\"reason\":\"Weights count more\",\"since\":\"2026-11-30\",\"until\":\"2027-06-30\"}}", metadata, StringComparison.Ordinal);
        Assert.Equal(2, metadata.Split("\"deprecated\"").Length);
        Assert.Equal(
            ("issues", new CatalogueDeprecation("Weights count more", new DateOnly(2026, 11, 30), new DateOnly(2027, 6, 30))),
            (catalogue.FindMetric("counts.issues")!.Unit, catalogue.FindMetric("counts.issues")!.Deprecation));
    }

    [Fact]
    public async Task Definitions_that_cannot_be_read_hold_no_metadata_up()
    {
        TestSet set = new();
        set.AddFact("counts.issues", () => MetricValue.From(5), ValueShape.Integer);
        ServicePingCatalogue catalogue = new([set], textsOf: _ => ["ServicePing catalogue 3\n"]);
        await using Ping ping = Ping.Of(builder => builder.Services.AddSingleton(catalogue), set);

        Assert.Contains("counts.issues", (await ping.CollectAsync()).ToMetadata().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_cannot_be_added_is_not_told()
    {
        TestSet set = new();
        int fraction = set.AddFact("a", () => MetricValue.From(0.5), ValueShape.Double);
        int exact = set.AddFact("b", () => MetricValue.From(0.1234567890123456789m), ValueShape.Decimal);
        set.AddSum("c", ValueShape.Double, fraction, exact);
        await using Ping ping = Ping.Of(_ => { }, set);

        ServicePingPayload payload = await ping.Collector.CollectAsync(new PingPermissions { LeftOutKeyPaths = ["b"] });

        Assert.Contains("0.1234567890123456789", payload.Metrics[2].Message, StringComparison.Ordinal);
        string metadata = payload.ToMetadata().ToString();
        Assert.Contains("""
            "status":"failed","error":"Its parts cannot be added."
            """, metadata, StringComparison.Ordinal);
        Assert.DoesNotContain("0.12", metadata, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_uuid_that_is_not_permitted_is_not_told()
    {
        await using Ping ping = Ping.Of(StandardMetricSet.Instance, builder => builder.Configure(options => options.Uuid = Uuid));

        string whole = (await ping.CollectAsync()).ToMetadata().ToString();
        string without = (await ping.Collector.CollectAsync(new PingPermissions { LeftOutKeyPaths = ["uuid"] })).ToMetadata().ToString();

        Assert.Contains(Uuid, whole, StringComparison.Ordinal);
        Assert.StartsWith("""{"metadata":{"uuid":null,"unique_instance_id":null,""", without, StringComparison.Ordinal);
    }

    [Fact]
    public void The_second_identifier_follows_from_the_first_and_never_changes()
    {
        Assert.Equal("a68f90b4-b1a0-8838-a0db-41bdba28eb3f", UniqueInstanceId.Of(Uuid).ToString());
        Assert.NotEqual(UniqueInstanceId.Of(Uuid), UniqueInstanceId.Of("other"));
    }

    private static string Line(JsonElement metric) => string.Join(' ', ((string[])["name", "status", "error"])
        .Where(name => metric.TryGetProperty(name, out _))
        .Select(name => metric.GetProperty(name).GetString()));
}
