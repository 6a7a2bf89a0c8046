using ServicePing.Runtime.Labels;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Prometheus;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Verification;

/// <summary>Lets Prometheus read the queries of a program, and looks whether their answers are values.</summary>
internal static class PrometheusVerification
{
    /// <summary>What is found of each metric by its slot; none where no Prometheus is named.</summary>
    internal static async Task<IReadOnlyDictionary<int, MetricVerification>> CheckAsync(
        PingProgram program, ServicePingOptions options, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        Dictionary<int, MetricVerification> metrics = [];
        if (program.Work.Prometheus.Count == 0 || !options.Prometheus.IsNamed)
        {
            return metrics;
        }

        try
        {
            using PrometheusSession session = await PrometheusSession.OpenAsync(options.Prometheus, cancellationToken).ConfigureAwait(false);
            foreach (PrometheusPlan plan in program.Work.Prometheus)
            {
                metrics[plan.Slot] = Of(program, plan, await FindAsync(plan, session, options, moment).ConfigureAwait(false));
            }
        }
        catch (PrometheusException exception)
        {
            foreach (PrometheusPlan plan in program.Work.Prometheus)
            {
                metrics[plan.Slot] = Of(program, plan, Error(exception.Failure));
            }
        }

        return metrics;
    }

    private static async Task<MetricFinding?> FindAsync(PrometheusPlan plan, PrometheusSession session, ServicePingOptions options, DateTimeOffset moment)
    {
        try
        {
            PrometheusAnswer answer = await session.AskAsync(PromQuery.Text(plan, moment), moment).ConfigureAwait(false);
            return PrometheusValue.TryRead(plan, answer, LabelLimits.Of(options), out _, out Failure? failure) ? null
                : failure!.Status == ReadingStatus.NoData
                    ? new MetricFinding(FindingSeverity.Warning, failure.Message, "See that the metric's name and labels are right, and that it is scraped.")
                : Error(failure);
        }
        catch (PrometheusException exception)
        {
            return Error(exception.Failure);
        }
    }

    private static MetricVerification Of(PingProgram program, PrometheusPlan plan, MetricFinding? finding) =>
        new(program.Metrics[plan.Slot].KeyPath) { Walks = ["Prometheus"], Findings = finding is null ? [] : [finding] };

    private static MetricFinding Error(Failure failure) => new(FindingSeverity.Error, failure.Message, failure.Status switch
    {
        ReadingStatus.Unavailable => "See that Prometheus runs and that its address and its login are right.",
        ReadingStatus.TimedOut => "Make a recording rule of what takes long, or raise QueryTimeout.",
        _ => "Change the PromQL of the definition.",
    });
}
