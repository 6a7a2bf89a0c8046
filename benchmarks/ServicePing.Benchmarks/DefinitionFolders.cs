using ServicePing.Definitions.Model;
using ServicePing.Definitions.Yaml;

namespace ServicePing.Benchmarks;

/// <summary>
/// Definition files to measure with: GitLab's when the corpus lies beside the repository, else the sample product's.
/// </summary>
internal static class DefinitionFolders
{
    private static readonly Dictionary<string, DefinitionKind> Kinds = new(StringComparer.Ordinal)
    {
        ["metrics"] = DefinitionKind.Metric,
        ["queries"] = DefinitionKind.Query,
        ["events"] = DefinitionKind.Event,
        ["known_events"] = DefinitionKind.KnownEvent,
        ["aggregates"] = DefinitionKind.Aggregate,
        ["overrides"] = DefinitionKind.Override,
    };

    /// <summary>The folder that was found, and its files with their texts.</summary>
    /// <exception cref="DirectoryNotFoundException">Neither is there.</exception>
    public static (string Root, SourceFile[] Files) Load()
    {
        string[] roots = ["../shared/corpus/gitlab-18.9/config", "samples/Forge/ServicePing"];
        string root = roots.FirstOrDefault(Directory.Exists)
            ?? throw new DirectoryNotFoundException($"No definitions: none of {string.Join(", ", roots)} is there.");
        return (root, [.. Kinds.Keys.SelectMany(folder => Load(root, folder))]);
    }

    private static IEnumerable<SourceFile> Load(string root, string folder)
    {
        string full = Path.Combine(root, folder);
        return !Directory.Exists(full) ? [] : Directory.EnumerateFiles(full, "*.yml", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, Path.GetRelativePath(root, path), Kinds[folder], File.ReadAllText(path)));
    }
}
