using ServicePing.Runtime.Prometheus;

namespace ServicePing.Runtime.Topology;

/// <summary>The queries of a topology, one after the other. Once one has taken too long, those that follow are not sent.</summary>
internal sealed class TopologyQueries(PrometheusSession session, DateTimeOffset moment, string prefix, TopologyReport report)
{
    private bool _isCancelled;

    /// <summary>The average of a week of a recorded series.</summary>
    internal Task<IReadOnlyList<PrometheusSeries>> AverageAsync(string failure, string series) => AskAsync(failure, $"avg_over_time ({prefix}:{series}[1w])");

    /// <summary>The largest value of a week of a recorded series.</summary>
    internal Task<IReadOnlyList<PrometheusSeries>> LargestAsync(string failure, string series) => AskAsync(failure, $"max_over_time ({prefix}:{series}[1w])");

    /// <summary>What a recorded series says at the moment.</summary>
    internal Task<IReadOnlyList<PrometheusSeries>> NowAsync(string failure, string series) => AskAsync(failure, $"{prefix}:{series}");

    /// <summary>The series of a query; none, and a failure of that name in the report, where there is no usable answer.</summary>
    internal async Task<IReadOnlyList<PrometheusSeries>> AskAsync(string failure, string promQl)
    {
        if (_isCancelled)
        {
            report.Fail(failure, "timeout_cancellation");
            return [];
        }

        try
        {
            IReadOnlyList<PrometheusSeries> series = (await session.AskAsync(promQl, moment).ConfigureAwait(false)).Series;
            string? problem = series.Count == 0 ? "empty_result" : series.Any(one => !double.IsFinite(one.Value)) ? "not_a_number" : null;
            if (problem is null)
            {
                return series;
            }

            report.Fail(failure, problem);
        }
        catch (PrometheusException exception)
        {
            _isCancelled = exception.Fault is PrometheusFault.OpenTimeout or PrometheusFault.ReadTimeout;
            report.Fail(failure, exception.Fault.ToString());
        }

        return [];
    }
}
