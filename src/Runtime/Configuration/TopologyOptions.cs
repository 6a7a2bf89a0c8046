namespace ServicePing;

/// <summary>What the ready-made metric <c>topology</c> asks Prometheus for.</summary>
/// <remarks>The section <c>Prometheus:Topology</c> of the configuration.</remarks>
public sealed class TopologyOptions
{
    /// <summary>
    /// What the names of the recorded series begin with, in front of a colon: <c>gitlab_usage_ping</c> by default, as in the recording rules that come
    /// with the package.
    /// </summary>
    public string SeriesPrefix { get; set; } = "gitlab_usage_ping";

    /// <summary>
    /// The services by the jobs of Prometheus that scrape them, added to those that are known and counting more: <c>gitlab-rails</c> is <c>web</c>,
    /// <c>node</c> <c>node-exporter</c>, and <c>redis</c>, <c>postgres</c>, <c>prometheus</c> and others are called as their jobs.
    /// </summary>
    public IDictionary<string, string> Jobs { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
