using ServicePing.Definitions.Collections;
using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Catalogue;

/// <summary>Joins the files of a project.</summary>
public static class CatalogueBuilder
{
    /// <summary>
    /// Expands time-frame lists and joins the files. The result does not depend on the order of the files; where two
    /// definitions claim one name, the first by source file stays.
    /// </summary>
    /// <param name="files">The files of the project.</param>
    /// <param name="references">The metric sets that the project refers to.</param>
    public static DefinitionCatalogue Build(IEnumerable<DefinitionFile> files, EquatableArray<ReferencedSet> references = default)
    {
        List<Metric> metrics = [];
        List<EventDefinition> events = [];
        List<SharedCalculation> calculations = [];
        List<KnownEventDefinition> knownEvents = [];
        List<AggregateDefinition> aggregates = [];
        List<KeyOverride> overrides = [];
        List<Metric> unread = [];
        ProductWords? words = null;
        foreach (DefinitionFile file in files)
        {
            foreach (MetricDefinition definition in file.Metrics)
            {
                TimeFrameExpansion.Expand(definition, metrics);
                if (definition.HasUnreadTimeFrame)
                {
                    unread.AddRange(TimeFrameExpansion.Unread(definition));
                }
            }

            foreach (EventDefinition definition in file.Events)
            {
                if (definition is { InternalEvents: true, IsRemoved: false })
                {
                    events.Add(definition);
                }
            }

            calculations.AddRange(file.Calculations);
            knownEvents.AddRange(file.KnownEvents);
            aggregates.AddRange(file.Aggregates);
            overrides.AddRange(file.KeyOverrides);
            words ??= file.Words;
        }

        AddFree(unread, metrics);
        EquatableArray<KnownEventDefinition> known = InFileOrder(knownEvents);
        EquatableArray<AggregateDefinition> united = OneEach(
            aggregates, static aggregate => aggregate.Name, static aggregate => aggregate.SourceFile, StringComparer.Ordinal);
        List<Metric> joined = DerivedMetrics.Join(metrics, known, united);
        return new DefinitionCatalogue(
            OneEach(
                joined, static metric => metric.KeyPath, static metric => metric.Definition.SourceFile,
                KeyPathOrder.Among(joined.Select(static metric => metric.KeyPath))),
            OneEach(events, static @event => @event.Action, static @event => @event.SourceFile, StringComparer.Ordinal),
            OneEach(
                calculations, static calculation => calculation.InstrumentationClass,
                static calculation => calculation.SourceFile, StringComparer.Ordinal))
        {
            KnownEvents = known,
            Aggregates = united,
            References = references,
            Words = words ?? GitLabWords.All,
            KeyOverrides = OneEach(
                overrides, static one => one.Path, static one => one.SourceFile, StringComparer.Ordinal),
        };
    }

    /// <summary>Adds the metrics whose key path no definition claims.</summary>
    private static void AddFree(List<Metric> unread, List<Metric> metrics)
    {
        if (unread.Count > 0)
        {
            HashSet<string> claimed = new(metrics.Select(static metric => metric.KeyPath), StringComparer.Ordinal);
            metrics.AddRange(unread.Where(metric => !claimed.Contains(metric.KeyPath)));
        }
    }

    private static EquatableArray<KnownEventDefinition> InFileOrder(List<KnownEventDefinition> all)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        return all
            .OrderBy(static known => known.SourceFile, StringComparer.Ordinal)
            .Where(known => names.Add(known.Name))
            .ToEquatableArray();
    }

    private static EquatableArray<T> OneEach<T>(List<T> all, Func<T, string> name, Func<T, string> file, IComparer<string> order)
    {
        string[] names = new string[all.Count];
        int[] positions = new int[all.Count];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = name(all[i]);
            positions[i] = i;
        }

        Array.Sort(names, positions, order);
        List<T> kept = new(names.Length);
        for (int i = 0; i < names.Length; i++)
        {
            int first = positions[i];
            for (; i + 1 < names.Length && names[i + 1] == names[i]; i++)
            {
                int next = positions[i + 1];
                int difference = string.CompareOrdinal(file(all[next]), file(all[first]));
                first = difference < 0 || (difference == 0 && next < first) ? next : first;
            }

            kept.Add(all[first]);
        }

        return kept.ToEquatableArray();
    }
}
