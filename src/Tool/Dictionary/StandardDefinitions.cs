using ServicePing.Definitions.Model;

namespace ServicePing.Tool.Dictionary;

/// <summary>The metrics that every instance reports, as a product's dictionary tells of them.</summary>
internal static class StandardDefinitions
{
    /// <summary>
    /// The definition files but for what the product defines itself. Their owner, tiers and version are those of ServicePing, of which the
    /// product's owners, tiers and releases know nothing.
    /// </summary>
    internal static IReadOnlyList<DefinitionFile> Besides(IEnumerable<DefinitionFile> files)
    {
        HashSet<string> defined = files.SelectMany(file => file.Metrics).Select(metric => metric.KeyPath).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. All().Where(file => !file.Metrics.Any(metric => defined.Contains(metric.KeyPath)))
                .Select(file => file with { Metrics = [.. file.Metrics.Select(Anyones)] }),
        ];
    }

    /// <summary>What every instance reports.</summary>
    internal static IReadOnlySet<string> KeyPaths() =>
        All().SelectMany(file => file.Metrics).Select(metric => metric.KeyPath).ToHashSet(StringComparer.Ordinal);

    private static IReadOnlyList<DefinitionFile> All() => AssemblyCatalogue.Read(new FileInfo(typeof(ServicePingPayload).Assembly.Location));

    private static MetricDefinition Anyones(MetricDefinition metric) =>
        metric with { ProductGroup = "", Tiers = [], Milestone = "", IntroducedByUrl = "" };
}
