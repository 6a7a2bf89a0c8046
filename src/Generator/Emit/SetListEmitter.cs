using Microsoft.CodeAnalysis.Text;
using ServicePing.Generators.CSharp;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Emit;

/// <summary>Prints a short list of a set, which needs no table.</summary>
internal static class SetListEmitter
{
    /// <summary>The key paths of other sets that a set adds up.</summary>
    public static SourceText Emit(ReferencedMetrics model) =>
        Emit(model.Set, "string", "ReferencedMetrics", model.KeyPaths.Select(Literals.Text));

    /// <summary>Which metrics of a set the program answers for.</summary>
    public static SourceText Emit(Availability model) => Emit(
        model.Set, "global::ServicePing.Runtime.Plans.AvailabilityPlan", "Availability",
        model.Rows.Select(static row => $"new({Literals.Text(row.Name)}, [{string.Join(", ", row.Slots)}])"));

    /// <summary>Words of the vocabulary.</summary>
    public static SourceText Emit(WordList model) => Emit(model.Set, "string", model.Member, model.Words.Select(Literals.Text));

    private static SourceText Emit(MetricSetName set, string type, string name, IEnumerable<string> items)
    {
        SourceWriter writer = new();
        writer.Namespace(set.Namespace);
        writer.Open($"partial class {set.Set}");
        writer.Write("""
            /// <inheritdoc/>
            """);
        writer.Open($"public override global::System.Collections.Generic.IReadOnlyList<{type}> {name} {{ get; }} =", "[");
        foreach (string item in items)
        {
            writer.Write(item + ",");
        }

        writer.Close("];");
        writer.Close();
        return writer.ToSourceText();
    }
}
