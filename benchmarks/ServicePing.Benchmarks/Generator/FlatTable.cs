using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Yaml;

namespace ServicePing.Benchmarks.Generator;

/// <summary>What is compiled fastest: one table of the key paths and descriptions, and nothing to type.</summary>
internal static class FlatTable
{
    /// <summary>The key paths of the definitions.</summary>
    public static IReadOnlyList<Metric> Metrics(IEnumerable<SourceFile> files) =>
        [.. CatalogueBuilder.Build(files.Select(static file => DefinitionReader.Read(file).Meaning)).Metrics];

    /// <summary>The table as C#.</summary>
    public static string Source(IEnumerable<Metric> metrics)
    {
        StringBuilder text = new("internal static class Table\n{\n    public static readonly (string KeyPath, string Description)[] Rows =\n    [\n");
        foreach (Metric metric in metrics)
        {
            text.Append("        (").Append(SymbolDisplay.FormatLiteral(metric.KeyPath, true)).Append(", ")
                .Append(SymbolDisplay.FormatLiteral(metric.Definition.Description, true)).Append("),\n");
        }

        return text.Append("    ];\n}\n").ToString();
    }
}
