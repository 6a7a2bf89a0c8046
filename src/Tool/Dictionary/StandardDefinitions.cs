using ServicePing.Definitions.Model;

namespace ServicePing.Tool.Dictionary;

/// <summary>The metrics that every instance reports, as a product's dictionary tells of them.</summary>
internal static class StandardDefinitions
{
    /// <summary>Stands where others have their file, which nobody finds in the folder of the product's definitions.</summary>
    internal const string Source = "package ServicePing";

    /// <summary>
    /// The definition files but for what the product defines itself. Their owner, tiers and version are those of ServicePing, of which the
    /// product's owners, tiers and releases know nothing.
    /// </summary>
    internal static IReadOnlyList<DefinitionFile> Besides(IEnumerable<DefinitionFile> files)
    {
        HashSet<string> defined = files.SelectMany(file => file.Metrics).Select(metric => metric.KeyPath).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Reported([.. files.SelectMany(file => file.Words?.ReadyMade ?? [])])
                .Where(file => !file.Metrics.Any(metric => defined.Contains(metric.KeyPath)))
                .Select(file => file with { Metrics = [.. file.Metrics.Select(Anyones)] }),
        ];
    }

    /// <summary>What an instance of a product with these words reports besides the product's own metrics.</summary>
    internal static IReadOnlySet<string> KeyPaths(ProductWords words) =>
        Reported(words.ReadyMade).SelectMany(file => file.Metrics).Select(metric => metric.KeyPath).ToHashSet(StringComparer.Ordinal);

    /// <summary>The metrics of every product, and of the ready-made sets that this one has chosen; each has a file of its own.</summary>
    private static IEnumerable<DefinitionFile> Reported(IReadOnlyCollection<string> chosen) =>
        AssemblyCatalogue.Read(new FileInfo(typeof(ServicePingPayload).Assembly.Location))
            .Where(file => file.Metrics is [var metric] && (metric.AvailableWhen is not { } set || chosen.Contains(set)));

    private static MetricDefinition Anyones(MetricDefinition metric) =>
        metric with { ProductGroup = "", Tiers = [], Milestone = "", IntroducedByUrl = "", AvailableWhen = null, SourceFile = Source };
}
