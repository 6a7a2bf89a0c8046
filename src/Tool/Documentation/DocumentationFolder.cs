namespace ServicePing.Tool.Documentation;

/// <summary>The pages that came along with the tool: beside it, or in the package that brings both.</summary>
internal static class DocumentationFolder
{
    /// <summary>The folder; null where no pages came along.</summary>
    internal static string? Path { get; } = new[] { "docs", System.IO.Path.Combine("..", "..", "docs") }
        .Select(folder => System.IO.Path.GetFullPath(folder, AppContext.BaseDirectory))
        .FirstOrDefault(folder => Directory.Exists(System.IO.Path.Combine(folder, "rules")));

    /// <summary>Every page by its path in the folder, with forward slashes.</summary>
    internal static IReadOnlyDictionary<string, string> Read(string folder) => Directory
        .EnumerateFiles(folder, "*.md", SearchOption.AllDirectories)
        .ToDictionary(
            file => System.IO.Path.GetRelativePath(folder, file).Replace(System.IO.Path.DirectorySeparatorChar, '/'), File.ReadAllText,
            StringComparer.Ordinal);
}
