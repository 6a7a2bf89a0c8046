using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Prometheus;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Rules;

/// <summary>A query of Prometheus says itself which period it covers.</summary>
internal static class PrometheusRules
{
    public static void Check(Project project, CalculationBinder calculations)
    {
        foreach (Declared<MetricDefinition> metric in project.LiveMetrics)
        {
            MetricDefinition definition = metric.Definition;
            if (!metric.IsSound || definition.DataSource != DataSource.Prometheus || calculations.Bind(definition).Query?.PromQl is not { } promQl)
            {
                continue;
            }

            List<string> frames = [.. definition.TimeFrames.Select(static frame => Words.Of(Words.TimeFrames, frame))];
            if (frames.Count > 1)
            {
                project.Report(
                    SourceKeys, metric,
                    $"The PromQL gives {string.Join(" and ", frames)} the same value: write a metric for each, with its period as a range in the PromQL, such as [7d].",
                    MetricKeys.TimeFrame);
            }
            else if (frames.Count == 1 && frames[0] is "7d" or "28d" && promQl.IndexOf('[') < 0 && !PromText.Metrics(promQl).Any(static name => name.IndexOf(':') >= 0))
            {
                project.Report(
                    NoRange, metric,
                    $"The time frame is {frames[0]}, and the PromQL looks at one moment: add a range, such as [{frames[0]}] in a function like increase or "
                    + "avg_over_time, or write 'time_frame: none'.",
                    MetricKeys.TimeFrame);
            }
        }
    }
}
