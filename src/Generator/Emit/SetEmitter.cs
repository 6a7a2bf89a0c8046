using Microsoft.CodeAnalysis.Text;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Emit;

/// <summary>Prints the class of the set, through which the runtime reaches the tables.</summary>
internal static class SetEmitter
{
    public static SourceText Emit(SetClass model)
    {
        MetricSetName set = model.Set;
        SourceWriter writer = new();
        writer.Separate(isFirst: false);
        writer.Write($"[assembly: global::ServicePing.Runtime.Plans.MetricSet(typeof({set.Global(set.Set)}))]");
        writer.Namespace(set.Namespace);
        writer.Write($"""
            /// <summary>The metrics and events of {set.Name}, for the runtime.</summary>
            {SourceWriter.GeneratedCode}
            [global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]
            """);
        writer.Open($"public sealed partial class {set.Set} : global::ServicePing.Runtime.Plans.MetricSet");
        writer.Write($$"""
            private {{set.Set}}()
            {
            }

            /// <summary>The only instance.</summary>
            public static {{set.Set}} Instance { get; } = new();

            /// <inheritdoc/>
            public override string Name => "{{set.Name}}";
            """);
        EmitTable(writer, set, true, "MetricPlan", "Metrics", "MetricTable.Rows");
        EmitTable(writer, set, model.HasRelations, "RelationPlan", "Relations", "RelationTable.Rows");
        EmitTable(writer, set, model.HasCounters, "CounterReadPlan", "CounterReads", "CounterTable.Rows");
        EmitTable(writer, set, model.HasAggregates, "AggregatePlan", "Aggregates", "AggregateTable.Rows");
        EmitTable(writer, set, model.HasEvents, "EventPlan", "Events", "EventTable.Rows");
        EmitTable(writer, set, model.HasKnownEvents, "KnownEvent", "KnownEvents", "KnownEventTable.Rows", "ServicePing");
        EmitTable(writer, set, model.HasFacts, "FactPlan", "Facts", "FactTable.Rows");
        EmitTable(writer, set, model.HasSums, "SumPlan", "Sums", "SumTable.Rows");
        EmitTable(writer, set, model.HasConstants, "ConstantPlan", "Constants", "ConstantTable.Rows");
        EmitServices(writer, model);
        writer.Close();
        return writer.ToSourceText();
    }

    private static void EmitServices(SourceWriter writer, SetClass model)
    {
        if (!model.HasEventMethods && !model.HasKnownEvents)
        {
            return;
        }

        writer.Write("""

            /// <inheritdoc/>
            """);
        writer.Open("public override void AddServices(global::Microsoft.Extensions.DependencyInjection.IServiceCollection services)");
        if (model.HasEventMethods)
        {
            EmitService(writer, model.Set.Global(model.Set.Events));
        }

        if (model.HasKnownEvents)
        {
            EmitService(writer, model.Set.Global(model.Set.KnownEvents));
        }

        writer.Close();
    }

    private static void EmitService(SourceWriter writer, string type) => writer.Write($"""
        global::Microsoft.Extensions.DependencyInjection.Extensions.ServiceCollectionDescriptorExtensions
            .TryAddSingleton<{type}>(services);
        """);

    private static void EmitTable(
        SourceWriter writer, MetricSetName set, bool exists, string type, string name, string rows, string space = "ServicePing.Runtime.Plans")
    {
        const string List = "global::System.Collections.Generic.IReadOnlyList";
        if (exists)
        {
            writer.Write($"""

                /// <inheritdoc/>
                public override {List}<global::{space}.{type}> {name} =>
                    global::{set.Plans}.{rows};
                """);
        }
    }
}
