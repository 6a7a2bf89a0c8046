using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Naming;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Yaml;

namespace ServicePing.Benchmarks.Generator;

/// <summary>
/// The common mistake: everything is collected, combined with the compilation and generated again at each edit, a class a metric in a
/// file of its own. It reads with the same reader and generates much less than ServicePing does.
/// </summary>
internal sealed class CollectingGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(
        context.AdditionalTextsProvider.Collect().Combine(context.CompilationProvider),
        static (output, source) => Generate(output, source.Left, source.Right.AssemblyName!));

    private static void Generate(SourceProductionContext output, ImmutableArray<AdditionalText> files, string assemblyName)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (AdditionalText file in files)
        {
            string path = file.Path[(file.Path.IndexOf("ServicePing/", StringComparison.Ordinal) + "ServicePing/".Length)..];
            DefinitionKind kind = DefinitionPath.KindOf(path) ?? DefinitionKind.Metric;
            string text = file.GetText(output.CancellationToken)!.ToString();
            foreach (MetricDefinition metric in DefinitionReader.Read(new SourceFile(file.Path, path, kind, text)).Meaning.Metrics)
            {
                string name = MemberName.Of(metric.KeyPath);
                while (!names.Add(name))
                {
                    name += "_";
                }

                output.AddSource($"{name}.g.cs", Class(assemblyName, name, metric));
            }
        }
    }

    private static string Class(string space, string name, MetricDefinition metric) => new StringBuilder()
        .Append("namespace ").Append(space).Append(";\n\n")
        .Append("public static class ").Append(name).Append("\n{\n")
        .Append("    public const string KeyPath = ").Append(SymbolDisplay.FormatLiteral(metric.KeyPath, true)).Append(";\n\n")
        .Append("    public static string Description => ").Append(SymbolDisplay.FormatLiteral(metric.Description, true)).Append(";\n")
        .Append("}\n").ToString();
}
