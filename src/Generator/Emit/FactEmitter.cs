using Microsoft.CodeAnalysis.Text;
using ServicePing.Definitions.Planning;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Emit;

/// <summary>Prints the facts: direct calls of the program's instrumentation classes.</summary>
internal static class FactEmitter
{
    private const string ValueTask = "global::System.Threading.Tasks.ValueTask";

    public static SourceText Emit(FactTable table)
    {
        SourceWriter writer = new();
        writer.Write("""
            #nullable disable warnings // A class may say string or string?, and take services either way.
            #pragma warning disable CS0612, CS0618 // The program may mark a class obsolete and still ship its metric.
            """);
        writer.Namespace(table.Set.Plans);
        writer.Write($"""
            /// <summary>The metrics that the program computes in C#.</summary>
            {SourceWriter.GeneratedCode}
            """);
        writer.Open("internal static class FactTable");
        writer.Open("internal static readonly FactPlan[] Rows =", "[");
        HashSet<string> known = new(table.Classes.Select(type => type.Name), StringComparer.Ordinal);
        foreach (FactPlan row in table.Rows)
        {
            string name = row.InstrumentationClass;
            string read = known.Contains(name) ? "Read" + name : "null";
            writer.Write($"new({row.Slot}, {Literals.Text(name)}, {Literals.Json(row.OptionsJson)}, {read}),");
        }

        writer.Close("];");
        foreach (FactClass type in table.Classes)
        {
            EmitRead(writer, type);
        }

        foreach (string value in table.Classes.Select(type => type.Value!.Type).Distinct(StringComparer.Ordinal))
        {
            writer.Write($"""

                private static async {ValueTask}<MetricValue> Value({ValueTask}<{value}> value) =>
                    MetricValue.From(await value.ConfigureAwait(false));
                """);
        }

        writer.Close();
        return writer.ToSourceText();
    }

    private static void EmitRead(SourceWriter writer, FactClass type)
    {
        string services = string.Join(", ", type.Parameters.Select(parameter =>
            "global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions"
                + $".GetRequiredService<{parameter}>(context.Services)"));
        writer.Write($"""

            private static {ValueTask}<MetricValue> Read{type.Name}(
                FactContext context, global::System.Threading.CancellationToken cancellationToken) =>
                Value(((IFact<{type.Value!.Type}>)new {type.Type}({services})).ReadAsync(context, cancellationToken));
            """);
    }
}
