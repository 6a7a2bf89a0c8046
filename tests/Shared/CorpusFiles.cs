namespace ServicePing.Tests;

/// <summary>Real definition files of a large product, which lie beside the checkout and not in it.</summary>
internal static class CorpusFiles
{
    /// <summary>The folder <c>shared/corpus</c> of this or a parent folder; null where there is none.</summary>
    internal static DirectoryInfo? Folder { get; } = Find();

    /// <summary>The definitions root of GitLab 18.9.</summary>
    internal static string GitLab => Path.Combine(Folder!.FullName, "gitlab-18.9", "config");

    /// <summary>The definitions root of older releases.</summary>
    internal static string Historic => Path.Combine(Folder!.FullName, "gitlab-historic");

    private static DirectoryInfo? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string corpus = Path.Combine(folder.FullName, "shared", "corpus");
            if (Directory.Exists(corpus))
            {
                return new DirectoryInfo(corpus);
            }
        }

        return null;
    }
}

/// <summary>A test over the corpus; it is skipped, with this message, only where the folder is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CorpusFactAttribute : FactAttribute
{
    public CorpusFactAttribute()
    {
        if (CorpusFiles.Folder is null)
        {
            Skip = "The folder shared/corpus does not lie beside the checkout.";
        }
    }
}
