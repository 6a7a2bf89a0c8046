using Microsoft.CodeAnalysis.Text;
using ServicePing.Generators.CSharp;
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
        EmitTable(writer, set, model.Metrics > 0, "MetricPlan", "Metrics", "MetricTable");
        EmitTable(writer, set, !model.Relations.IsEmpty, "RelationPlan", "Relations", "RelationTable");
        EmitTable(writer, set, model.Counters > 0, "CounterReadPlan", "CounterReads", "CounterTable");
        EmitTable(writer, set, model.Aggregates > 0, "AggregatePlan", "Aggregates", "AggregateTable");
        EmitTable(writer, set, model.Events > 0, "EventPlan", "Events", "EventTable");
        EmitTable(writer, set, model.KnownEvents > 0, "KnownEvent", "KnownEvents", "KnownEventTable", "ServicePing");
        EmitTable(writer, set, model.Facts > 0, "FactPlan", "Facts", "FactTable");
        EmitTable(writer, set, model.Composites > 0, "CompositePlan", "Composites", "CompositeTable");
        EmitTable(writer, set, model.Constants > 0, "ConstantPlan", "Constants", "ConstantTable");
        EmitTable(writer, set, model.Prometheus > 0, "PrometheusPlan", "Prometheus", "PrometheusTable");
        EmitServices(writer, model);
        writer.Close();
        return writer.ToSourceText();
    }

    private static void EmitServices(SourceWriter writer, SetClass model)
    {
        if (!model.HasEventMethods && !model.HasKnownEventMethods)
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

        if (model.HasKnownEventMethods)
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
        SourceWriter writer, MetricSetName set, bool exists, string type, string name, string table, string space = "ServicePing.Runtime.Plans")
    {
        const string List = "global::System.Collections.Generic.IReadOnlyList";
        if (exists)
        {
            writer.Write($"""

                /// <inheritdoc/>
                public override {List}<global::{space}.{type}> {name} =>
                    global::{set.Plans}.{table}.Rows;
                """);
        }
    }
}
