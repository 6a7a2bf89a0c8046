using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Naming;
using ServicePing.Definitions.Problems;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Rules;

/// <summary>The program triggers its events, and uses no metric that is gone.</summary>
internal static class UsageRules
{
    /// <param name="project">Takes what is wrong.</param>
    /// <param name="use">What the C# does with definitions; null where the project does not build the program.</param>
    /// <param name="references">The metric sets that the project refers to, whose events the program triggers as well.</param>
    public static void Check(Project project, ProgramUse? use, IReadOnlyList<ReferencedSet> references)
    {
        if (use is null)
        {
            return;
        }

        HashSet<string> called = new(use.EventMethods, StringComparer.Ordinal);
        HashSet<string> idle = new(
            references.SelectMany(static set => MethodNames.OfEvents(set.Catalogue.Events.Select(static one => one.Action), set.Name))
                .Where(method => !called.Contains(method.Value))
                .Select(static method => method.Key),
            StringComparer.Ordinal);
        HashSet<string> selected = new(
            project.LiveMetrics.SelectMany(static metric => metric.Definition.Events).Select(static selection => selection.Name),
            StringComparer.Ordinal);
        IReadOnlyDictionary<string, string> methods = MethodNames.OfEvents(
            project.TrackedEvents.Select(static one => one.Definition.Action), use.SetName);
        foreach (Declared<EventDefinition> @event in project.TrackedEvents)
        {
            EventDefinition definition = @event.Definition;
            string method = methods[definition.Action];
            if (!called.Contains(method))
            {
                idle.Add(definition.Action);
                project.Report(
                    NeverTriggered, @event,
                    $"Nothing in the program triggers '{definition.Action}': call {method}(…) where it happens, or remove the event.",
                    EventKeys.Action);
            }

            if (!selected.Contains(definition.Action))
            {
                project.Report(
                    EventWithoutMetric, @event,
                    $"No metric counts '{definition.Action}', so that it never leaves the instance: add a metric, or remove the event.",
                    EventKeys.Action);
            }
        }

        foreach (Declared<MetricDefinition> metric in project.Metrics)
        {
            MetricDefinition definition = metric.Definition;
            if (definition.Status == MetricStatus.Removed)
            {
                CheckRemoved(project, metric, use.Metrics);
            }
            else if (!definition.Events.IsEmpty && definition.Events.All(selection => idle.Contains(selection.Name)))
            {
                project.Report(
                    AlwaysZero, metric,
                    $"Nothing in the program triggers '{definition.Events[0].Name}'"
                    + (definition.Events.Count > 1 ? " or the metric's other events" : "")
                    + ", so that the value is always 0: trigger it, or remove the metric.",
                    MetricKeys.Events, 0, SelectionKeys.Name);
            }
        }
    }

    private static void CheckRemoved(Project project, Declared<MetricDefinition> metric, IReadOnlyList<MetricUse> uses)
    {
        HashSet<string> paths = new(
            project.KeyPaths.Where(path => ReferenceEquals(path.Metric, metric)).Select(static path => path.KeyPath),
            StringComparer.Ordinal);
        List<RelatedPlace> places = [.. uses.Where(use => paths.Contains(use.KeyPath)).Select(static use => use.Place)];
        if (places.Count > 0)
        {
            project.Report(
                RemovedButUsed, metric, places,
                $"The metric is removed, and C# still uses it in {Path.GetFileName(places[0].Path)}: "
                + (metric.Definition.ReplacedBy is { } other ? $"use '{other}' there." : "take the use out."),
                MetricKeys.Status);
        }
    }
}
