using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;
using ServicePing.Definitions.Schema;

namespace ServicePing.Tool;

/// <summary>A definitions root on disk.</summary>
internal static class DefinitionFolder
{
    /// <summary>Reads every definition file below a root, in ordinal order of the relative paths.</summary>
    internal static List<ReadFile> Read(DirectoryInfo root, CancellationToken cancellationToken)
    {
        List<ReadFile> files = [];
        foreach (string path in Directory.EnumerateFiles(root.FullName, "*.yml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string relativePath = Path.GetRelativePath(root.FullName, path).Replace('\\', '/');
            if (DefinitionPath.KindOf(relativePath) is { } kind)
            {
                string shownPath = Path.GetRelativePath(Environment.CurrentDirectory, path);
                files.Add(DefinitionReader.Read(new SourceFile(shownPath, relativePath, kind, File.ReadAllText(path)), cancellationToken));
            }
        }

        return files;
    }

    /// <summary>What a root tells besides its definitions.</summary>
    internal static Surroundings ReadSurroundings(DirectoryInfo root) => new()
    {
        Schema = ReadText(root, SchemaReader.FileName) is { } sql ? SchemaReader.Read(sql) : null,
    };

    private static string? ReadText(DirectoryInfo root, string name)
    {
        string path = Path.Combine(root.FullName, name);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }
}
