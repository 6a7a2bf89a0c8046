using System.Collections.Immutable;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Embedding;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Spreads what definition files say over the parts of the embedded catalogue.</summary>
internal static class CatalogueProjection
{
    /// <summary>The parts that hold something; none where the project has no metric set that could carry them.</summary>
    public static ImmutableArray<CatalogueBucket> Of(
        (ImmutableArray<ReadDefinition?> Files, MetricSetName? Set) source, CancellationToken cancellationToken)
    {
        if (source.Set is not { } set)
        {
            return [];
        }

        List<CatalogueRows> files = [.. source.Files.Select(static file => file?.Rows).OfType<CatalogueRows>()];
        int count = Buckets.CountFor(files.Count);
        return
        [
            .. files
                .GroupBy(file => Buckets.Of(file.SourceFile, count))
                .OrderBy(static bucket => bucket.Key)
                .Select(bucket => new CatalogueBucket(
                    set, bucket.Key, bucket.OrderBy(static file => file.SourceFile, StringComparer.Ordinal).ToEquatableArray())),
        ];
    }
}
