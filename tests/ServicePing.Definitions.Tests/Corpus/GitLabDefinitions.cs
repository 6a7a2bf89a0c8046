using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Planning;
using ServicePing.Definitions.Reading;
using ServicePing.Tests;

namespace ServicePing.Definitions.Tests.Corpus;

/// <summary>The real definitions of a large product, read where they lie.</summary>
internal static class GitLabDefinitions
{
    public static List<SourceFile> Load()
    {
        List<SourceFile> files = [];
        foreach (string path in Directory.EnumerateFiles(CorpusFiles.GitLab, "*.yml", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(CorpusFiles.GitLab, path).Replace('\\', '/');
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
