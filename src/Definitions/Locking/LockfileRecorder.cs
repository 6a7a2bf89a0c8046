using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;

namespace ServicePing.Definitions.Locking;

/// <summary>Records what definitions promise.</summary>
public static class LockfileRecorder
{
    /// <summary>What the definitions of a project promise now; of two that claim one name, the first by source file does.</summary>
    public static Lockfile Record(IEnumerable<DefinitionFile> files)
    {
        IReadOnlyList<DefinitionFile> all = [.. files];
        DefinitionCatalogue catalogue = CatalogueBuilder.Build(all);
        CalculationBinder calculations = new(catalogue.Calculations);
        ProductWords words = catalogue.Words;

        // Not the catalogue's metrics: what known events and aggregates add has no definition that could be marked as removed.
        IEnumerable<Metric> metrics = all
            .SelectMany(static file => file.Metrics)
            .OrderBy(static definition => definition.SourceFile, StringComparer.Ordinal)
            .SelectMany(TimeFrameExpansion.Expand);
        IEnumerable<LockedEvent> events = all
            .SelectMany(static file => file.Events)
            .Where(static definition => definition.InternalEvents)
            .OrderBy(static definition => definition.SourceFile, StringComparer.Ordinal)
            .Select(definition => Record(definition, words));
        return new Lockfile(
            Ordered(metrics.Select(metric => Record(metric, calculations)), []), Ordered(events, []));
    }

    /// <summary>
    /// A lockfile brought up to date: what is defined as it is now, except that a removed metric or event keeps what it promised
    /// last; and what is defined no longer as it was, for ever.
    /// </summary>
    /// <param name="recorded">The lockfile so far.</param>
    /// <param name="current">What the definitions promise now, which must break nothing that is recorded.</param>
    public static Lockfile Update(Lockfile recorded, Lockfile current) => new(
        Update(
            recorded.Metrics, current.Metrics, static metric => metric.Status == MetricStatus.Removed,
            static metric => metric with { Status = MetricStatus.Removed }),
        Update(
            recorded.Events, current.Events, static @event => @event.IsRemoved, static @event => @event with { IsRemoved = true }));

    private static EquatableArray<T> Update<T>(
        EquatableArray<T> recorded, EquatableArray<T> current, Func<T, bool> isRemoved, Func<T, T> remove)
        where T : class, ILocked
    {
        HashSet<string> removed = [.. current.Where(isRemoved).Select(static locked => locked.Name)];
        return Ordered(
            recorded.Where(locked => removed.Contains(locked.Name)).Select(remove).Concat(current), recorded);
    }

    /// <summary>Whether a problem forbids to record a project: a promise is broken, or not everything could be read.</summary>
    public static bool Hinders(Problem problem) => problem.Rule is
        { Level: RuleLevel.Error, Group: Problems.Rules.Shape or Problems.Rules.Compatibility or Problems.Rules.Internal }
        || problem.Rule == Problems.Rules.ReusedName || problem.Rule == Problems.Rules.DuplicateKeyPath
        || problem.Rule == Problems.Rules.DuplicateEvent;

    internal static LockedMetric Record(Metric metric, CalculationBinder calculations) => new()
    {
        KeyPath = metric.KeyPath,
        Status = metric.Definition.Status,
        TimeFrame = metric.TimeFrame,
        ValueType = metric.Definition.ValueType,
        Unit = metric.Definition.Unit ?? "",
        DataSource = metric.Definition.DataSource,
        DataCategory = metric.Definition.DataCategory,
        Calculation = CalculationHash.Of(metric, calculations),
    };

    internal static LockedEvent Record(EventDefinition definition, ProductWords words) => new()
    {
        Action = definition.Action,
        IsRemoved = definition.IsRemoved,
        IsForwarded = definition.IsForwarded,
        Identifiers = definition.Identifiers.OrderBy(static name => name, StringComparer.Ordinal).ToEquatableArray(),
        IdentifierTypes = words.Identifiers
            .Where(one => one.Type is IdentifierType.Integer or IdentifierType.Uuid or IdentifierType.Text && definition.Identifiers.Contains(one.Name))
            .OrderBy(static one => one.Name, StringComparer.Ordinal)
            .ToEquatableArray(),
        Properties = definition.AdditionalProperties
            .OrderBy(static property => property.Name, StringComparer.Ordinal)
            .Select(static property => new LockedProperty(property.Name, property.Type)
            {
                Values = property.Values.OrderBy(static value => value, StringComparer.Ordinal).ToEquatableArray(),
            })
            .ToEquatableArray(),
    };

    /// <summary>One of each name in ordinal order; of two, the first.</summary>
    private static EquatableArray<T> Ordered<T>(IEnumerable<T> first, IEnumerable<T> second)
        where T : ILocked
    {
        SortedDictionary<string, T> all = new(StringComparer.Ordinal);
        foreach (T locked in first.Concat(second))
        {
            if (!all.ContainsKey(locked.Name))
            {
                all.Add(locked.Name, locked);
            }
        }

        return all.Values.ToEquatableArray();
    }
}
