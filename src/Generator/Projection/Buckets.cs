namespace ServicePing.Generators.Projection;

/// <summary>Spreads the rows of a set over sources by the files that they come from, so that the edit of one file changes one source.</summary>
internal static class Buckets
{
    private const int Most = 32;
    private const int FilesEach = 32;

    /// <summary>How many sources there are for so many definition files: a power of two, so that growth moves few rows.</summary>
    public static int CountFor(int files)
    {
        int count = 1;
        while (count < Most && count * FilesEach < files)
        {
            count *= 2;
        }

        return count;
    }

    /// <summary>The source of a file, whatever other files there are: FNV-1a over its path.</summary>
    public static int Of(string sourceFile, int count)
    {
        uint hash = 2166136261;
        foreach (char character in sourceFile)
        {
            hash = (hash ^ character) * 16777619;
        }

        return (int)((hash ^ (hash >> 15)) & (uint)(count - 1));
    }
}
