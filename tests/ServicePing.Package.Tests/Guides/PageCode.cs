using System.Text;
using System.Text.RegularExpressions;
using ServicePing.Tests;

namespace ServicePing.Package.Tests.Guides;

/// <summary>The C# of a page as a file that a compiler takes.</summary>
internal static partial class PageCode
{
    /// <summary>
    /// Each block becomes a method of a partial class, or, where it declares types, what a namespace of its own holds; <c>using</c> directives
    /// stand above. Where a page leaves out what a program has there, <c>(…)</c> and <c>{ … }</c>, it is nothing. Files of a guide, and what
    /// the generator writes, are left to other tests.
    /// </summary>
    /// <param name="name">The name of the class.</param>
    /// <param name="blocks">The page's blocks.</param>
    internal static string In(string name, IEnumerable<PageBlock> blocks)
    {
        StringBuilder directives = new();
        StringBuilder members = new();
        StringBuilder types = new();
        foreach ((int number, PageBlock block) in blocks.Where(IsOfAProgram).Index())
        {
            bool declares = Declaration().IsMatch(block.Text);
            StringBuilder code = declares ? types : members;
            code.Append(declares
                ? $"namespace {name}Types{number}\n{{\n"
                : $"    internal static async System.Threading.Tasks.Task Block{number}()\n    {{\n");
            foreach (string line in block.Text.Replace("(…)", "(\"\")", StringComparison.Ordinal).Replace("{ … }", "{ }", StringComparison.Ordinal).Split('\n'))
            {
                (Directive().IsMatch(line) ? directives : code).Append(line).Append('\n');
            }

            code.Append(declares ? "}\n" : "    }\n");
        }

        return $"{directives}\ninternal static partial class {name}\n{{\n{members}}}\n{types}";
    }

    private static bool IsOfAProgram(PageBlock block) =>
        block is { Language: "csharp", Path: null } && !block.Text.Contains("=> …", StringComparison.Ordinal);

    [GeneratedRegex(@"^(\[|(public|internal) )")]
    private static partial Regex Declaration();

    [GeneratedRegex("^using [A-Za-z.]+;$")]
    private static partial Regex Directive();
}
