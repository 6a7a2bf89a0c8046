using System.Collections.Immutable;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
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
        ImmutableArray<ReadDefinition?> definitions,
        MetricSetName set,
        EquatableArray<ReferencedSet> references,
        Func<Plan, MetricSetName, SetModel> project)
    {
        List<DefinitionFile> files = new(definitions.Length);
        List<StageFailure> failures = [];
        foreach (ReadDefinition? definition in definitions)
        {
            if (definition is not null)
            {
                files.Add(definition.Meaning);
                failures.AddRange(definition.Failure is { } failure ? [failure] : Array.Empty<StageFailure>());
            }
        }

        SoundSet sound = new(references, plan => plan.Metrics.IsEmpty && plan.Events.IsEmpty && plan.KnownEvents.IsEmpty ? new SetModel() : project(plan, set));
        return sound.Build(files) with { Failures = failures.ToEquatableArray() };
    }

    internal static SetModel Project(Plan plan, MetricSetName set)
    {
        SetModel model = new()
        {
            Members = MemberProjection.Files(plan.Metrics, set),
            Metrics = Parts.Of(set, Rows(plan.Metrics)),
            Relations = Relations(plan, set),
            Counters = Parts.Of(set, CounterProjection.Rows(plan.CounterReads)),
            Aggregates = Parts.Of(set, plan.Aggregates),
            KnownEvents = KnownEventProjection.Rows(plan.KnownEvents, set),
            KnownEventMethods = KnownEventProjection.Methods(plan.KnownEvents, set),
            Events = Parts.Of(set, EventProjection.Rows([.. plan.Events, .. plan.ReferencedEvents])),
            EventMethods = EventProjection.Methods(plan.Events, set),
            Facts = Parts.Of(set, plan.Facts),
            FactCalls = FactProjection.Calls(plan.Facts, set),
            Sums = Parts.Of(set, plan.Sums),
            Constants = Parts.Of(set, plan.Constants),
            ReferencedMetrics = plan.ReferencedMetrics.IsEmpty ? null : new ReferencedMetrics(set, plan.ReferencedMetrics),
        };
        return model with
        {
            Class = new SetClass(set)
            {
                Metrics = model.Metrics.Count,
                Relations = model.Relations.Select(static relation => relation.Name).ToEquatableArray(),
                Counters = model.Counters.Count,
                Aggregates = model.Aggregates.Count,
                Events = model.Events.Count,
                KnownEvents = model.KnownEvents.Count,
                Facts = model.Facts.Count,
                Sums = model.Sums.Count,
                Constants = model.Constants.Count,
                HasEventMethods = !model.EventMethods.IsEmpty,
                HasKnownEventMethods = !model.KnownEventMethods.IsEmpty,
            },
        };
    }

    private static MetricRow[] Rows(EquatableArray<PlannedMetric> metrics)
    {
        MetricRow[] rows = new MetricRow[metrics.Count];
        for (int slot = 0; slot < rows.Length; slot++)
        {
            Metric metric = metrics[slot].Metric;
            rows[slot] = new MetricRow(
                metric.KeyPath,
                metrics[slot].Shape,
                metric.Definition.Status,
                metric.TimeFrame,
                metric.Definition.DataSource,
                metric.Definition.DataCategory,
                metrics[slot].Unplanned);
        }

        return rows;
    }

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
