using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>The report of what does not come of a database, and what a ping says of itself.</summary>
public sealed class NonSqlReportTests
{
    [Fact]
    public async Task What_comes_of_a_database_is_minus_three_whatever_its_shape_and_everything_else_is_computed()
    {
        TestSet set = new();
        int count = AddSql(set, "a_count", ValueShape.Integer, new(0, Operation.Count));
        AddSql(set, "b_histogram", ValueShape.Json, new(0, Operation.Histogram) { Columns = ["id"], FirstBucket = 1, LastBucket = 2 });
        int fact = set.AddFact("c_number", () => MetricValue.From(5), ValueShape.Integer);
        set.AddSum("d_sum", ValueShape.Integer, fact, count);
        int sum = set.AddSum("e_sum", ValueShape.Integer, fact, fact);
        set.AddSum("f_sum", ValueShape.Integer, sum, fact);
        set.AddCounter("g_counter", CounterKind.Total, TimeFrame.All, "x");
        set.MetricPlans.Add(new("h_fact", ValueShape.Text, MetricStatus.Active, TimeFrame.None, DataSource.Database, DataCategory.Optional));
        set.FactPlans.Add(new FactPlan(7, "TestMetric", "{}", (_, _) => throw new InvalidOperationException("It is called.")));
        set.Add("i_nothing", unplanned: "It has no query.");
        await using Ping ping = Ping.Of(builder => builder.UsePostgres("Host=127.0.0.1;Port=1").UseInProcessCounters(), set);

        ServicePingPayload report = await ping.Services.GetRequiredService<ServicePingReports>().NonSqlValuesAsync(PingPermissions.Everything);

        Assert.Equal(
            """
            {"a_count":-3,"b_histogram":-3,"c_number":5,"d_sum":-3,"e_sum":10,"f_sum":15,"g_counter":0,"h_fact":-3,"i_nothing":-1}
            """,
            report.ToString());
        Assert.Equal(
            ["a_count", "b_histogram", "d_sum", "h_fact"],
            report.Metrics.Where(metric => metric.Status == ReadingStatus.NotQueried).Select(metric => metric.KeyPath));
        Assert.Equal(0, report.Statistics.Statements);
        Assert.Empty(report.Statistics.Moments);
    }

    [Fact]
    public async Task An_aggregate_of_sketches_whose_flag_is_off_is_absent_here_as_well()
    {
        TestSet set = new();
        AddSql(set, "a", ValueShape.Integer, new(0, Operation.EstimateBatchDistinctCount) { Columns = ["id"], Sketch = "s" });
        set.AddAggregate("b", AggregateOperator.Or, TimeFrame.All, SetSource.Sketch, ["s"], featureFlag: "off");
        set.AddAggregate("c", AggregateOperator.Or, TimeFrame.All, SetSource.Sketch, ["s"]);
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres("Host=127.0.0.1;Port=1").Configure(options => options.IsFeatureEnabled = _ => false), set);

        ServicePingPayload report = await ping.Services.GetRequiredService<ServicePingReports>().NonSqlValuesAsync(PingPermissions.Everything);

        Assert.Equal("""{"a":-3,"c":-3}""", report.ToString());
    }

    [Fact]
    public async Task A_ping_says_which_categories_it_was_permitted_to_hold()
    {
        await using Ping ping = Ping.Of(StandardMetricSet.Instance, _ => { });

        ServicePingPayload payload = await ping.Collector.CollectAsync(
            new PingPermissions { Categories = [DataCategory.Operational, DataCategory.Standard] });

        Assert.Equal("""["standard","operational"]""", payload.Read(StandardMetrics.Settings.CollectedDataCategories).GetRawText());
    }

    [Theory]
    [InlineData("EE Free", true)]
    [InlineData("EEP", true)]
    [InlineData("CE", false)]
    [InlineData(null, false)]
    public async Task Only_enterprise_editions_say_when_their_features_were_computed(string? edition, bool isEnterprise)
    {
        await using Ping ping = Ping.Of(StandardMetricSet.Instance, builder => builder.Configure(options => options.Edition = edition));

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(isEnterprise ? PayloadContent.Value : PayloadContent.Absent, payload.Values.Find(StandardMetrics.RecordingEeFinishedAt, out _));
        Assert.Equal(isEnterprise, payload.Metrics.Any(metric => metric.KeyPath == "recording_ee_finished_at"));
        Assert.Equal("2026-11-21T02:15:00.123Z", payload.Read(StandardMetrics.RecordingCeFinishedAt));
    }

    /// <summary>Also where the program has a definition of its own, as GitLab's, and no class for it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_recording_has_finished_when_everything_else_has_been_read(bool isRedefined)
    {
        TestSet set = new();
        if (isRedefined)
        {
            set.Add(StandardMetrics.RecordingCeFinishedAt.KeyPath, ValueShape.Text, source: DataSource.System, unplanned: "It has no class.");
        }

        Ping? ping = null;
        set.AddFact("slow", () =>
        {
            ping!.Clock.Advance(TimeSpan.FromMinutes(3));
            return MetricValue.From("done");
        });
        ping = Ping.Of(StandardMetricSet.Instance, _ => { }, set);
        await using Ping owned = ping;

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal("2026-11-21T02:15:00.123Z", payload.Read(StandardMetrics.RecordedAt));
        Assert.Equal("2026-11-21T02:18:00.123Z", payload.Read(StandardMetrics.RecordingCeFinishedAt));
    }

    [Fact]
    public void Permissions_are_equal_when_they_say_the_same()
    {
        PingPermissions one = new() { Categories = [DataCategory.Optional, DataCategory.Standard], LeftOutKeyPaths = ["b", "a", "b"] };
        PingPermissions same = new() { Categories = [DataCategory.Standard, DataCategory.Optional], LeftOutKeyPaths = ["a", "b"] };

        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, same with { LeftOutKeyPaths = ["a"] });
        Assert.NotEqual(new PingPermissions { LeftOutKeyPaths = ["a"] }, new PingPermissions { LeftOutOwners = ["a"] });
        Assert.Equal(new PingPermissions(), PingPermissions.Everything);
        Assert.Throws<ArgumentException>(() => new PingPermissions { Categories = [(DataCategory)9] });
        Assert.Throws<ArgumentException>(() => new PingPermissions { LeftOutKeyPaths = [""] });
        Assert.Throws<ArgumentNullException>(() => new PingPermissions { LeftOutOwners = [null!] });
    }

    private static int AddSql(TestSet set, string keyPath, ValueShape shape, QueryFragment fragment)
    {
        DatabaseTest.AddMetric(set, keyPath, shape, "issues", fragment);
        return set.MetricPlans.Count - 1;
    }
}
