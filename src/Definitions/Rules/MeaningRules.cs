using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Rules;

/// <summary>A definition says what it counts, who owns it and where to read more.</summary>
internal static class MeaningRules
{
    private const int ShortestDescription = 10;

    /// <summary>An owner's name that so many definitions carry is meant.</summary>
    private const int Established = 3;

    private static readonly string[] Placeholders = ["todo", "tbd", "fixme", "xxx", "missing description", "n/a"];

    public static void Check(Project project)
    {
        foreach (Declared<MetricDefinition> metric in project.Metrics.Where(static metric => metric.IsSound))
        {
            MetricDefinition definition = metric.Definition;
            CheckLink(project, metric, definition.IntroducedByUrl, MetricKeys.IntroducedByUrl);
            CheckLink(project, metric, definition.RemovedByUrl, MetricKeys.RemovedByUrl);
            CheckLink(project, metric, definition.RepairIssueUrl, MetricKeys.RepairIssueUrl);
        }

        foreach (Declared<EventDefinition> @event in project.Events.Where(static @event => @event.IsSound))
        {
            EventDefinition definition = @event.Definition;
            CheckLink(project, @event, definition.IntroducedByUrl, MetricKeys.IntroducedByUrl);
            CheckLink(project, @event, definition.RemovedByUrl, MetricKeys.RemovedByUrl);
            if (definition is { IsForwarded: true, InternalEvents: false, IsRemoved: false })
            {
                project.Report(
                    ForwardsNothing, @event,
                    $"The program does not track '{definition.Action}', so that there is nothing to forward: write 'internal_events: true', or take 'forward' out.",
                    EventKeys.Forward);
            }
        }

        foreach (Declared<MetricDefinition> metric in project.LiveMetrics.Where(static metric => metric.IsSound))
        {
            CheckDescription(project, metric, metric.Definition.Description, LastSegment(metric.Definition.KeyPath));
        }

        foreach (Declared<EventDefinition> @event in project.TrackedEvents.Where(static @event => @event.IsSound))
        {
            CheckDescription(project, @event, @event.Definition.Description, @event.Definition.Action);
        }

        CheckOwners(project);
        CheckTiers(project);
    }

    private static void CheckDescription<T>(Project project, Declared<T> declared, string description, string name)
    {
        string text = description.Trim();
        string? flaw = text.Length == 0 ? "is empty"
            : Array.Exists(Placeholders, placeholder => Begins(text, placeholder)) ? "is a placeholder"
            : Bare(text) == Bare(name) ? "repeats the name"
            : text.Length < ShortestDescription ? "is very short"
            : null;
        if (flaw is not null)
        {
            project.Report(
                EmptyDescription, declared,
                $"The description '{text}' {flaw}: say in a sentence what is counted, of whom, and when.", MetricKeys.Description);
        }
    }

    private static bool Begins(string text, string placeholder) =>
        text.StartsWith(placeholder, StringComparison.OrdinalIgnoreCase)
        && (text.Length == placeholder.Length || !char.IsLetterOrDigit(text[placeholder.Length]));

    private static string Bare(string text) =>
        new string(text.Where(char.IsLetterOrDigit).ToArray()).ToLowerInvariant();

    private static string LastSegment(string keyPath) => keyPath.Substring(keyPath.LastIndexOf('.') + 1);

    private static void CheckLink<T>(Project project, Declared<T> declared, string? link, string key)
    {
        if (!string.IsNullOrEmpty(link)
            && !(Uri.TryCreate(link, UriKind.Absolute, out Uri? address)
                && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
                && address.Host.Length > 0))
        {
            project.Report(
                NoLink, declared, $"'{link}' is no address that a browser opens: begin it with https:// and the host's name.", key);
        }
    }

    /// <summary>A name that one definition has and that is nearly another that many have.</summary>
    private static void CheckOwners(Project project)
    {
        Dictionary<string, int> uses = new(StringComparer.Ordinal);
        foreach (string group in project.Metrics.Select(static metric => metric.Definition.ProductGroup)
            .Concat(project.Events.Select(static @event => @event.Definition.ProductGroup)))
        {
            uses[group] = uses.TryGetValue(group, out int count) ? count + 1 : 1;
        }

        List<string> established =
            [.. uses.Where(static use => use.Value >= Established).Select(static use => use.Key).OrderBy(static name => name, StringComparer.Ordinal)];
        foreach (Declared<MetricDefinition> metric in project.LiveMetrics)
        {
            CheckOwner(project, metric, metric.Definition.ProductGroup, uses, established);
        }

        foreach (Declared<EventDefinition> @event in project.Events.Where(static @event => !@event.Definition.IsRemoved))
        {
            CheckOwner(project, @event, @event.Definition.ProductGroup, uses, established);
        }
    }

    private static void CheckOwner<T>(
        Project project, Declared<T> declared, string owner, Dictionary<string, int> uses, List<string> established)
    {
        if (owner.Length > 0 && uses[owner] == 1 && Suggestion.OneSlip(owner, established) is { } meant)
        {
            project.Report(
                MisspelledOwner, declared,
                $"Only this definition belongs to '{owner}', and {uses[meant]} belong to '{meant}': write '{meant}' if that is meant.",
                MetricKeys.ProductGroup);
        }
    }

    /// <summary>A tier that sees a metric has at least one of its events.</summary>
    private static void CheckTiers(Project project)
    {
        Dictionary<string, EquatableArray<string>> tiers = new(StringComparer.Ordinal);
        foreach (Declared<EventDefinition> @event in project.TrackedEvents)
        {
            tiers[@event.Definition.Action] = @event.Definition.Tiers;
        }

        foreach (Declared<MetricDefinition> metric in project.LiveMetrics)
        {
            MetricDefinition definition = metric.Definition;
            if (definition.Events.IsEmpty || !definition.Events.All(selection => tiers.ContainsKey(selection.Name)))
            {
                continue;
            }

            HashSet<string> known = new(definition.Events.SelectMany(selection => tiers[selection.Name]), StringComparer.Ordinal);
            int missing = definition.Tiers.ToList().FindIndex(tier => !known.Contains(tier));
            if (missing >= 0 && known.Count > 0)
            {
                project.Report(
                    TierWithoutEvent, metric,
                    $"The tier '{definition.Tiers[missing]}' has none of the metric's events, so that its value there is always 0: "
                    + "add the tier to the events, or take it out here.", MetricKeys.Tiers, missing);
            }
        }
    }
}
