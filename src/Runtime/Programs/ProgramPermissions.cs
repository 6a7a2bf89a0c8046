using ServicePing.Runtime.Collection;
using ServicePing.Runtime.Permissions;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Programs;

/// <summary>What permissions come to for the metrics of a program.</summary>
internal static class ProgramPermissions
{
    /// <summary>Why metrics are not permitted, by slot; a slot that is not here is permitted.</summary>
    /// <exception cref="FormatException">Owners are left out, and an assembly carries a catalogue of a later version.</exception>
    internal static IReadOnlyDictionary<int, string> Refusals(
        PingPermissions permissions, IReadOnlyList<MetricPlan> metrics, ServicePingCatalogue catalogue)
    {
        HashSet<DataCategory> categories = [.. permissions.Categories];
        HashSet<string> keyPaths = new(permissions.LeftOutKeyPaths, StringComparer.Ordinal);
        HashSet<string> owners = new(permissions.LeftOutOwners, StringComparer.Ordinal);
        Dictionary<int, string> refusals = [];
        foreach ((int slot, MetricPlan metric) in metrics.Index())
        {
            string? refusal =
                !categories.Contains(metric.DataCategory) ? $"The category '{metric.DataCategory.Word()}' is not permitted."
                : keyPaths.Contains(metric.KeyPath) ? "The metric is left out by its key path."
                : owners.Count > 0 && OwnerOf(metric, catalogue) is { } owner && owners.Contains(owner)
                    ? $"The owner '{owner}' is left out."
                : null;
            if (refusal is not null)
            {
                refusals.Add(slot, refusal);
            }
        }

        return refusals;
    }

    /// <summary>The names that no metric of the program bears, each as a sentence.</summary>
    /// <exception cref="FormatException">Owners are left out, and an assembly carries a catalogue of a later version.</exception>
    internal static IReadOnlyList<string> Unmatched(
        PingPermissions permissions, IReadOnlyList<MetricPlan> metrics, ServicePingCatalogue catalogue)
    {
        if (permissions is { LeftOutKeyPaths.Count: 0, LeftOutOwners.Count: 0 })
        {
            return [];
        }

        HashSet<string> keyPaths = new(metrics.Select(metric => metric.KeyPath), StringComparer.Ordinal);
        HashSet<string> owners = permissions.LeftOutOwners.Count == 0
            ? []
            : new(metrics.Select(metric => OwnerOf(metric, catalogue)).OfType<string>(), StringComparer.Ordinal);
        return
        [
            .. permissions.LeftOutKeyPaths.Where(keyPath => !keyPaths.Contains(keyPath)).Select(keyPath =>
                $"No metric of the program has the key path '{keyPath}', which is left out."),
            .. permissions.LeftOutOwners.Where(owner => !owners.Contains(owner)).Select(owner =>
                $"No metric of the program has the owner '{owner}', who is left out."),
        ];
    }

    private static string? OwnerOf(MetricPlan metric, ServicePingCatalogue catalogue) =>
        catalogue.FindMetric(metric.KeyPath)?.ProductGroup;
}
