using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Planning;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Yaml;
using ServicePing.Tests;

namespace ServicePing.Definitions.Tests.Corpus;

/// <summary>The real definitions of a large product, read where they lie.</summary>
internal static class GitLabDefinitions
{
    public static List<SourceFile> Load() => Load(CorpusFiles.GitLab);

    /// <summary>Definitions of 13.7 to 17.x, of several generations.</summary>
    public static List<SourceFile> LoadHistoric() => Load(CorpusFiles.Historic);

    private static List<SourceFile> Load(string root)
    {
        List<SourceFile> files = [];
        foreach (string path in Directory.EnumerateFiles(root, "*.yml", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(root, path).Replace('\\', '/');
            if (DefinitionPath.KindOf(relative) is { } kind)
            {
                files.Add(new SourceFile(path, relative, kind, File.ReadAllText(path)));
            }
        }

        return files;
    }

    public static Plan Plan() => Planner.Plan(
        CatalogueBuilder.Build(Load().Select(source => DefinitionReader.Read(source).Meaning)));
}
