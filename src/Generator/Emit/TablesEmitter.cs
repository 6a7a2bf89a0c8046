using Microsoft.CodeAnalysis.Text;
using ServicePing.Definitions.Collections;
using ServicePing.Generators.CSharp;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Emit;

/// <summary>Prints the tables: the parts that they have, and the records that the runtime makes of them when somebody asks.</summary>
internal static class TablesEmitter
{
    public static SourceText Emit(SetClass model)
    {
        SourceWriter writer = new();
        writer.Namespace(model.Set.Plans);
        writer.Write("// Decoded when somebody asks: until then a table costs the program nothing.");
        EmitTable(writer, "MetricTable", "Every key path; a metric's slot is its position.", "MetricPlan", "Metrics", model.Metrics);
        EmitRelations(writer, model.Relations);
        EmitTable(writer, "CounterTable", "The counters to read.", "CounterReadPlan", "CounterReads", model.Counters);
        EmitTable(writer, "AggregateTable", "The sets of identifiers to count together.", "AggregatePlan", "Aggregates", model.Aggregates);
        EmitTable(writer, "EventTable", "The events and the counters that they move.", "EventPlan", "Events", model.Events);
        EmitTable(writer, "KnownEventTable", "The known events and how they are counted.", "KnownEvent", "KnownEvents", model.KnownEvents);
        EmitTable(writer, "FactTable", "The metrics that the program computes in C#.", "FactPlan", "Facts", model.Facts, ", ReaderOf");
        EmitTable(writer, "CompositeTable", "What is computed from other metrics.", "CompositePlan", "Composites", model.Composites);
        EmitTable(writer, "ConstantTable", "The constants.", "ConstantPlan", "Constants", model.Constants);
        EmitTable(writer, "PrometheusTable", "What Prometheus is asked for.", "PrometheusPlan", "Prometheus", model.Prometheus);
        return writer.ToSourceText();
    }

    private static void EmitTable(
        SourceWriter writer, string name, string content, string row, string read, int parts, string more = "")
    {
        if (parts == 0)
        {
            return;
        }

        Open(writer, name, content);
        writer.Write($"""
            internal static readonly global::System.Collections.Generic.IReadOnlyList<{row}> Rows =
                PlanTables.{read}(Part, {parts}{more});

            """);
        writer.Open("private static global::System.ReadOnlySpan<byte> Part(int part) => part switch");
        for (int part = 0; part < parts - 1; part++)
        {
            writer.Write($"{part} => Part{part},");
        }

        writer.Write($"_ => Part{parts - 1},");
        writer.Close("};");
        writer.Close();
    }

    private static void EmitRelations(SourceWriter writer, EquatableArray<string> relations)
    {
        if (relations.IsEmpty)
        {
            return;
        }

        Open(writer, "RelationTable", "The relations to walk.");
        writer.Open("internal static readonly RelationPlan[] Rows =", "[");
        foreach (string relation in relations)
        {
            writer.Write($"{relation}.Plan,");
        }

        writer.Close("];");
        writer.Close();
    }

    private static void Open(SourceWriter writer, string name, string content)
    {
        writer.Write($"""

            /// <summary>{content}</summary>
            {SourceWriter.GeneratedCode}
            """);
        writer.Open($"internal static partial class {name}");
    }
}
