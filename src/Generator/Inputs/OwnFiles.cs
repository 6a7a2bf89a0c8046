using Microsoft.CodeAnalysis;

namespace ServicePing.Generators.Inputs;

/// <summary>Tells the files that this generator wrote, which name every event, from those of the program.</summary>
internal static class OwnFiles
{
    /// <summary>The compiler names a generated file by the assembly and the type of its generator, wherever it writes it.</summary>
    private static readonly string[] Folders = [typeof(ServicePingGenerator).Assembly.GetName().Name, typeof(ServicePingGenerator).FullName];

    /// <summary>Whether a file is one of them.</summary>
    public static bool Contain(SyntaxTree tree)
    {
        string[] segments = tree.FilePath.Split('/', '\\');
        return segments.Length > Folders.Length && Folders.SequenceEqual(segments.Skip(segments.Length - 1 - Folders.Length).Take(Folders.Length));
    }
}
