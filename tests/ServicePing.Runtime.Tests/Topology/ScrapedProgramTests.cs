using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ServicePing.Testing;
using ServicePing.Tests.ReadyMade;

namespace ServicePing.Tests;

/// <summary>From the meters of a program on Kestrel over a real Prometheus and the rules of the package to the payload.</summary>
public sealed class ScrapedProgramTests
{
    [Fact]
    public async Task A_program_that_is_scraped_is_a_service_of_its_node()
    {
        using MeterPage page = new("Microsoft.AspNetCore.Hosting", "System.Runtime");
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using WebApplication program = builder.Build();
        program.MapGet("/metrics", () => Results.Text(page.Text(), "text/plain; version=0.0.4"));
        await program.StartAsync();

        await using PrivatePrometheus server = await PrivatePrometheus.StartAsync(new PrivatePrometheusOptions
        {
            Configuration = $$"""
                global: { scrape_interval: 1s, evaluation_interval: 1s }
                rule_files: [rules.yml]
                scrape_configs: [{ job_name: forge-web, static_configs: [{ targets: ['{{new Uri(program.Urls.Single()).Authority}}'] }] }]
                """,
            Rules = await File.ReadAllTextAsync(Repository.PathOf("src", "Runtime", "prometheus", "serviceping-rules.yml")),
        });
        await using Ping ping = ReadyMadePing.Of("topology", configure => configure.UsePrometheus(options =>
        {
            options.Address = server.Address;
            options.Topology.Jobs["forge-web"] = "web";
        }));

        JsonElement topology = default;
        Stopwatch waited = Stopwatch.StartNew();
        do
        {
            await Task.Delay(500);
            ping.Clock.Set(TimeProvider.System.GetUtcNow());
            topology = (await ReadyMadePing.CollectAsync(ping)).Values.Single().Value.ToJson();
        }
        while (waited.Elapsed < TimeSpan.FromMinutes(2)
            && !(topology.TryGetProperty("application_requests_per_hour", out JsonElement requests) && requests.GetInt64() > 0 && topology.GetRawText().Contains("kestrel", StringComparison.Ordinal)));

        Assert.True(topology.GetProperty("application_requests_per_hour").GetInt64() > 0, topology.GetRawText());
        JsonElement service = Assert.Single(Assert.Single(topology.GetProperty("nodes").EnumerateArray()).GetProperty("node_services").EnumerateArray());
        Assert.Equal(("web", 1, "kestrel"), (service.GetProperty("name").GetString(), service.GetProperty("process_count").GetInt32(), service.GetProperty("server").GetString()));
        Assert.InRange(service.GetProperty("process_memory_rss").GetInt64(), Environment.WorkingSet / 10, Environment.WorkingSet * 10);
    }
}
