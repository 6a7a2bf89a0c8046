using ServicePing.Definitions.Reading;

namespace ServicePing.Definitions.Tests.Corpus;

/// <summary>The real definitions of a large product, read where they lie.</summary>
internal static class CorpusFiles
{
    public static string? Folder { get; } = Find();

    public static List<SourceFile> Load()
    {
        List<SourceFile> files = [];
        foreach (string path in Directory.EnumerateFiles(Folder!, "*.yml", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(Folder!, path).Replace('\\', '/');
            if (DefinitionPath.KindOf(relative) is { } kind)
            {
                files.Add(new SourceFile(path, relative, kind, File.ReadAllText(path)));
            }
        }

        return files;
    }

    private static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string corpus = Path.Combine(folder.FullName, "shared", "corpus", "gitlab-18.9", "config");
            if (Directory.Exists(corpus))
            {
                return corpus;
            }
        }

        return null;
    }
}
