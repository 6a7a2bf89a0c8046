using System.Text.Json;

namespace ServicePing.Versions;

/// <summary>How an instance uses each feature beside the best of the fleet.</summary>
internal sealed record DevOpsReport(double[] Best, double[] Instance)
{
    /// <summary>How much of the leader's usage the instance has: 0 to 100, with two decimals.</summary>
    internal static double Percentage(double leader, double instance) =>
        leader <= 0 ? 0 : Math.Min(100, Math.Round(100 * instance / leader, 2, MidpointRounding.AwayFromZero));

    internal void Write(Utf8JsonWriter json)
    {
        foreach ((int feature, string name) in DevOpsFeature.Names.Index())
        {
            json.WriteNumber($"leader_{name}", Best[feature]);
            json.WriteNumber($"instance_{name}", Instance[feature]);
            json.WriteNumber($"percentage_{name}", Percentage(Best[feature], Instance[feature]));
        }
    }
}
