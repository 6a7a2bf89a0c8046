using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Rules;

/// <summary>Versions follow each other, what has expired goes, and nothing live stands on what is gone.</summary>
internal static class LifecycleRules
{
    /// <param name="project">Takes what is wrong.</param>
    /// <param name="calculations">The shared calculations.</param>
    /// <param name="product">The version that is being built; null where nobody says, which silences what compares with it.</param>
    public static void Check(Project project, CalculationBinder calculations, ProductVersion? product)
    {
        Dictionary<string, Declared<MetricDefinition>> metrics = new(StringComparer.Ordinal);
        foreach (DeclaredKeyPath path in project.KeyPaths)
        {
            metrics[path.KeyPath] = path.Metric;
        }

        foreach (Declared<MetricDefinition> metric in project.Metrics)
        {
            metrics[metric.Definition.KeyPath] = metric;
        }

        foreach (Declared<MetricDefinition> metric in project.Metrics)
        {
            CheckOrder(project, metric);
        }

        foreach (Declared<MetricDefinition> metric in project.LiveMetrics)
        {
            CheckExpiry(project, metric, product);
            CheckParts(project, metric, calculations, metrics);
            CheckReplacement(project, metric, metrics);
        }

        foreach (Declared<EventDefinition> @event in project.Events)
        {
            if (IsBefore(@event.Definition.MilestoneRemoved, @event.Definition.Milestone))
            {
                ReportOrder(project, @event, MetricKeys.MilestoneRemoved, @event.Definition.MilestoneRemoved, @event.Definition.Milestone);
            }
        }
    }

    private static void CheckOrder(Project project, Declared<MetricDefinition> metric)
    {
        MetricDefinition definition = metric.Definition;
        if (IsBefore(definition.MilestoneRemoved, definition.Milestone))
        {
            ReportOrder(project, metric, MetricKeys.MilestoneRemoved, definition.MilestoneRemoved, definition.Milestone);
        }

        if (IsBefore(definition.Expires, definition.Milestone))
        {
            ReportOrder(project, metric, MetricKeys.Expires, definition.Expires, definition.Milestone);
        }
    }

    private static void ReportOrder<T>(Project project, Declared<T> declared, string key, string? later, string? earlier) =>
        project.Report(
            VersionOrder, declared, $"'{key}' is {later}, which came before the milestone {earlier}: mend one of the two.", key);

    private static bool IsBefore(string? later, string? earlier) =>
        ProductVersion.Parse(later) is { } end && ProductVersion.Parse(earlier) is { } begin && end.IsBefore(begin);

    private static void CheckExpiry(Project project, Declared<MetricDefinition> metric, ProductVersion? product)
    {
        if (product is not { } now || ProductVersion.Parse(metric.Definition.Expires) is not { } end)
        {
            return;
        }

        if (end.IsBefore(now))
        {
            project.Report(
                Expired, metric,
                $"The metric was to be removed after {end}, and this is {now}: remove it (status: removed), or move 'expires' on.",
                MetricKeys.Expires);
        }
        else if (now.Major == end.Major && end.Minor - now.Minor <= 1)
        {
            project.Report(
                ExpiresSoon, metric,
                $"The metric is to be removed after {end}, and this is {now}: plan its removal, or move 'expires' on.", MetricKeys.Expires);
        }
    }

    private static void CheckParts(
        Project project,
        Declared<MetricDefinition> metric,
        CalculationBinder calculations,
        Dictionary<string, Declared<MetricDefinition>> metrics)
    {
        if (calculations.Bind(metric.Definition).Query is not { Operands.IsEmpty: false } query)
        {
            return;
        }

        for (int i = 0; i < query.Operands.Count; i++)
        {
            if (metrics.TryGetValue(query.Operands[i], out Declared<MetricDefinition>? part)
                && part.Definition.Status is MetricStatus.Removed or MetricStatus.Deprecated)
            {
                project.Report(
                    StandsOnRemoved, metric, part,
                    $"'{query.Operands[i]}' is {(part.Definition.Status == MetricStatus.Removed ? "removed" : "deprecated")} and has no "
                    + "value any more: compute this metric without it, or remove it as well.",
                    metric.Definition.Query is null ? [MetricKeys.InstrumentationClass] : [MetricKeys.Query, .. QueryRules.PathOf(query, i)]);
            }
        }
    }

    private static void CheckReplacement(
        Project project, Declared<MetricDefinition> metric, Dictionary<string, Declared<MetricDefinition>> metrics)
    {
        if (metric.Definition.ReplacedBy is not { } name || !metrics.TryGetValue(name, out Declared<MetricDefinition>? replacement)
            || ReferenceEquals(replacement, metric))
        {
            return;
        }

        if (replacement.Definition.Status is MetricStatus.Removed or MetricStatus.Deprecated)
        {
            project.Report(
                DeadReplacement, metric, replacement,
                $"The replacement '{name}' is itself no longer computed: name the metric to use today, or leave the key out.",
                MetricKeys.ReplacedBy);
        }
        else if (replacement.Definition.ReplacedBy is { } next)
        {
            project.Report(
                DeadReplacement, metric, replacement,
                $"The replacement '{name}' is itself replaced by '{next}': name the last of them.", MetricKeys.ReplacedBy);
        }
    }
}
