using Microsoft.CodeAnalysis.Text;
using ServicePing.Generators.CSharp;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Emit;

/// <summary>Prints the facts: direct calls of the program's instrumentation classes.</summary>
internal static class FactEmitter
{
    private const string ValueTask = "global::System.Threading.Tasks.ValueTask";
    private const string Read = $"global::System.Func<FactContext, global::System.Threading.CancellationToken, {ValueTask}<MetricValue>>";

    public static SourceText Emit(FactCalls calls)
    {
        SourceWriter writer = new();
        writer.Write("""
            #nullable disable warnings // A class may say string or string?, and take services either way.
            #pragma warning disable CS0612, CS0618 // The program may mark a class obsolete and still ship its metric.
            """);
        string[] experimental = [.. calls.Classes.SelectMany(static type => type.Experimental).Distinct(StringComparer.Ordinal)];
        if (experimental.Length > 0)
        {
            writer.Write($"#pragma warning disable {string.Join(", ", experimental)} // It is for the program to say what it relies on.");
        }

        writer.Namespace(calls.Set.Plans);
        writer.Open("internal static partial class FactTable");
        writer.Open($"internal static {Read}? ReaderOf(string instrumentationClass) => instrumentationClass switch");
        foreach (FactClass type in calls.Classes)
        {
            writer.Write($"{Literals.Text(type.Name)} => Read{type.Name},");
        }

        writer.Write("_ => null,");
        writer.Close("};");
        foreach (FactClass type in calls.Classes)
        {
            EmitRead(writer, type);
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

            private static async {ValueTask}<MetricValue> Read{type.Name}(
                FactContext context, global::System.Threading.CancellationToken cancellationToken) =>
                MetricValue.From(await FactCall.ReadAsync<{type.Value!.Type}>(
                    new {type.Type}({services}), context, cancellationToken).ConfigureAwait(false));
            """);
    }
}
