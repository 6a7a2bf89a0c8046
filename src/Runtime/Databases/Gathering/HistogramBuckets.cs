using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ServicePing.Runtime.Labels;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Databases.Gathering;

/// <summary>Puts numbers of rows into buckets as <c>WIDTH_BUCKET(rows, first, last, buckets - 1)</c> does.</summary>
internal static class HistogramBuckets
{
    private const long MostBuckets = 100;

    internal static bool AreValid(QueryFragment fragment, [NotNullWhen(false)] out string? problem)
    {
        long? buckets = fragment.LastBucket - fragment.FirstBucket + 1;
        problem = buckets switch
        {
            null => "A histogram needs its first and last bucket.",
            <= 1 => "The last bucket of a histogram must be above the first.",
            > MostBuckets => $"A histogram has at most {MostBuckets} buckets.",
            _ => null,
        };
        return problem is null;
    }

    internal static MetricValue Sort(IEnumerable<int> counts, long first, long last) =>
        GroupTree.ToJson(counts.CountBy(count => BucketOf(count, first, last)).Select(bucket => KeyValuePair.Create(
            new GroupPath(bucket.Key.ToString(CultureInfo.InvariantCulture)),
            MetricValue.From((long)bucket.Value))));

    /// <summary>Each number from first to last has a bucket of its own; 0 is below, the last is at and above.</summary>
    private static long BucketOf(long count, long first, long last) =>
        count < first ? 0 : Math.Min(count, last) - first + 1;
}
