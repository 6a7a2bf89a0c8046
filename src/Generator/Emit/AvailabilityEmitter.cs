using Microsoft.CodeAnalysis.Text;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Emit;

/// <summary>Prints which metrics of a set the program answers for.</summary>
internal static class AvailabilityEmitter
{
    public static SourceText Emit(Availability model)
    {
        SourceWriter writer = new();
        writer.Namespace(model.Set.Namespace);
        writer.Open($"partial class {model.Set.Set}");
        writer.Write("""
            /// <inheritdoc/>
            """);
        writer.Open(
            "public override global::System.Collections.Generic.IReadOnlyList<global::ServicePing.Runtime.Plans.AvailabilityPlan> Availability { get; } =", "[");
        foreach (AnsweredMetrics row in model.Rows)
        {
            writer.Write($"new({Literals.Text(row.Name)}, [{string.Join(", ", row.Slots)}]),");
        }

        writer.Close("];");
        writer.Close();
        return writer.ToSourceText();
    }
}
