using System.Diagnostics;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Collection;
using ServicePing.Runtime.Labels;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Prometheus;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Sources;

/// <summary>Asks Prometheus for the metrics that are made of PromQL, all at the moment of the collection.</summary>
internal sealed class PrometheusReader(IOptions<ServicePingOptions> options) : IMetricSource
{
    /// <summary>How many queries are under way at once.</summary>
    private const int AtOnce = 4;

    public IEnumerable<int> Slots(PingWork work) => work.Prometheus.Select(plan => plan.Slot);

    public async Task ReadAsync(CollectionRun run, CancellationToken cancellationToken)
    {
        if (run.Work.Prometheus.Count == 0)
        {
            return;
        }

        try
        {
            using PrometheusSession session = await PrometheusSession.OpenAsync(options.Value.Prometheus, cancellationToken).ConfigureAwait(false);
            LabelLimits limits = LabelLimits.Of(options.Value);
            await Parallel.ForEachAsync(
                run.Work.Prometheus,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                async (plan, _) => await ReadAsync(plan, run, session, limits).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (PrometheusException exception)
        {
            foreach (PrometheusPlan plan in run.Work.Prometheus)
            {
                run.Readings.Fail(plan.Slot, exception.Failure);
            }
        }
    }

    private static async Task ReadAsync(PrometheusPlan plan, CollectionRun run, PrometheusSession session, LabelLimits limits)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            PrometheusAnswer answer = await session.AskAsync(PromQuery.Text(plan, run.RecordedAt), run.RecordedAt).ConfigureAwait(false);
            TimeSpan duration = Stopwatch.GetElapsedTime(started);
            if (PrometheusValue.TryRead(plan, answer, limits, out MetricValue value, out Failure? failure))
            {
                run.Readings.Ok(plan.Slot, value, duration, answer.Note);
            }
            else
            {
                run.Readings.Fail(plan.Slot, failure!, duration);
            }
        }
        catch (PrometheusException exception)
        {
            run.Readings.Fail(plan.Slot, exception.Failure, Stopwatch.GetElapsedTime(started));
        }
    }
}
