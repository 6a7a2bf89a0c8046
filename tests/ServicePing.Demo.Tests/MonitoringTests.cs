using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServicePing.Tests;

namespace ServicePing.Demo.Tests;

/// <summary>A real Prometheus that scrapes a real Forge and its machine, over the recording rules of the package.</summary>
[Collection("demo")]
public class MonitoringTests(DemoRun demo)
{
    [Fact]
    public void All_twelve_queries_of_topology_have_a_result()
    {
        Assert.Equal("[]", demo.Value("topology.failures")!.ToJsonString());
        Assert.True((long)demo.Value("topology.application_requests_per_hour")! > 0);
        Assert.InRange((double)demo.Value("topology.query_apdex_weekly_average")!, 0.01, 1);
        Assert.Equal("scrapes Forge and its machine, 11 series recorded", demo.Row("Prometheus"));
    }

    [Fact]
    public async Task The_node_is_this_machine_whichever_port_is_scraped_and_has_no_name()
    {
        JsonNode node = Assert.Single(demo.Value("topology.nodes")!.AsArray())!;
        string memory = (await File.ReadAllLinesAsync("/proc/meminfo")).Single(line => line.StartsWith("MemTotal:", StringComparison.Ordinal)).Split(' ')[^2];

        Assert.Equal(1024 * long.Parse(memory, CultureInfo.InvariantCulture), (long)node["node_memory_total_bytes"]!);
        Assert.Equal((await File.ReadAllLinesAsync("/proc/stat")).Count(line => line.StartsWith("cpu", StringComparison.Ordinal)) - 1, (int)node["node_cpus"]!);
        Assert.InRange((double)node["node_memory_utilization"]!, 0.001, 1);
        Assert.InRange((double)node["node_cpu_utilization"]!, 0.001, 1);
        JsonNode uname = node["node_uname_info"]!;
        Assert.Equal(
            (await RunningProgram.RunAsync("uname", "-m", "-s", "-r")).Trim(), $"{uname["sysname"]} {uname["release"]} {uname["machine"]}");
        Assert.DoesNotContain("127.0.0.1", demo.Payload.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Forge_is_the_service_that_its_configuration_calls_its_job()
    {
        // In the order in which Prometheus tells of them, which is any.
        JsonNode[] services = [.. demo.Value("topology.nodes")![0]!["node_services"]!.AsArray().Select(service => service!).OrderByDescending(service => (string)service["name"]!)];
        JsonNode web = services[0];
        (long rss, long uss, long pss) = ((long)web["process_memory_rss"]!, (long)web["process_memory_uss"]!, (long)web["process_memory_pss"]!);

        Assert.Equal(["web", "node-exporter"], services.Select(service => (string)service["name"]!));
        Assert.All(services, service => Assert.Equal(1, (int)service["process_count"]!));
        Assert.Equal("kestrel", (string)web["server"]!);
        Assert.True(uss is > 10_000_000 and < 1_000_000_000 && uss <= pss && pss <= rss, $"{uss} of its own, {pss} with its share, {rss} in all");
    }

    [Fact]
    public void Forge_s_own_metrics_of_Prometheus_tell_of_those_who_found_something_and_of_those_who_did_not()
    {
        JsonObject statuses = demo.Value("performance.requests_by_status")!.AsObject();

        Assert.Equal(["200", "404"], statuses.Select(status => status.Key));
        Assert.All(statuses, status => Assert.True((long)status.Value! > 0));
        // Each is rounded by itself.
        Assert.InRange((long)demo.Value("performance.requests")! - statuses.Sum(status => (long)status.Value!), -1, 1);
        Assert.InRange((double)demo.Value("performance.request_seconds_p95")!, 0.0001, 10);
        Assert.InRange((double)demo.Value("settings.search_apdex")!, 0.01, 1);
    }

    [Fact]
    public async Task Where_there_is_no_Prometheus_the_demo_says_so_and_goes_on_with_statuses_as_they_are()
    {
        using RunningProgram without = new("env", "SERVICEPING_PROMETHEUS_BIN=/nowhere", Repository.PathOf("demo"), "--json");
        Assert.Equal(0, await without.EndAsync(TimeSpan.FromMinutes(10)));
        JsonNode payload = JsonNode.Parse(without.Output)!;

        Assert.Contains("is not on this machine: the payload has nothing of it", without.Errors, StringComparison.Ordinal);
        Assert.Contains("SERVICEPING_PROMETHEUS_BIN", without.Errors, StringComparison.Ordinal);
        Assert.Equal(["duration_s", "failures"], payload["topology"]!.AsObject().Select(member => member.Key));
        Assert.All(payload["performance"]!.AsObject(), metric => Assert.Equal("-1", metric.Value!.ToJsonString()));
        Assert.Matches("metrics unavailable +│ +4 ", without.Errors);
        Assert.Equal(JsonValueKind.Number, payload["counts"]!["issues"]!.GetValueKind());
    }
}
