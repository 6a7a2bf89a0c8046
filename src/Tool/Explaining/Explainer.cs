using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Planning;
using ServicePing.Dictionary;
using ServicePing.Tool.Connections;
using ServicePing.Tool.Dictionary;
using ServicePing.Tool.Plans;

namespace ServicePing.Tool.Explaining;

/// <summary>Explains metrics.</summary>
internal static class Explainer
{
    /// <summary>Explains the metrics of a dictionary.</summary>
    /// <param name="named">The metrics.</param>
    /// <param name="input">What their dictionary was made from.</param>
    /// <param name="servers">The databases to ask; none for what needs none.</param>
    /// <param name="cancellationToken">Ends the look at databases.</param>
    internal static async Task<IReadOnlyList<Explanation>> ExplainAsync(
        MetricsDictionary named, DictionaryInput input, GivenServers servers, CancellationToken cancellationToken)
    {
        Dictionary<string, MetricVerification> verified = servers.Databases.Count == 0
            ? []
            : await VerifyAsync(named.Metrics.Select(metric => metric.KeyPath).ToHashSet(), input, servers, cancellationToken);
        return [.. named.Metrics.Select(metric => new Explanation(metric, verified.GetValueOrDefault(metric.KeyPath)))];
    }

    private static async Task<Dictionary<string, MetricVerification>> VerifyAsync(
        HashSet<string> keyPaths, DictionaryInput input, GivenServers servers, CancellationToken cancellationToken)
    {
        Plan plan = Planner.Plan(CatalogueBuilder.Build(input.Files));
        await using PlannedProgram program = PlannedProgram.Of("Definitions", plan, servers.Configure);
        using Waiting waiting = Waiting.For("looking at the database");
        VerificationReport report = await program.Service<ServicePingVerifier>().VerifyAsync(cancellationToken);
        return report.Metrics.Where(metric => keyPaths.Contains(metric.KeyPath)).ToDictionary(metric => metric.KeyPath);
    }
}
