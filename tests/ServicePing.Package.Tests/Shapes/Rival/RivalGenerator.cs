using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using YamlDotNet.Core;

namespace Rival;

/// <summary>Says which YamlDotNet it has read the project's files with.</summary>
[Generator]
public sealed class RivalGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<int> ends = context.AdditionalTextsProvider
            .Where(file => file.Path.EndsWith(".yml"))
            .Select((file, cancellationToken) => End(file.GetText(cancellationToken)!.ToString()))
            .Collect()
            .Select((all, _) => all.Sum());
        context.RegisterSourceOutput(ends, (output, end) => output.AddSource("Rival.g.cs", $$"""
            internal static class Rivals
            {
                internal const string YamlDotNet = "{{typeof(Parser).Assembly.GetName().Version}}";
                internal const int End = {{end}};
            }
            """));
    }

    // An int in this version and a long in the next.
    private static int End(string text)
    {
        Parser parser = new(new StringReader(text));
        int end = 0;
        while (parser.MoveNext())
        {
            end = parser.Current!.End.Index;
        }

        return end;
    }
}
