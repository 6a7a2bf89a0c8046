namespace ServicePing.Definitions.Tests.Corpus;

/// <summary>A test over real definitions, which lie beside the repository; skipped where they are absent.</summary>
public sealed class CorpusFactAttribute : FactAttribute
{
    public CorpusFactAttribute()
    {
        if (CorpusFiles.Folder is null)
        {
            Skip = "The folder shared/corpus/gitlab-18.9/config lies in no folder above the tests.";
        }
    }
}
