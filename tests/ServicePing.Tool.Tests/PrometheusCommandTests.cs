using System.Globalization;
using System.Text.Json;
using ServicePing.Testing;
using ServicePing.Tests;

namespace ServicePing.Tool.Tests;

/// <summary>The commands that look at a Prometheus and at what metrics read of it, over a small project on disk.</summary>
public sealed class PrometheusCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-tool-");

    public PrometheusCommandTests()
    {
        Write("waiting", "sum(jobs_waiting)");
        Write("by_queue", "sum by (queue) (jobs_waiting)", "object", "  group_by: queue\n");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Each_query_is_read_by_the_Prometheus_that_is_named()
    {
        await using PrivatePrometheus prometheus = await StartAsync(new PrivatePrometheusOptions());
        ProgramRun good = await Run("verify", "ping", "--prometheus", prometheus.Address);
        Assert.Equal((0, ""), (good.ExitCode, good.Errors));
        Assert.Contains("settings.by_queue", good.Output, StringComparison.Ordinal);
        Assert.EndsWith("2 metrics, 0 of which cannot be computed\n", good.Output, StringComparison.Ordinal);

        Write("several", "jobs_waiting");
        ProgramRun bad = await Run("verify", "ping", "--prometheus", prometheus.Address);
        Assert.Equal((1, ""), (bad.ExitCode, bad.Errors));
        Assert.Contains("ping/metrics/several.yml: error: settings.several: ", bad.Output, StringComparison.Ordinal);
        Assert.Contains("gives 2 series", bad.Output, StringComparison.Ordinal);
        Assert.EndsWith("3 metrics, 1 of which cannot be computed\n", bad.Output, StringComparison.Ordinal);

        JsonElement[] metrics = [.. JsonElement.Parse((await Run("verify", "ping", "--prometheus", prometheus.Address, "--json")).Output).EnumerateArray()];
        Assert.Equal(
            ["ping/metrics/by_queue.yml: 0", "ping/metrics/several.yml: 1", "ping/metrics/waiting.yml: 0"],
            metrics.Select(one => $"{one.GetProperty("file").GetString()}: {one.GetProperty("metric").GetProperty("findings").GetArrayLength()}"));
    }

    [Fact]
    public async Task A_Prometheus_that_is_down_or_wants_a_login_is_told_of_once()
    {
        ProgramRun down = await Run("verify", "ping", "--prometheus", "http://127.0.0.1:1");
        Assert.Equal((1, ""), (down.ExitCode, down.Errors));
        Assert.Contains("error: 2 metrics: ", down.Output, StringComparison.Ordinal);
        Assert.Contains("\n    settings.by_queue, settings.waiting\n", down.Output, StringComparison.Ordinal);

        await using PrivatePrometheus prometheus = await StartAsync(new PrivatePrometheusOptions
        {
            Login = ("ping", "geheim", "$2b$04$EU9A6UyCZb8V/JUP.lczQe1OK0cscZ5aIkeE3jAtW9XQvP5jwqb5y"),
        });
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "token"), "s3cret\n");
        foreach (string[] login in new string[][] { [], ["--prometheus-token-file", "token"] })
        {
            ProgramRun refused = await Run(["verify", "ping", "--prometheus", prometheus.Address, .. login]);
            Assert.Equal((1, ""), (refused.ExitCode, refused.Errors));
            Assert.Contains("401", refused.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("s3cret", refused.Output, StringComparison.Ordinal);
        }

        ProgramRun noFile = await Run("verify", "ping", "--prometheus", prometheus.Address, "--prometheus-token-file", "nowhere");
        Assert.Equal(1, noFile.ExitCode);
        Assert.Contains("'nowhere' cannot be read", noFile.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_cannot_be_read_is_wrong_usage_and_shows_no_secret()
    {
        ProgramRun run = await Run("verify", "ping", "--prometheus", "http://ping:s3cret@localhost:9090");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("The address of Prometheus cannot be read", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Series_lead_to_the_metrics_that_read_them()
    {
        Assert.Equal(
            "series jobs_waiting -> metric settings.by_queue\nseries jobs_waiting -> metric settings.waiting\n",
            (await Run("lineage", "ping", "jobs_waiting")).Output);
        Assert.Contains("\n  made from       series jobs_waiting\n", (await Run("explain", "ping", "settings.waiting")).Output, StringComparison.Ordinal);
    }

    private static Task<PrivatePrometheus> StartAsync(PrivatePrometheusOptions options)
    {
        // A query at this moment finds what lies up to five minutes back.
        string now = TimeProvider.System.GetUtcNow().AddSeconds(-1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return PrivatePrometheus.StartAsync(options with
        {
            Samples = $"# TYPE jobs_waiting gauge\njobs_waiting{{queue=\"mail\"}} 3 {now}\njobs_waiting{{queue=\"push\"}} 4 {now}\n# EOF\n",
        });
    }

    private Task<ProgramRun> Run(params string[] arguments) => ToolRun.Of(_folder.FullName, arguments);

    private void Write(string name, string promQl, string valueType = "number", string more = "")
    {
        string path = Path.Combine(_folder.FullName, "ping", "metrics", $"{name}.yml");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"""
            key_path: settings.{name}
            description: Jobs that wait
            product_group: planning
            value_type: {valueType}
            status: active
            milestone: "1.0"
            introduced_by_url: https://example.com/changes/1
            time_frame: none
            data_source: prometheus
            data_category: optional
            tiers: [free]
            query:
              promql: {promQl}
            {more}
            """);
    }
}
