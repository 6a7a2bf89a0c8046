namespace ServicePing.Dictionary;

/// <summary>Which pages there are, so that nothing leads to one that is not.</summary>
internal sealed class SiteIndex
{
    private readonly Dictionary<string, HashSet<string>> _names;

    internal SiteIndex(MetricsDictionary dictionary)
    {
        Dictionary = dictionary;
        Metrics = dictionary.Metrics.ToDictionary(metric => metric.KeyPath, StringComparer.Ordinal);
        Categories =
        [
            .. dictionary.Metrics.SelectMany(metric => metric.Categories).Concat(dictionary.Events.SelectMany(one => one.Categories))
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        _names = new(StringComparer.Ordinal)
        {
            ["metric"] = [.. Metrics.Keys],
            ["event"] = [.. dictionary.Events.Select(one => one.Name)],
            ["known_event"] = [.. dictionary.KnownEvents.Select(one => one.Name)],
            ["aggregate"] = [.. dictionary.Aggregates.Select(one => one.Name)],
            ["table"] = [.. dictionary.Tables.Select(one => one.Name)],
            ["owner"] = [.. dictionary.Owners.Select(one => one.Name)],
            ["category"] = [.. Categories],
            ["release"] = [.. dictionary.Releases.Select(one => one.Version)],
            ["privacy"] = [.. dictionary.Metrics.Select(metric => metric.DataCategory)],
        };
    }

    internal MetricsDictionary Dictionary { get; }

    /// <summary>The metrics by key path.</summary>
    internal IReadOnlyDictionary<string, MetricEntry> Metrics { get; }

    /// <summary>The categories of the product's features that anything names.</summary>
    internal IReadOnlyList<string> Categories { get; }

    /// <summary>The folder of the page that is about something; null where there is none.</summary>
    internal string? FolderOf(string kind, string name)
    {
        if (!_names.TryGetValue(kind, out HashSet<string>? names) || !names.Contains(name))
        {
            return null;
        }

        return kind switch
        {
            "metric" => Place.OfMetric(name),
            "event" => Place.OfEvent(name),
            "known_event" => Place.OfKnownEvent(name),
            "aggregate" => Place.OfAggregate(name),
            "table" => Place.OfTable(name),
            "owner" => Place.OfOwner(name),
            "category" => Place.OfCategory(name),
            "release" => Place.OfRelease(name),
            _ => Place.OfPrivacy(name),
        };
    }
}
