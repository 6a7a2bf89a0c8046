using ServicePing.Runtime.Labels;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Prometheus;

/// <summary>What an answer comes to: one number, or a number for each group of labels.</summary>
internal static class PrometheusValue
{
    /// <summary>The value, or why there is none; nothing is ever put together that the query has not put together.</summary>
    internal static bool TryRead(PrometheusPlan plan, PrometheusAnswer answer, LabelLimits limits, out MetricValue value, out Failure? failure)
    {
        value = MetricValue.Null;
        failure = answer.Series.Count == 0 ? new Failure(ReadingStatus.NoData, Said(answer, "Prometheus has no series for the query."))
            : Unsound(answer) is { } unsound ? new Failure(ReadingStatus.Failed, Said(answer, unsound))
            : plan.Labels.Count == 0 && answer.Series.Count > 1 ? new Failure(ReadingStatus.Failed, Said(
                answer,
                $"The query gives {answer.Series.Count} series, and the value is one number: put them together, as by sum(…), or name a label under 'group_by'."))
            : null;
        if (failure is not null)
        {
            return false;
        }

        if (plan.Labels.Count == 0)
        {
            value = MetricValue.From(answer.Series[0].Value);
            return true;
        }

        Dictionary<GroupPath, MetricValue> groups = [];
        foreach (PrometheusSeries series in answer.Series)
        {
            // A label that a series has not is an empty one, as in Prometheus itself.
            GroupPath path = new([.. plan.Labels.Select(label => LabelText.Normalize(series.Labels.GetValueOrDefault(label, "")))]);
            string? problem = groups.Count == limits.Most ? $"The query gives more groups than the {limits.Most} of MaxLabels: let it give fewer, as by topk."
                : path.Keys.ToArray().FirstOrDefault(key => key.Length > limits.Longest) is { } longest
                    ? $"A label of {longest.Length} characters is longer than MaxLabelLength allows: let label_replace shorten it."
                : !groups.TryAdd(path, MetricValue.From(series.Value))
                    ? $"Several series have the same {string.Join(" and ", plan.Labels)}: put them together, as by sum by ({string.Join(", ", plan.Labels)}) (…)."
                : null;
            if (problem is not null)
            {
                failure = new Failure(ReadingStatus.Failed, Said(answer, problem));
                return false;
            }
        }

        value = plan.Members.Count == 0 ? GroupTree.ToJson(groups) : GroupTree.ToList(groups, plan.Members);
        return true;
    }

    private static string? Unsound(PrometheusAnswer answer)
    {
        foreach (PrometheusSeries series in answer.Series)
        {
            if (!double.IsFinite(series.Value))
            {
                string number = double.IsNaN(series.Value) ? "NaN" : series.Value > 0 ? "+Inf" : "-Inf";
                return $"The query gives {number}, which is no number that a payload can hold: there may be nothing to divide by, or no observation.";
            }
        }

        return null;
    }

    private static string Said(PrometheusAnswer answer, string problem) => answer.Note is null ? problem : $"{problem} {answer.Note}";
}
