using Microsoft.CodeAnalysis.Text;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Emit;

/// <summary>Prints the key paths of other sets that a set adds up.</summary>
internal static class ReferencedMetricsEmitter
{
    public static SourceText Emit(ReferencedMetrics model)
    {
        SourceWriter writer = new();
        writer.Namespace(model.Set.Namespace);
        writer.Open($"partial class {model.Set.Set}");
        writer.Write("""
            /// <inheritdoc/>
            """);
        writer.Open(
            "public override global::System.Collections.Generic.IReadOnlyList<string> ReferencedMetrics { get; } =", "[");
        foreach (string keyPath in model.KeyPaths)
        {
            writer.Write(Literals.Text(keyPath) + ",");
        }

        writer.Close("];");
        writer.Close();
        return writer.ToSourceText();
    }
}
