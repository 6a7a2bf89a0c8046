using ServicePing.Definitions.Model;
using static ServicePing.Definitions.Rules.Rules;

namespace ServicePing.Definitions.Rules;

/// <summary>Names say what they name, and are told apart by more than punctuation.</summary>
internal static class NameRules
{
    private static readonly (string Word, TimeFrame Frame)[] Periods =
    [
        ("weekly", TimeFrame.SevenDays), ("7d", TimeFrame.SevenDays),
        ("monthly", TimeFrame.TwentyEightDays), ("28d", TimeFrame.TwentyEightDays),
    ];

    /// <summary>Behind one of them a period is what something was set to, and not what is looked at.</summary>
    private static readonly HashSet<string> Prepositions = new(StringComparer.Ordinal)
    {
        "to", "after", "before", "every", "within", "under", "over", "than", "for", "of", "by", "is", "at", "per", "until",
    };

    public static void Check(Project project)
    {
        CheckPunctuation(project);
        foreach (Declared<MetricDefinition> metric in project.LiveMetrics)
        {
            CheckPeriod(project, metric);
        }

        foreach (Declared<EventDefinition> @event in project.TrackedEvents.Where(static @event => @event.IsSound))
        {
            if (@event.Definition.Action.IndexOf('_') <= 0)
            {
                project.Report(
                    EventForm, @event,
                    $"The event '{@event.Definition.Action}' is one word: name what is done and to what, such as create_issue.",
                    "action");
            }
        }
    }

    /// <summary>Two key paths that differ in dots and underscores only; what C# cannot tell apart is another rule's.</summary>
    private static void CheckPunctuation(Project project)
    {
        Dictionary<string, DeclaredKeyPath> names = new(StringComparer.Ordinal);
        foreach (DeclaredKeyPath current in project.KeyPaths.Where(static path => path.Metric.Definition.Status != MetricStatus.Removed))
        {
            string bare = current.KeyPath.Replace(".", "").Replace("_", "");
            if (!names.TryGetValue(bare, out DeclaredKeyPath first))
            {
                names.Add(bare, current);
            }
            else if (current.KeyPath.Replace("_", "") != first.KeyPath.Replace("_", ""))
            {
                (Declared<MetricDefinition> later, Declared<MetricDefinition> earlier) = Project.InOrder(current.Metric, first.Metric);
                project.Report(
                    NearlySameName, later, earlier,
                    $"'{current.KeyPath}' and '{first.KeyPath}' differ in punctuation only, so that readers take one for the other: "
                    + "choose names that differ in a word.", "key_path");
            }
        }
    }

    private static bool Promises(string name, string period)
    {
        if (!name.EndsWith("_" + period, StringComparison.Ordinal))
        {
            return false;
        }

        string before = name.Substring(0, name.Length - period.Length - 1);
        return !Prepositions.Contains(before.Substring(before.LastIndexOfAny(['_', '.']) + 1));
    }

    private static void CheckPeriod(Project project, Declared<MetricDefinition> metric)
    {
        MetricDefinition definition = metric.Definition;
        foreach ((string word, TimeFrame frame) in Periods)
        {
            if (!definition.KeyPath.Split('.').Any(segment => Promises(segment, word)))
            {
                continue;
            }

            string expected = Words.Of(Words.TimeFrames, frame);
            if (definition.HasTimeFrameList && Promises(definition.KeyPath, word))
            {
                project.Report(
                    PeriodInName, metric,
                    $"A list of time frames adds a suffix to '{definition.KeyPath}', which has one already: "
                    + $"take '_{word}' off, or write 'time_frame: {expected}'.", "key_path");
            }
            else if (!definition.HasTimeFrameList && !definition.TimeFrames.IsEmpty && definition.TimeFrames[0] != frame)
            {
                project.Report(
                    PeriodInName, metric,
                    $"The name '{definition.KeyPath}' promises {expected}, and the time frame is "
                    + $"{Words.Of(Words.TimeFrames, definition.TimeFrames[0])}: change one of the two.", "time_frame");
            }

            return;
        }
    }
}
