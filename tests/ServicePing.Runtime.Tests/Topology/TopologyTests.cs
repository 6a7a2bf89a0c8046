using System.Globalization;
using System.Text;
using System.Text.Json;
using ServicePing.Runtime.Topology;
using ServicePing.Testing;
using ServicePing.Tests.ReadyMade;

namespace ServicePing.Tests;

/// <summary>The ready-made metric <c>topology</c>: its queries, its shape, and what it says of what has failed.</summary>
public sealed class TopologyTests
{
    private const string Prefix = "gitlab_usage_ping:";

    private static readonly string[] Queries =
    [
        "avg_over_time (gitlab_usage_ping:ops:rate5m[1w])",
        "avg_over_time (gitlab_usage_ping:sql_duration_apdex:ratio_rate5m[1w])",
        "max_over_time (gitlab_usage_ping:node_memory_total_bytes:max[1w])",
        "avg_over_time (gitlab_usage_ping:node_memory_utilization:avg[1w])",
        "max_over_time (gitlab_usage_ping:node_cpus:count[1w])",
        "avg_over_time (gitlab_usage_ping:node_cpu_utilization:avg[1w])",
        "node_uname_info",
        "avg_over_time (gitlab_usage_ping:node_service_process_resident_memory_bytes:avg[1w])",
        "avg_over_time (gitlab_usage_ping:node_service_process_unique_memory_bytes:avg[1w])",
        "avg_over_time (gitlab_usage_ping:node_service_process_proportional_memory_bytes:avg[1w])",
        "avg_over_time (gitlab_usage_ping:node_service_process:count[1w])",
        "gitlab_usage_ping:node_service_app_server_workers:sum",
    ];

    private static readonly string[] Names =
    [
        "app_requests", "query_apdex", "node_memory", "node_memory_utilization", "node_cpus", "node_cpu_utilization", "node_uname_info",
        "service_rss", "service_uss", "service_pss", "service_process_count", "service_workers",
    ];

    [Fact]
    public async Task A_real_Prometheus_tells_of_nodes_and_services_in_the_last_week()
    {
        StringBuilder samples = new();
        Add(samples, Prefix + "ops:rate5m", "", hour => hour % 24 == 0 ? 1 : 2);
        Add(samples, Prefix + "sql_duration_apdex:ratio_rate5m", "", _ => 0.5);
        Add(samples, Prefix + "node_memory_total_bytes:max", "{instance=\"10.0.0.5:9100\"}", hour => hour < 100 ? 33269903360 : 100);
        Add(samples, Prefix + "node_memory_utilization:avg", "{instance=\"10.0.0.5:9100\"}", _ => 0.25);
        Add(samples, Prefix + "node_cpus:count", "{instance=\"10.0.0.5:9100\"}", _ => 16);
        Add(samples, Prefix + "node_cpu_utilization:avg", "{instance=\"10.0.0.5:9100\"}", _ => 0.75);
        Add(samples, "node_uname_info", "{instance=\"10.0.0.5:9100\",machine=\"x86_64\",sysname=\"Linux\",release=\"6.1\",nodename=\"secret\"}", _ => 1);
        Add(samples, Prefix + "node_service_process_resident_memory_bytes:avg", "{instance=\"10.0.0.5:8080\",job=\"forge-web\"}", hour => hour % 24 == 0 ? 1000 : 1001);
        Add(samples, Prefix + "node_service_process:count", "{instance=\"10.0.0.5:8080\",job=\"forge-web\"}", _ => 4);
        Add(samples, Prefix + "node_service_app_server_workers:sum", "{instance=\"10.0.0.5:8080\",job=\"forge-web\",server=\"kestrel\"}", _ => 7);
        Add(samples, Prefix + "node_service_process_unique_memory_bytes:avg", "{instance=\"127.0.0.1:9121\",job=\"redis\"}", _ => 15);
        await using PrivatePrometheus server = await PrivatePrometheus.StartAsync(new PrivatePrometheusOptions { Samples = samples.Append("# EOF\n").ToString() });

        (JsonElement value, MetricReading reading) = await CollectAsync(options =>
        {
            options.Address = server.Address;
            options.Topology.Jobs["forge-web"] = "web";
        });
        Assert.Equal(
            """
            {"application_requests_per_hour":5400,"query_apdex_weekly_average":0.5,"nodes":[{"node_memory_total_bytes":33269903360,"node_memory_utilization":0.25,"node_cpus":16,"node_cpu_utilization":0.75,"node_uname_info":{"machine":"x86_64","sysname":"Linux","release":"6.1"},"node_services":[{"name":"web","process_count":4,"process_memory_rss":1000,"server":"kestrel"}]},{"node_services":[{"name":"redis","process_memory_uss":15}]}],"failures":[{"service_pss":"empty_result"}]}
            """,
            Without(value));
        Assert.Equal((ReadingStatus.Ok, "Without a result: service_pss (empty_result), of 12 queries."), (reading.Status, reading.Message));
        Assert.True(value.GetProperty("duration_s").GetDouble() > 0);
    }

    [Fact]
    public async Task Twelve_queries_are_asked_in_order_and_nothing_fails_where_all_have_a_result()
    {
        await using RawHttpServer server = new(_ => Task.FromResult(RawHttpServer.Answer(
            """{"status":"success","data":{"resultType":"vector","result":[{"metric":{"instance":"a:1","job":"node"},"value":[1,"2.9"]}]}}""")));
        (JsonElement value, MetricReading reading) = await CollectAsync(options => options.Address = server.Address);
        Assert.Equal(Queries, server.Requests.Skip(1).Select(QueryOf));
        Assert.All(server.Requests.Skip(1), request => Assert.Contains("time=1795227300.123", request.Body, StringComparison.Ordinal));
        Assert.Equal((ReadingStatus.Ok, null), (reading.Status, reading.Message));
        Assert.Equal(
            """
            {"application_requests_per_hour":10440,"query_apdex_weekly_average":2.9,"nodes":[{"node_memory_total_bytes":2,"node_memory_utilization":2.9,"node_cpus":2,"node_cpu_utilization":2.9,"node_uname_info":{"machine":"","sysname":"","release":""},"node_services":[{"name":"node-exporter","process_count":2,"process_memory_rss":2,"process_memory_uss":2,"process_memory_pss":2,"server":""}]}],"failures":[]}
            """,
            Without(value));
    }

    [Fact]
    public async Task Each_query_fails_alone_and_by_its_name()
    {
        for (int failing = 0; failing < Queries.Length; failing++)
        {
            string wrong = Queries[failing];
            await using RawHttpServer server = new(request => Task.FromResult(QueryOf(request) != wrong ? RawHttpServer.Number("3")
                : RawHttpServer.Answer("""{"status":"error","errorType":"execution","error":"no"}""", "422 Unprocessable Entity")));
            (JsonElement value, MetricReading reading) = await CollectAsync(options => options.Address = server.Address);
            Assert.Equal([$"{Names[failing]}=QueryError", "service_unknown="], Failures(value));
            Assert.Equal(ReadingStatus.Ok, reading.Status);
        }
    }

    [Fact]
    public async Task Once_one_has_taken_too_long_those_that_follow_are_not_sent()
    {
        await using RawHttpServer server = new(async request =>
        {
            await Task.Delay(QueryOf(request) == Queries[2] ? 20_000 : 0);
            return RawHttpServer.Number("3");
        });
        (JsonElement value, _) = await CollectAsync(options => (options.Address, options.QueryTimeout) = (server.Address, TimeSpan.FromSeconds(1)));
        Assert.Equal(["node_memory=ReadTimeout", .. Names[3..].Select(name => $"{name}=timeout_cancellation")], Failures(value));
        Assert.Equal(4, server.Requests.Count);
        Assert.StartsWith("""{"application_requests_per_hour":10800,"query_apdex_weekly_average":3,"failures":""", Without(value), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_and_no_number_are_failures_and_two_series_of_one_node_are_never_one_silently()
    {
        await using RawHttpServer server = new(request => Task.FromResult(QueryOf(request) switch
        {
            var query when query == Queries[0] => RawHttpServer.Number("NaN"),
            var query when query == Queries[1] => RawHttpServer.Answer("""{"status":"success","data":{"resultType":"vector","result":[]}}"""),
            _ => RawHttpServer.Answer(
                """
                {"status":"success","data":{"resultType":"vector","result":[{"metric":{"instance":"[::1]:1","job":"redis"},"value":[1,"5"]},{"metric":{"instance":"0.0.0.0:2","job":"redis"},"value":[1,"6"]},{"metric":{"instance":"b","job":"strange"},"value":[1,"7"]}]}}
                """),
        }));
        (JsonElement value, _) = await CollectAsync(options => options.Address = server.Address);
        Assert.Equal(
            [
                "app_requests=not_a_number", "query_apdex=empty_result",
                .. Names[2..].Where(name => name is not ("node_uname_info" or "service_workers")).Select(name => $"{name}=duplicate_series"), "service_unknown=strange",
            ],
            Failures(value));
        Assert.Equal(2, value.GetProperty("nodes").GetArrayLength());
        Assert.Equal(5, value.GetProperty("nodes")[0].GetProperty("node_cpus").GetInt32());
        Assert.Equal("[]", value.GetProperty("nodes")[1].GetProperty("node_services").GetRawText());
    }

    [Fact]
    public async Task Without_a_Prometheus_there_are_only_duration_and_no_failures_and_the_reading_says_why()
    {
        (JsonElement value, MetricReading reading) = await CollectAsync(_ => { });
        Assert.Equal("""{"failures":[]}""", Without(value));
        Assert.Equal(ReadingStatus.Ok, reading.Status);
        Assert.StartsWith("Nothing was asked: The program has no Prometheus", reading.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Series_may_have_names_of_the_product()
    {
        await using RawHttpServer server = new(_ => Task.FromResult(RawHttpServer.Number("3")));
        await CollectAsync(options => (options.Address, options.Topology.SeriesPrefix) = (server.Address, "forge"));
        Assert.Equal(Queries.Select(query => query.Replace("gitlab_usage_ping:", "forge:", StringComparison.Ordinal)), server.Requests.Skip(1).Select(QueryOf));
    }

    [Theory]
    [InlineData("127.0.0.1:9090", "localhost")]
    [InlineData("127.1.2.3", "localhost")]
    [InlineData("0.0.0.0:9090", "localhost")]
    [InlineData("[::1]:9090", "localhost")]
    [InlineData("[::]:9090", "localhost")]
    [InlineData("::1", "localhost")]
    [InlineData("localhost:9090", "localhost")]
    [InlineData("10.0.0.1:9090", "10.0.0.1")]
    [InlineData("[fd00::1]:9090", "[fd00::1]")]
    [InlineData("forge.example.com:80", "forge.example.com")]
    [InlineData("forge", "forge")]
    [InlineData("", "")]
    public void An_instance_is_a_node_without_its_port(string instance, string node) => Assert.Equal(node, TopologyNode.NameOf(instance));

    private static string QueryOf(RawRequest request) => request.Body.Split('&').FirstOrDefault(part => part.StartsWith("query=", StringComparison.Ordinal))?["query=".Length..] ?? "";

    private static string[] Failures(JsonElement value) =>
        [.. value.GetProperty("failures").EnumerateArray().SelectMany(failure => failure.EnumerateObject()).Select(one => $"{one.Name}={one.Value.GetString()}")];

    /// <summary>The value without the time that it took.</summary>
    private static string Without(JsonElement value) =>
        value.GetRawText().Replace($"\"duration_s\":{value.GetProperty("duration_s").GetRawText()},", "", StringComparison.Ordinal);

    private static void Add(StringBuilder text, string name, string labels, Func<int, double> value)
    {
        text.Append($"# TYPE {name} gauge\n");
        // Fourteen: for each two hours that have samples, half a gigabyte is reserved.
        for (int hour = 156; hour >= 0; hour -= 12)
        {
            DateTimeOffset moment = Ping.RecordedAt.AddSeconds(-30).AddHours(-hour);
            text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {value(hour)} {moment.ToUnixTimeSeconds()}\n");
        }
    }

    private static async Task<(JsonElement Value, MetricReading Reading)> CollectAsync(Action<PrometheusOptions> configure)
    {
        await using Ping ping = ReadyMadePing.Of("topology", builder => builder.UsePrometheus(configure));
        MetricReading reading = (await ReadyMadePing.CollectAsync(ping)).Values.Single();
        return (reading.Value.ToJson(), reading);
    }
}
