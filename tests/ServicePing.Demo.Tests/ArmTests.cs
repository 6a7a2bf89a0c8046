using System.Globalization;
using System.Text.Json.Nodes;

namespace ServicePing.Demo.Tests;

/// <summary>What Forge counts reaches its store although it is killed, its vendor one by one where an event may, and is the same without Redis.</summary>
[Collection("demo")]
public class ArmTests(DemoRun demo)
{
    private const int Exports = 40;

    [Fact]
    public void What_was_tracked_before_a_kill_is_counted_once_from_the_spool()
    {
        // A total of its own for each span of time, and none of them without the week that has begun.
        long recovered = long.Parse(demo.Row("kill -9").Split(' ')[0], CultureInfo.InvariantCulture);

        Assert.True(recovered >= 2 * Exports, demo.Row("kill -9"));
        Assert.Equal((long)demo.Events["counts.count_total_export_project"], (long)demo.Value("counts.count_total_export_project")!);
        Assert.True((long)demo.Events["counts.count_total_export_project"] >= (long)demo.Events["counts.count_total_export_project_monthly"] + Exports);
    }

    [Fact]
    public void Each_forwarded_event_has_come_to_the_collector_and_keeps_to_the_published_schemas() =>
        Assert.Equal("40 of 40 events came to the collector, all valid", demo.Row("forwarded"));

    [Fact]
    public void Counters_in_PostgreSQL_give_the_values_that_those_in_Redis_give()
    {
        Assert.True(demo.WithoutRedis.Count >= 47);
        Assert.All(demo.WithoutRedis, value => Assert.True(
            JsonNode.DeepEquals(value.Value, demo.Value(value.Key)), $"{value.Key} is {value.Value} without Redis and {demo.Value(value.Key)} with it"));
        Assert.Equal("47 of 47 values of events are the same from PostgreSQL", demo.Row("without Redis"));
    }
}
