using System.Text.Json;
using ServicePing.Runtime.Prometheus;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Topology;

/// <summary>What a topology has come to: nodes in the order in which they were first met, and what has failed.</summary>
internal sealed class TopologyReport(TopologyOptions options)
{
    private const int Queries = 12;

    private static readonly Dictionary<string, string> s_jobs = new(StringComparer.Ordinal)
    {
        ["gitlab-rails"] = "web",
        ["gitlab-sidekiq"] = "sidekiq",
        ["gitlab-workhorse"] = "workhorse",
        ["redis"] = "redis",
        ["postgres"] = "postgres",
        ["gitaly"] = "gitaly",
        ["prometheus"] = "prometheus",
        ["node"] = "node-exporter",
        ["registry"] = "registry",
    };

    private readonly List<(string Name, string Text)> _failures = [];
    private readonly Dictionary<string, TopologyNode> _nodes = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private long? _requests;
    private double? _apdex;

    /// <summary>What has no result; null where all queries have one.</summary>
    internal string? Note => _failures.Count == 0 ? null
        : $"Without a result: {string.Join(", ", _failures.Select(failure => $"{failure.Name} ({failure.Text})"))}, of {Queries} queries.";

    internal void Fail(string name, string text) => _failures.Add((name, text));

    /// <summary>Asks all queries, in the order in which failures are reported.</summary>
    internal async Task FillAsync(TopologyQueries queries)
    {
        _requests = Whole((await queries.AverageAsync("app_requests", "ops:rate5m").ConfigureAwait(false)).Select(series => series.Value * 3600));
        _apdex = (await queries.AverageAsync("query_apdex", "sql_duration_apdex:ratio_rate5m").ConfigureAwait(false)).Select(series => (double?)series.Value).FirstOrDefault();
        AddToNodes("node_memory", "node_memory_total_bytes", await queries.LargestAsync("node_memory", "node_memory_total_bytes:max").ConfigureAwait(false), isWhole: true);
        AddToNodes("node_memory_utilization", "node_memory_utilization", await queries.AverageAsync("node_memory_utilization", "node_memory_utilization:avg").ConfigureAwait(false));
        AddToNodes("node_cpus", "node_cpus", await queries.LargestAsync("node_cpus", "node_cpus:count").ConfigureAwait(false), isWhole: true);
        AddToNodes("node_cpu_utilization", "node_cpu_utilization", await queries.AverageAsync("node_cpu_utilization", "node_cpu_utilization:avg").ConfigureAwait(false));
        AddUname(await queries.AskAsync("node_uname_info", "node_uname_info").ConfigureAwait(false));
        foreach ((string name, string kind) in new[] { ("rss", "resident"), ("uss", "unique"), ("pss", "proportional") })
        {
            AddToServices(
                $"service_{name}", $"process_memory_{name}",
                await queries.AverageAsync($"service_{name}", $"node_service_process_{kind}_memory_bytes:avg").ConfigureAwait(false));
        }

        AddToServices("service_process_count", "process_count", await queries.AverageAsync("service_process_count", "node_service_process:count").ConfigureAwait(false));
        AddServers(await queries.NowAsync("service_workers", "node_service_app_server_workers:sum").ConfigureAwait(false));
    }

    internal JsonElement ToJson(TimeSpan duration) => MetricJson.Of(json =>
    {
        json.WriteStartObject();
        if (_requests is { } requests)
        {
            json.WriteNumber("application_requests_per_hour", requests);
        }

        if (_apdex is { } apdex)
        {
            json.WriteNumber("query_apdex_weekly_average", apdex);
        }

        if (_order.Count > 0)
        {
            json.WriteStartArray("nodes");
            HashSet<string> unknown = new(StringComparer.Ordinal);
            foreach (string node in _order)
            {
                _nodes[node].WriteTo(json, job => NameOf(job, unknown));
            }

            json.WriteEndArray();
        }

        // Behind the nodes, whose jobs may add to them.
        json.WriteNumber("duration_s", duration.TotalSeconds);
        json.WriteStartArray("failures");
        foreach ((string name, string text) in _failures)
        {
            json.WriteStartObject();
            json.WriteString(name, text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private void AddToNodes(string failure, string name, IReadOnlyList<PrometheusSeries> answer, bool isWhole = false)
    {
        foreach (PrometheusSeries series in answer)
        {
            Check(failure, NodeOf(series).Set(name, isWhole ? Math.Truncate(series.Value) : series.Value));
        }
    }

    private void AddUname(IReadOnlyList<PrometheusSeries> answer)
    {
        foreach (PrometheusSeries series in answer)
        {
            Check("node_uname_info", NodeOf(series).SetUname(series.Labels));
        }
    }

    private void AddToServices(string failure, string name, IReadOnlyList<PrometheusSeries> answer)
    {
        foreach (PrometheusSeries series in answer)
        {
            Check(failure, ServiceOf(series).Set(name, Math.Truncate(series.Value)));
        }
    }

    private void AddServers(IReadOnlyList<PrometheusSeries> answer)
    {
        foreach (PrometheusSeries series in answer)
        {
            Check("service_workers", ServiceOf(series).SetServer(series.Labels.GetValueOrDefault("server", "")));
        }
    }

    /// <summary>Two series of one node or service are two answers to one question: the first stays, and the failure says that there was another.</summary>
    private void Check(string failure, bool isOne)
    {
        if (!isOne && !_failures.Contains((failure, "duplicate_series")))
        {
            Fail(failure, "duplicate_series");
        }
    }

    private TopologyNode NodeOf(PrometheusSeries series)
    {
        string name = TopologyNode.NameOf(series.Labels.GetValueOrDefault("instance", ""));
        if (!_nodes.TryGetValue(name, out TopologyNode? node))
        {
            _nodes.Add(name, node = new TopologyNode());
            _order.Add(name);
        }

        return node;
    }

    private TopologyService ServiceOf(PrometheusSeries series) => NodeOf(series).ServiceOf(series.Labels.GetValueOrDefault("job", ""));

    /// <summary>What the service of a job is called; null, and a failure once, for a job that nobody has named.</summary>
    private string? NameOf(string job, HashSet<string> unknown)
    {
        if (options.Jobs.TryGetValue(job, out string? name) || s_jobs.TryGetValue(job, out name))
        {
            return name;
        }

        if (unknown.Add(job))
        {
            Fail("service_unknown", job);
        }

        return null;
    }

    private static long? Whole(IEnumerable<double> numbers) =>
        numbers.Select(number => (long?)Math.Clamp(Math.Truncate(number), long.MinValue, long.MaxValue)).FirstOrDefault();
}
