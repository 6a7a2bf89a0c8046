using System.Text.RegularExpressions;

namespace ServicePing;

/// <summary>The metrics that may be shown now: those that a ping may hold. Neither a page nor the history of the API names another.</summary>
internal sealed partial class ShownMetrics
{
    private readonly ServicePingCatalogue _catalogue;
    private readonly HashSet<string> _leftOutPaths;
    private readonly HashSet<string> _leftOutOwners;

    internal ShownMetrics(ServicePingCatalogue catalogue, PingSettings settings)
    {
        _catalogue = catalogue;
        Settings = settings;
        Permissions = settings.Permissions;
        _leftOutPaths = new HashSet<string>(Permissions.LeftOutKeyPaths, StringComparer.Ordinal);
        _leftOutOwners = new HashSet<string>(Permissions.LeftOutOwners, StringComparer.Ordinal);
    }

    internal PingSettings Settings { get; }

    internal PingPermissions Permissions { get; }

    /// <summary>Whether it is known what is permitted; nothing is shown where it is not.</summary>
    internal bool IsKnown => Settings is { IsConfirmed: true, Problems: [] };

    /// <summary>What may be shown and is reported, in the order of the payload.</summary>
    internal IEnumerable<CatalogueMetric> All => _catalogue.Metrics.Where(metric => IsReported(metric) && IsShown(metric));

    /// <summary>How many metrics of a category are defined and reported, permitted or not.</summary>
    internal int CountOf(DataCategory category) =>
        _catalogue.Metrics.Count(metric => IsReported(metric) && metric.DataCategory == category);

    /// <summary>A metric that may be shown; null where there is none of this name, or it may not.</summary>
    internal CatalogueMetric? Find(string keyPath) =>
        _catalogue.FindMetric(keyPath) is { } metric && IsReported(metric) && IsShown(metric) ? metric : null;

    /// <summary>A metric of a category that tells best what is in it: the product's own before those that every product has.</summary>
    internal CatalogueMetric? ExampleOf(DataCategory category) => All
        .Where(metric => metric.DataCategory == category && metric.Description.Length > 0)
        .OrderBy(metric => metric.Set == StandardMetricSet.Instance.Name)
        .ThenBy(metric => metric.Description.Length is < 20 or > 160)
        .FirstOrDefault();

    /// <summary>A sentence of the history, which may name in quotes what has stood in the way, without what may not be shown.</summary>
    internal string Reason(string text) => Quoted().Replace(text, match =>
        _catalogue.FindMetric(match.Groups[1].Value) is { } metric && !(IsKnown && IsShown(metric)) ? "a metric" : match.Value);

    private bool IsShown(CatalogueMetric metric) =>
        IsKnown
        && Permissions.Categories.Contains(metric.DataCategory)
        && !_leftOutPaths.Contains(metric.KeyPath)
        && !_leftOutOwners.Contains(metric.ProductGroup);

    private static bool IsReported(CatalogueMetric metric) => metric.Status is MetricStatus.Active or MetricStatus.Broken;

    [GeneratedRegex("'([^']+)'", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();
}
