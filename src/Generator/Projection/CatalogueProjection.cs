using System.Collections.Immutable;
using ServicePing.Definitions.Collections;
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

    /// <summary>The paths of the files that say something; empty for the others.</summary>
    public static EquatableArray<string> Paths(ImmutableArray<ReadDefinition?> files, CancellationToken cancellationToken)
    {
        string[] paths = new string[files.Length];
        for (int i = 0; i < paths.Length; i++)
        {
            paths[i] = files[i]?.Rows?.SourceFile ?? "";
        }

        return paths.ToEquatableArray();
    }

    /// <summary>Which files each part has, by their positions, in the order of their paths.</summary>
    public static EquatableArray<EquatableArray<int>> Divide(EquatableArray<string> paths, CancellationToken cancellationToken)
    {
        List<EquatableArray<int>> parts = [];
        List<int> files = [];
        foreach (int file in Enumerable.Range(0, paths.Count)
            .Where(file => paths[file].Length > 0)
            .OrderBy(file => paths[file], StringComparer.Ordinal))
        {
            if (files.Count >= LeastFiles && MayBegin(paths[file]))
            {
                parts.Add(files.ToEquatableArray());
                files.Clear();
            }

            files.Add(file);
        }

        return files.Count > 0 ? [.. parts, files.ToEquatableArray()] : [];
    }

    /// <summary>What the parts say; none where the project has no metric set that could carry them.</summary>
    public static ImmutableArray<CataloguePart> Of(
        ((EquatableArray<EquatableArray<int>> Parts, ImmutableArray<ReadDefinition?> Files) Left, MetricSetName? Set) source,
        CancellationToken cancellationToken) => source.Set is { } set
        ? [.. source.Left.Parts.Select((part, number) => new CataloguePart(
            set, number, part.Select(file => source.Left.Files[file]!.Rows!).ToEquatableArray()))]
        : [];

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
