using System.Text.Json;
using System.Text.RegularExpressions;
using ServicePing.Testing;

namespace Forge.Demo;

/// <summary>The administrator's Prometheus: it scrapes Forge and its machine, and has the recording rules that come with the package.</summary>
internal sealed partial class Monitoring : IAsyncDisposable
{
    /// <summary>The series of the rules, from when on the requests that people make now have been seen to rise.</summary>
    private const string Seen = """
        count by (__name__) ({__name__=~"gitlab_usage_ping:.+"})
        and on () count(increase(http_server_request_duration_seconds_count{http_response_status_code="404"}[1m]) > 0)
        """;

    private readonly PrivatePrometheus _prometheus;
    private readonly PrivateProgram? _nodeExporter;
    private readonly HttpClient _client;
    private readonly string[] _recorded;

    private Monitoring(PrivatePrometheus prometheus, PrivateProgram? nodeExporter, string rules)
    {
        (_prometheus, _nodeExporter) = (prometheus, nodeExporter);
        _client = new HttpClient { BaseAddress = new Uri(prometheus.Address) };
        _recorded = [.. Record().Matches(rules).Select(match => match.Groups[1].Value).Where(name => HasNode || !OfNodes().IsMatch(name))];
    }

    /// <summary>Whether it sees the machine as well, by a node_exporter.</summary>
    public bool HasNode => _nodeExporter is not null;

    /// <summary>How many series of the rules it waits for.</summary>
    public int Recorded => _recorded.Length;

    /// <summary>Tells a Forge where it is.</summary>
    public string Setting => $"--ServicePing:Prometheus:Address={_prometheus.Address}";

    /// <summary>Starts it.</summary>
    /// <param name="forge">The host and the port of Forge.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>It, or null and why there is none.</returns>
    public static async Task<(Monitoring? Monitoring, string? Missing)> StartAsync(string forge, CancellationToken cancellationToken)
    {
        PrivateProgram? nodeExporter = null;
        string? missing = null;
        try
        {
            nodeExporter = await PrivateProgram.StartAsync(
                new PrivateProgramOptions
                {
                    Program = "prometheus-node-exporter",
                    Arguments = (port, _) =>
                        [$"--web.listen-address=127.0.0.1:{port}", "--collector.disable-defaults", "--collector.cpu", "--collector.meminfo", "--collector.uname"],
                    ReadyPath = "/metrics",
                },
                cancellationToken);
        }
        catch (PrivateServerException exception)
        {
            missing = exception.Message;
        }

        try
        {
            string rules = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "prometheus", "serviceping-rules.yml"), cancellationToken);
            PrivatePrometheus prometheus = await PrivatePrometheus.StartAsync(
                new PrivatePrometheusOptions { Configuration = Configuration(forge, nodeExporter), Rules = rules }, cancellationToken);
            return (new Monitoring(prometheus, nodeExporter, rules), missing);
        }
        catch (Exception exception)
        {
            await (nodeExporter?.DisposeAsync() ?? ValueTask.CompletedTask);
            if (exception is not PrivateServerException)
            {
                throw;
            }

            return (null, exception.Message);
        }
    }

    /// <summary>Waits until each rule has recorded something, while people use Forge.</summary>
    public Task<bool> HasAllAsync(ForgeProcess forge, Action<double> progress, CancellationToken cancellationToken) => Patience.UntilAsync(
        async () =>
        {
            await forge.BrowseAsync(cancellationToken);
            string[] there = await NamesAsync(cancellationToken);
            int found = _recorded.Count(there.Contains);
            progress((double)found / _recorded.Length);
            return found == _recorded.Length;
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _prometheus.DisposeAsync();
        await (_nodeExporter?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>Seconds where an installation has minutes: nobody waits so long for a demo.</summary>
    private static string Configuration(string forge, PrivateProgram? nodeExporter) => $$"""
        global: { scrape_interval: 1s, evaluation_interval: 1s }
        rule_files: [rules.yml]
        scrape_configs:
        - job_name: forge
          static_configs: [{ targets: ['{{forge}}'] }]
        - job_name: node
          static_configs: [{ targets: [{{(nodeExporter is null ? "" : $"'{new Uri(nodeExporter.Address).Authority}'")}}] }]
        """;

    private async Task<string[]> NamesAsync(CancellationToken cancellationToken)
    {
        using FormUrlEncodedContent query = new([KeyValuePair.Create("query", Seen)]);
        using HttpResponseMessage response = await _client.PostAsync("api/v1/query", query, cancellationToken);
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        return
        [
            .. answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray()
                .Select(series => series.GetProperty("metric").GetProperty("__name__").GetString()!),
        ];
    }

    [GeneratedRegex(@"- record: (\S+)", RegexOptions.CultureInvariant)]
    private static partial Regex Record();

    [GeneratedRegex(":node_(memory|cpu)", RegexOptions.CultureInvariant)]
    private static partial Regex OfNodes();
}
