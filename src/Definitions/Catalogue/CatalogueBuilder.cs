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
        List<Metric> unread = [];
        foreach (DefinitionFile file in files)
        {
            foreach (MetricDefinition definition in file.Metrics)
            {
                metrics.AddRange(TimeFrameExpansion.Expand(definition));
                unread.AddRange(TimeFrameExpansion.Unread(definition));
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
        // Positions last: what is equal in name and file stays in its order.
        (string Name, string File, int Position)[] keys = new (string, string, int)[all.Count];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = (name(all[i]), file(all[i]), i);
        }

        Array.Sort(keys, (left, right) =>
        {
            int difference = order.Compare(left.Name, right.Name);
            difference = difference != 0 ? difference : string.CompareOrdinal(left.File, right.File);
            return difference != 0 ? difference : left.Position.CompareTo(right.Position);
        });
        List<T> kept = new(keys.Length);
        for (int i = 0; i < keys.Length; i++)
        {
            if (i == 0 || keys[i].Name != keys[i - 1].Name)
            {
                kept.Add(all[keys[i].Position]);
            }
        }

        return kept.ToEquatableArray();
    }
}
