using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ServicePing.Generators.CSharp;

namespace ServicePing.Generators.Inputs;

/// <summary>Tells the files that this generator wrote, which name every event, from those of the program.</summary>
/// <remarks>A checkout may be called as the generator is, and a file may begin as ours do; none of a program's does both.</remarks>
internal static class OwnFiles
{
    /// <summary>The compiler names a generated file by the assembly and the type of its generator, wherever it writes it.</summary>
    private static readonly string[] Folders = ["ServicePing.Generators", "ServicePing.Generators.ServicePingGenerator"];

    /// <summary>Whether a file is one of them.</summary>
    public static bool Contain(SyntaxTree tree, CancellationToken cancellationToken) =>
        tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)
        && IsInFolder(tree.FilePath.Split('/', '\\'))
        && BeginsAsOurs(tree.GetText(cancellationToken));

    private static bool IsInFolder(string[] segments) => segments.Length > Folders.Length
        && Folders.SequenceEqual(segments.Skip(segments.Length - 1 - Folders.Length).Take(Folders.Length));

    private static bool BeginsAsOurs(SourceText text) =>
        text.Length >= SourceWriter.Header.Length
        && text.ToString(new TextSpan(0, SourceWriter.Header.Length)) == SourceWriter.Header;
}
