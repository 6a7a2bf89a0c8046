namespace ServicePing.Dictionary;

/// <summary>Which pages there are, so that nothing leads to one that is not.</summary>
internal sealed class SiteIndex
{
    private readonly Dictionary<string, (Func<string, string> FolderOf, HashSet<string> Names)> _pages;

    internal SiteIndex(MetricsDictionary dictionary)
    {
        Dictionary = dictionary;
        Metrics = dictionary.Metrics.ToDictionary(metric => metric.KeyPath, StringComparer.Ordinal);
        Categories =
        [
            .. dictionary.Metrics.SelectMany(metric => metric.Categories).Concat(dictionary.Events.SelectMany(one => one.Categories))
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        _pages = new(StringComparer.Ordinal)
        {
            ["metric"] = (Place.OfMetric, [.. Metrics.Keys]),
            ["event"] = (Place.OfEvent, [.. dictionary.Events.Select(one => one.Name)]),
            ["known_event"] = (Place.OfKnownEvent, [.. dictionary.KnownEvents.Select(one => one.Name)]),
            ["aggregate"] = (Place.OfAggregate, [.. dictionary.Aggregates.Select(one => one.Name)]),
            ["table"] = (Place.OfTable, [.. dictionary.Tables.Select(one => one.Name)]),
            ["owner"] = (Place.OfOwner, [.. dictionary.Owners.Select(one => one.Name)]),
            ["category"] = (Place.OfCategory, [.. Categories]),
            ["release"] = (Place.OfRelease, [.. dictionary.Releases.Select(one => one.Version)]),
            ["privacy"] = (Place.OfPrivacy, [.. dictionary.Metrics.Select(metric => metric.DataCategory)]),
        };
    }

    internal MetricsDictionary Dictionary { get; }

    /// <summary>The metrics by key path.</summary>
    internal IReadOnlyDictionary<string, MetricEntry> Metrics { get; }

    /// <summary>The categories of the product's features that anything names.</summary>
    internal IReadOnlyList<string> Categories { get; }

    /// <summary>The folder of the page that is about something; null where there is none.</summary>
    internal string? FolderOf(string kind, string name) =>
        _pages.TryGetValue(kind, out var pages) && pages.Names.Contains(name) ? pages.FolderOf(name) : null;
}
