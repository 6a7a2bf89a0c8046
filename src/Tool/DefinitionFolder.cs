using ServicePing.Definitions.Reading;
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

    /// <summary>The schema of the database, or null where the root has none.</summary>
    internal static DatabaseSchema? ReadSchema(DirectoryInfo root)
    {
        string path = Path.Combine(root.FullName, SchemaReader.FileName);
        return File.Exists(path) ? SchemaReader.Read(File.ReadAllText(path)) : null;
    }
}
