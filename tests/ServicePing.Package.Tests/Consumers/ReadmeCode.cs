using System.Text;
using System.Text.RegularExpressions;

namespace ServicePing.Package.Tests.Consumers;

/// <summary>The C# of a README as a file that a compiler takes.</summary>
internal static partial class ReadmeCode
{
    /// <summary>Each block becomes a method; its <c>using</c> directives stand above them.</summary>
    internal static string In(string readme)
    {
        StringBuilder directives = new();
        StringBuilder methods = new();
        foreach (Match block in Block().Matches(readme))
        {
            methods.Append("    internal static async System.Threading.Tasks.Task Block").Append(block.Index).Append("()\n    {\n");
            foreach (string line in block.Groups[1].Value.Split('\n'))
            {
                (Directive().IsMatch(line) ? directives : methods).Append(line).Append('\n');
            }

            methods.Append("    }\n");
        }

        return $"{directives}\ninternal static class Readme\n{{\n{methods}}}\n";
    }

    [GeneratedRegex("(?s)```csharp\\n(.*?)```")]
    private static partial Regex Block();

    [GeneratedRegex("^using [A-Za-z.]+;$")]
    private static partial Regex Directive();
}
