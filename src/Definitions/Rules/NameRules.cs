using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using static ServicePing.Definitions.Problems.Rules;

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

    /// <summary>Units as names end in them, and what they are called.</summary>
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["bytes"] = "bytes", ["kilobytes"] = "kilobytes", ["kb"] = "kilobytes", ["megabytes"] = "megabytes", ["mb"] = "megabytes",
        ["gigabytes"] = "gigabytes", ["gb"] = "gigabytes", ["ms"] = "milliseconds", ["milliseconds"] = "milliseconds",
        ["seconds"] = "seconds", ["secs"] = "seconds", ["minutes"] = "minutes", ["hours"] = "hours", ["days"] = "days",
        ["percent"] = "percent", ["percentage"] = "percent",
    };

    public static void Check(Project project)
    {
        CheckPunctuation(project);
        foreach (Declared<MetricDefinition> metric in project.LiveMetrics)
        {
            CheckPeriod(project, metric);
            CheckUnit(project, metric);
        }

        foreach (Declared<EventDefinition> @event in project.TrackedEvents.Where(static @event => @event.IsSound))
        {
            if (@event.Definition.Action.IndexOf('_') <= 0)
            {
                project.Report(
                    EventForm, @event,
                    $"The event '{@event.Definition.Action}' is one word: name what is done and to what, such as create_issue.",
                    EventKeys.Action);
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
                    + "choose names that differ in a word.", MetricKeys.KeyPath);
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

    /// <summary>Behind a preposition, or <c>with</c>, the last word tells of what is counted and is no unit of it.</summary>
    private static void CheckUnit(Project project, Declared<MetricDefinition> metric)
    {
        if (metric.Definition.Unit is not { } unit)
        {
            return;
        }

        string keyPath = metric.Definition.KeyPath;
        List<string> words = [.. keyPath.Substring(keyPath.LastIndexOf('.') + 1).Split('_')];
        if (Array.Exists(Periods, period => period.Word == words[words.Count - 1]))
        {
            words.RemoveAt(words.Count - 1);
        }

        if (words.Count > 0 && Units.TryGetValue(words[words.Count - 1], out string? promised)
            && promised != (Units.TryGetValue(unit, out string? known) ? known : unit)
            && !words.Exists(static word => word is "with" or "without" || Prepositions.Contains(word)))
        {
            project.Report(
                UnitInName, metric,
                $"The name '{keyPath}' ends in '{words[words.Count - 1]}', and the unit is {unit}: change one of the two.", MetricKeys.Unit);
        }
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
                    + $"take '_{word}' off, or write 'time_frame: {expected}'.", MetricKeys.KeyPath);
            }
            else if (!definition.HasTimeFrameList && !definition.TimeFrames.IsEmpty && definition.TimeFrames[0] != frame)
            {
                project.Report(
                    PeriodInName, metric,
                    $"The name '{definition.KeyPath}' promises {expected}, and the time frame is "
                    + $"{Words.Of(Words.TimeFrames, definition.TimeFrames[0])}: change one of the two.", MetricKeys.TimeFrame);
            }

            return;
        }
    }
}
