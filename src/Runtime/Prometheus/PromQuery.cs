using System.Globalization;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Prometheus;

/// <summary>The text that is asked for a metric.</summary>
internal static class PromQuery
{
    /// <summary>The query of a metric at a moment.</summary>
    internal static string Text(PrometheusPlan plan, DateTimeOffset recordedAt) =>
        plan.Query.Count == 1 ? plan.Query[0] : string.Join(Seconds(recordedAt), plan.Query);

    /// <summary>A moment in seconds since 1970, with the milliseconds that it has.</summary>
    internal static string Seconds(DateTimeOffset moment) =>
        (moment.ToUnixTimeMilliseconds() / 1000m).ToString("0.###", CultureInfo.InvariantCulture);
}
