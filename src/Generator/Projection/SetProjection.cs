using System.Collections.Immutable;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Naming;
using ServicePing.Definitions.Planning;
using ServicePing.Generators.Emit;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Joins the definitions of a project into the model of its metric set.</summary>
internal static class SetProjection
{
    /// <summary>Catalogue, plan, and what each output needs of it.</summary>
    public static SetModel Build(
        ImmutableArray<ReadDefinition> definitions, MetricSetName set, EquatableArray<ReferencedSet> references)
    {
        try
        {
            Plan plan = Planner.Plan(CatalogueBuilder.Build(definitions.Select(definition => definition.Meaning), references));
            return plan.Metrics.IsEmpty && plan.Events.IsEmpty && plan.KnownEvents.IsEmpty ? new SetModel() : Project(plan, set);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new SetModel { Failure = exception.Message };
        }
    }

    internal static SetModel Project(Plan plan, MetricSetName set)
    {
        EquatableArray<RelationFile> relations = Relations(plan, set);
        return new SetModel
        {
            Members = MemberProjection.Files(plan.Metrics, set),
            Metrics = new MetricTable(set, plan.Metrics.Select(Row).ToEquatableArray()),
            Relations = relations,
            RelationTable = plan.Relations.IsEmpty
                ? null
                : new RelationTable(set, relations.Select(relation => relation.Name).ToEquatableArray()),
            Counters = plan.CounterReads.IsEmpty ? null : new CounterTable(set, plan.CounterReads),
            Aggregates = plan.Aggregates.IsEmpty ? null : new AggregateTable(set, plan.Aggregates),
            KnownEvents = plan.KnownEvents.IsEmpty ? null : new KnownEventTable(set, KnownEventProjection.Rows(plan.KnownEvents)),
            KnownEventMethods = plan.KnownEvents.IsEmpty ? null : KnownEventProjection.Methods(plan.KnownEvents, set),
            Events = plan.Events.IsEmpty && plan.ReferencedEvents.IsEmpty
                ? null
                : new EventTable(set, plan.Events.Concat(plan.ReferencedEvents).Select(Row).ToEquatableArray()),
            EventMethods = plan.Events.IsEmpty ? null : EventProjection.Methods(plan.Events, set),
            Facts = plan.Facts.IsEmpty ? null : new FactTable(set, plan.Facts, []),
            Sums = plan.Sums.IsEmpty ? null : new SumTable(set, plan.Sums),
            Constants = plan.Constants.IsEmpty ? null : new ConstantTable(set, plan.Constants),
            ReferencedMetrics = plan.ReferencedMetrics.IsEmpty ? null : new ReferencedMetrics(set, plan.ReferencedMetrics),
            Class = new SetClass(
                set,
                !plan.Relations.IsEmpty,
                !plan.CounterReads.IsEmpty,
                !plan.Aggregates.IsEmpty,
                !plan.Events.IsEmpty || !plan.ReferencedEvents.IsEmpty,
                !plan.Events.IsEmpty,
                !plan.KnownEvents.IsEmpty,
                !plan.Facts.IsEmpty,
                !plan.Sums.IsEmpty,
                !plan.Constants.IsEmpty),
        };
    }

    /// <summary>Keeps of a fact table the classes that its rows name.</summary>
    public static FactTable? WithClasses(
        (FactTable? Table, ImmutableArray<FactClass> Classes) pair, CancellationToken cancellationToken)
    {
        if (pair.Table is not { } table)
        {
            return null;
        }

        HashSet<string> named = new(table.Rows.Select(row => row.InstrumentationClass), StringComparer.Ordinal);
        return table with
        {
            Classes = pair.Classes
                .Where(type => type.Value is not null && named.Contains(type.Name))
                .OrderBy(type => type.Type, StringComparer.Ordinal)
                .GroupBy(type => type.Name, StringComparer.Ordinal)
                .Select(group => group.First())
                .OrderBy(type => type.Name, StringComparer.Ordinal)
                .ToEquatableArray(),
        };
    }

    private static MetricRow Row(PlannedMetric planned)
    {
        Metric metric = planned.Metric;
        return new MetricRow(
            metric.KeyPath,
            planned.Shape.ToString(),
            metric.Definition.Status.ToString(),
            metric.TimeFrame.ToString(),
            metric.Definition.DataSource.ToString(),
            metric.Definition.DataCategory.ToString(),
            planned.Unplanned);
    }

    private static EventRow Row(EventPlan plan) => new(
        plan.Event.Action,
        plan.Event.Identifiers.Concat(plan.Event.AdditionalProperties.Select(property => property.Name)).ToEquatableArray(),
        plan.Rules);

    private static EquatableArray<RelationFile> Relations(Plan plan, MetricSetName set)
    {
        NameScope names = new([]);
        List<RelationFile> files = [];
        foreach (RelationPlan relation in plan.Relations)
        {
            string database = relation.Database == "main" ? "" : relation.Database;
            string name = MemberName.Of($"{database} {relation.Schema} {relation.Table} relation");
            files.Add(new RelationFile(
                set,
                names.Claim(name),
                relation,
                relation.Fragments.Select(fragment => plan.Metrics[fragment.Slot].Metric.KeyPath).ToEquatableArray()));
        }

        return files.ToEquatableArray();
    }
}
