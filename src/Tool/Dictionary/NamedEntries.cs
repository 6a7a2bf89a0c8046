using ServicePing.Definitions.Problems;
using ServicePing.Dictionary;

namespace ServicePing.Tool.Dictionary;

/// <summary>What a dictionary says of one name.</summary>
internal static class NamedEntries
{
    /// <summary>
    /// A dictionary of nothing but what has the name; of a key path without the suffix of a period, the metrics of all its periods.
    /// </summary>
    internal static MetricsDictionary Of(MetricsDictionary dictionary, string name)
    {
        MetricEntry[] metrics = [.. dictionary.Metrics.Where(metric => metric.KeyPath == name)];
        return dictionary with
        {
            Metrics = metrics.Length > 0 ? metrics : [.. dictionary.Metrics.Where(metric => metric.DefinedAs == name)],
            Events = [.. dictionary.Events.Where(one => one.Name == name)],
            KnownEvents = [.. dictionary.KnownEvents.Where(known => known.Name == name)],
            Aggregates = [.. dictionary.Aggregates.Where(aggregate => aggregate.Name == name)],
            Tables = [.. dictionary.Tables.Where(table => table.Name == name)],
            Owners = [.. dictionary.Owners.Where(owner => owner.Name == name)],
            Releases = [],
            Expiries = [],
            Gone = [.. dictionary.Gone.Where(gone => gone.Name == name)],
        };
    }

    /// <summary>Whether nothing has the name.</summary>
    internal static bool IsEmpty(MetricsDictionary named) => named is
        { Metrics.Count: 0, Events.Count: 0, KnownEvents.Count: 0, Aggregates.Count: 0, Tables.Count: 0, Owners.Count: 0, Gone.Count: 0 };

    /// <summary>The name that somebody may have meant, in a sentence behind a space; nothing where none is near.</summary>
    internal static string Hint(MetricsDictionary dictionary, string name) => Suggestion.For(name, dictionary.Metrics.Select(metric => metric.KeyPath)
        .Concat(dictionary.Events.Select(one => one.Name))
        .Concat(dictionary.KnownEvents.Select(known => known.Name))
        .Concat(dictionary.Aggregates.Select(aggregate => aggregate.Name))
        .Concat(dictionary.Tables.Select(table => table.Name)));
}
