using System.Collections.Immutable;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Embedding;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Divides what definition files say into the parts of the embedded catalogue.</summary>
/// <remarks>
/// Files that stand together resemble each other, so that a part has neighbours. It ends where the path of the next file says so,
/// not after so many: the edit of a file changes its own part, and one that comes or goes no more than those around it.
/// </remarks>
internal static class CatalogueProjection
{
    private const int LeastFiles = 64;

    /// <summary>One file in so many may begin a part.</summary>
    private const uint Beginnings = 64;

    /// <summary>The parts that hold something; none where the project has no metric set that could carry them.</summary>
    public static ImmutableArray<CataloguePart> Of(
        (ImmutableArray<ReadDefinition?> Files, MetricSetName? Set) source, CancellationToken cancellationToken)
    {
        if (source.Set is not { } set)
        {
            return [];
        }

        ImmutableArray<CataloguePart>.Builder parts = ImmutableArray.CreateBuilder<CataloguePart>();
        List<CatalogueRows> files = [];
        void Close() => parts.Add(new CataloguePart(set, parts.Count, files.ToEquatableArray()));
        foreach (CatalogueRows file in InOrder([.. source.Files.Select(static file => file?.Rows).OfType<CatalogueRows>()]))
        {
            if (files.Count >= LeastFiles && MayBegin(file.SourceFile))
            {
                Close();
                files.Clear();
            }

            files.Add(file);
        }

        if (files.Count > 0)
        {
            Close();
        }

        return parts.ToImmutable();
    }

    /// <summary>The files by their paths; most often they come so, and to look is much less work than to sort.</summary>
    private static CatalogueRows[] InOrder(CatalogueRows[] files)
    {
        for (int i = 1; i < files.Length; i++)
        {
            if (string.CompareOrdinal(files[i - 1].SourceFile, files[i].SourceFile) > 0)
            {
                Array.Sort(files, static (left, right) => string.CompareOrdinal(left.SourceFile, right.SourceFile));
                return files;
            }
        }

        return files;
    }

    /// <summary>FNV-1a over the path: the same on every machine.</summary>
    private static bool MayBegin(string path)
    {
        uint hash = 2166136261;
        foreach (char character in path)
        {
            hash = (hash ^ character) * 16777619;
        }

        return (hash ^ (hash >> 15)) % Beginnings == 0;
    }
}
