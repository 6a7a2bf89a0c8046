using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Planning;

/// <summary>Plans the metrics that count sets of identifiers together: known events, their categories, aggregates.</summary>
internal sealed class AggregatePlanner(DefinitionCatalogue catalogue, OldKeys keys)
{
    private readonly HashSet<string> _knownEvents = new(
        catalogue.KnownEvents.Concat(catalogue.References.SelectMany(static set => set.Catalogue.KnownEvents)).Select(static known => known.Name),
        StringComparer.Ordinal);

    /// <summary>What a definition itself says to count together; null where it says nothing of the kind.</summary>
    public DerivedSet? Own(MetricDefinition definition)
    {
        bool isAggregate = AggregateForm.Is(definition);
        if (!isAggregate && (_knownEvents.Count == 0 || definition.DataSource != DataSource.RedisHll || !definition.Events.IsEmpty))
        {
            return null;
        }

        List<string> names = AggregateForm.EventNames(definition).Distinct(StringComparer.Ordinal).ToList();
        if (isAggregate && definition.DataSource == DataSource.Database)
        {
            return new DerivedSet(
                AggregateForm.Operator(definition), names.Select(static name => new CountedSet(SetSource.Sketch, name)).ToEquatableArray(), null);
        }

        // A metric over events that are no known events reads their counters as any other.
        if (!isAggregate && !names.Exists(_knownEvents.Contains))
        {
            return null;
        }

        Dictionary<string, EventSelection> selections =
            AggregateForm.Selections(definition).GroupBy(static one => one.Name).ToDictionary(static one => one.Key, static one => one.First());
        return new DerivedSet(
            AggregateForm.Operator(definition),
            names.Select(name => _knownEvents.Contains(name)
                ? new CountedSet(SetSource.KnownEvent, name)
                : new CountedSet(SetSource.Counter, selections.TryGetValue(name, out EventSelection? selection)
                    ? keys.Of(selection, isWeekly: true)
                    : keys.Unique(name))).Distinct().ToEquatableArray(),
            null);
    }

    /// <summary>The plan of a metric, or what hinders it.</summary>
    public static AggregatePlan? Plan(int slot, TimeFrame frame, DerivedSet set, out string? hindrance)
    {
        hindrance = (set.Sets.IsEmpty, frame) switch
        {
            (true, _) => "The aggregate names no events.",
            (_, TimeFrame.None) => "An aggregate is of 7d, 28d or all.",
            (_, TimeFrame.All) when set.Sets.Any(static one => one.Source != SetSource.Sketch) =>
                "Unique counters are kept a day or a week each, and the metric asks for all time.",
            _ => null,
        };
        return hindrance is null ? new AggregatePlan(slot, set.Operator, frame, set.Sets, set.FeatureFlag) : null;
    }
}
