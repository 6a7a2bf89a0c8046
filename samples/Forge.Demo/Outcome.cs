using System.Text.Json.Nodes;
using ServicePing;

namespace Forge.Demo;

/// <summary>What a run of the demo has come to.</summary>
/// <param name="Cost">What the collection cost.</param>
/// <param name="Rows">How many rows the database has.</param>
/// <param name="Delivered">The ping that went round.</param>
/// <param name="Tracked">What the metrics over events must come to, by key path.</param>
/// <param name="WithoutRedis">The same from counters in PostgreSQL, as they were collected.</param>
/// <param name="Recovered">How many movements of counters a killed process had left in its spool.</param>
/// <param name="SiteReport">What became of the report of the second site.</param>
/// <param name="Monitoring">The Prometheus; null where there is none.</param>
/// <param name="Missing">What of Prometheus is not on this machine, and why; null where all is.</param>
internal sealed record Outcome(
    CollectionStatistics Cost,
    long Rows,
    Delivered Delivered,
    JsonObject Tracked,
    JsonObject WithoutRedis,
    long Recovered,
    PingCycle SiteReport,
    Monitoring? Monitoring,
    string? Missing)
{
    /// <summary>For tests, which count by themselves.</summary>
    public JsonObject ToTruth() => new() { ["tracked"] = Tracked.DeepClone(), ["without_redis"] = WithoutRedis.DeepClone() };
}
