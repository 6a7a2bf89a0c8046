using System.Text;
using Microsoft.AspNetCore.Http;

namespace ServicePing;

/// <summary>What the program's metrics are, for everybody: no value is among it.</summary>
internal sealed class DefinitionEndpoints(ServicePingCatalogue catalogue)
{
    private const string Yaml = "application/yaml";

    private volatile Exported? _exported;

    internal IReadOnlyList<ApiEndpoint> All =>
    [
        new(HttpMethods.Get, "metric_definitions", Gate.Open, "All metric definitions as one YAML list.", WriteAsync)
        {
            Answers = Yaml,
            Parameters = [ApiParameter.IncludePaths],
            Refuses = [400],
        },
    ];

    private Task WriteAsync(HttpContext context)
    {
        bool includesPaths = ApiParameter.IncludePaths.ReadTruth(context.Request);
        Exported exported = Current();
        return Answer.WriteAsync(
            context, StatusCodes.Status200OK, Yaml, includesPaths ? exported.WithPaths.Value : exported.WithoutPaths.Value);
    }

    /// <summary>The definitions, written once and anew after hot reload has edited them.</summary>
    private Exported Current()
    {
        if (_exported is not { } exported || exported.Metrics != catalogue.Metrics)
        {
            _exported = exported = new Exported(catalogue.Metrics, Text(false), Text(true));
        }

        return exported;

        Lazy<byte[]> Text(bool includesPaths) => new(() => Encoding.UTF8.GetBytes(catalogue.ToYaml(includesPaths)));
    }

    private sealed record Exported(IReadOnlyList<CatalogueMetric> Metrics, Lazy<byte[]> WithoutPaths, Lazy<byte[]> WithPaths);
}
