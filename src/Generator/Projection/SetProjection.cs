using System.Collections.Immutable;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Naming;
using ServicePing.Definitions.Planning;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Joins the definitions of a project into the model of its metric set.</summary>
internal static class SetProjection
{
    private static readonly DefinitionFile Nothing = new();

    /// <summary>What planning reads of the files, one each; empty for what is no definition.</summary>
    public static EquatableArray<DefinitionFile> Inputs(ImmutableArray<ReadDefinition?> definitions, CancellationToken cancellationToken)
    {
        DefinitionFile[] inputs = new DefinitionFile[definitions.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = definitions[i]?.Plan ?? Nothing;
        }

        return inputs.ToEquatableArray();
    }

    /// <summary>Catalogue, plan, and what each output needs of it; nothing where the project cannot have a set.</summary>
    public static SetModel Build(
        EquatableArray<DefinitionFile> inputs,
        MetricSetName? set,
        EquatableArray<ReferencedSet> references,
        Func<Plan, MetricSetName, SetModel> project)
    {
        if (set is null)
        {
            return new SetModel();
        }

        SoundSet sound = new(references, plan => IsEmpty(plan) ? new SetModel() : project(plan, set));
        return WordsProjection.Place(sound.Build(inputs), inputs);
    }

    private static bool IsEmpty(Plan plan) => plan.Metrics.IsEmpty && plan.Events.IsEmpty && plan.KnownEvents.IsEmpty;

    internal static SetModel Project(Plan plan, MetricSetName set)
    {
        SetModel model = new()
        {
            Definitions = plan.Metrics.Select(static planned => planned.Metric.Definition).ToEquatableArray(),
            Members = MemberProjection.Files(plan.Metrics, set),
            Metrics = Parts.Of(set, Rows(plan.Metrics)),
            Relations = Relations(plan, set),
            Counters = Parts.Of(set, CounterProjection.Rows(plan.CounterReads)),
            Aggregates = Parts.Of(set, plan.Aggregates),
            KnownEvents = KnownEventProjection.Rows(plan.KnownEvents, set),
            KnownEventMethods = KnownEventProjection.Methods(plan.KnownEvents, set),
            Events = Parts.Of(set, EventProjection.Rows([.. plan.Events, .. plan.ReferencedEvents])),
            EventNames = EventProjection.Names(plan.Events, set),
            Facts = Parts.Of(set, plan.Facts),
            FactCalls = FactProjection.Calls(plan.Facts, set),
            Composites = Parts.Of(set, plan.Composites),
            Constants = Parts.Of(set, plan.Constants),
            Prometheus = Parts.Of(set, plan.Prometheus),
            Availability = AvailabilityProjection.Of(plan.Metrics, set),
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
                Composites = model.Composites.Count,
                Constants = model.Constants.Count,
                Prometheus = model.Prometheus.Count,
                HasEventMethods = !model.EventNames.IsEmpty,
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
