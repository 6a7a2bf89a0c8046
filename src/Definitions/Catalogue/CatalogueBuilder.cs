using ServicePing.Definitions.Collections;
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
        foreach (DefinitionFile file in files)
        {
            foreach (MetricDefinition definition in file.Metrics)
            {
                metrics.AddRange(TimeFrameExpansion.Expand(definition));
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
        }

        EquatableArray<KnownEventDefinition> known = InFileOrder(knownEvents);
        EquatableArray<AggregateDefinition> united = OneEach(
            aggregates, static aggregate => aggregate.Name, static aggregate => aggregate.SourceFile, StringComparer.Ordinal);
        return new DefinitionCatalogue(
            OneEach(
                [.. DerivedMetrics.Join(metrics, known, united)],
                static metric => metric.KeyPath, static metric => metric.Definition.SourceFile, KeyPathOrder.Instance),
            OneEach(events, static @event => @event.Action, static @event => @event.SourceFile, StringComparer.Ordinal),
            OneEach(
                calculations, static calculation => calculation.InstrumentationClass,
                static calculation => calculation.SourceFile, StringComparer.Ordinal))
        {
            KnownEvents = known,
            Aggregates = united,
            References = references,
            KeyOverrides = OneEach(
                overrides, static one => one.Path, static one => one.SourceFile, StringComparer.Ordinal),
        };
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
        List<T> kept = new(all.Count);
        foreach (T item in all.OrderBy(name, order).ThenBy(file, StringComparer.Ordinal))
        {
            if (kept.Count == 0 || name(kept[kept.Count - 1]) != name(item))
            {
                kept.Add(item);
            }
        }

        return kept.ToEquatableArray();
    }
}
