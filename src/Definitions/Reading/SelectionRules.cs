using ServicePing.Definitions.Counters;
using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Yaml;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>What counters can answer of the events that one metric selects.</summary>
internal static class SelectionRules
{
    public static void Check(MetricDefinition metric, MapReader reader)
    {
        CheckFrames(metric, reader);
        foreach (EventSelection selection in metric.Events)
        {
            if (CounterKeys.KindOf(selection) != CounterKeys.KindOf(metric.Events[0]))
            {
                reader.Report(
                    UnanswerableSelection, MetricKeys.Events,
                    $"The events '{metric.Events[0].Name}' and '{selection.Name}' are counted in different ways, which no "
                    + "number can unite: "
                    + "give all of them the same 'unique' and 'operator', or make two metrics.");
                break;
            }
        }

        YamlNode[] items = (reader.Map[MetricKeys.Events] as YamlList)?.Items ?? [];
        foreach (YamlNode item in items)
        {
            if (item is YamlMap map)
            {
                CheckSeparators(map, reader.Problems);
                if (map[SelectionKeys.Unique] is not null)
                {
                    CheckRedisKey(map, reader.Problems);
                }
            }
        }
    }

    private static void CheckFrames(MetricDefinition metric, MapReader reader)
    {
        bool isUnique = metric.DataSource == DataSource.RedisHll
            || (metric.DataSource == DataSource.InternalEvents && AggregateForm.Is(metric))
            || (!metric.Events.IsEmpty && metric.Events.All(static selection => selection.Unique is not null));
        if (!isUnique || reader.Map.Older is not null)
        {
            return;
        }

        foreach (TimeFrame frame in metric.TimeFrames)
        {
            if (frame is TimeFrame.All or TimeFrame.None)
            {
                reader.Report(
                    UnanswerableSelection, MetricKeys.TimeFrame,
                    $"Unique counters are kept a week each, so that '{Words.Of(Words.TimeFrames, frame)}' cannot be answered: "
                    + "use 7d, 28d or both.");
            }
        }
    }

    /// <summary>A key of a unique counter takes word characters and <c>- : [ ] ,</c> only.</summary>
    private static void CheckRedisKey(YamlMap selection, FileProblems problems)
    {
        if (selection[SelectionKeys.Name] is YamlScalar name && !CounterKeys.IsSafe(name.Text))
        {
            problems.Add(
                RedisKey, name,
                $"The event name '{Quoting.Shorten(name.Text)}' does not fit into a Redis key: "
                + "use letters, digits and underscores.");
        }

        foreach (YamlScalar value in ValuesOf(selection))
        {
            if (!CounterKeys.IsSafe(value.Text))
            {
                problems.Add(
                    RedisKey, value,
                    $"The value '{Quoting.Shorten(value.Text)}' does not fit into the key of a unique counter: "
                    + "use letters, digits, underscores, hyphens and colons, in the event as well.");
            }
        }
    }

    /// <summary>In the key of a filter with lists or ranges, values stand between commas and brackets.</summary>
    private static void CheckSeparators(YamlMap selection, FileProblems problems)
    {
        if ((selection[SelectionKeys.Filter] as YamlMap)?.Entries.All(static entry => entry.Value is YamlScalar) != false)
        {
            return;
        }

        foreach (YamlScalar value in ValuesOf(selection))
        {
            if (value.Text.IndexOfAny([',', '[', ']']) >= 0)
            {
                problems.Add(
                    RedisKey, value,
                    $"The value '{Quoting.Shorten(value.Text)}' does not fit into the key of a filter with lists or ranges, where commas and brackets "
                    + "part values: use others, in the event as well.");
            }
        }
    }

    /// <summary>The values of a filter, and the ends of its ranges.</summary>
    private static IEnumerable<YamlScalar> ValuesOf(YamlMap selection) =>
        ((selection[SelectionKeys.Filter] as YamlMap)?.Entries ?? []).SelectMany(static entry => Scalars(entry.Value));

    private static IEnumerable<YamlScalar> Scalars(YamlNode node) => node switch
    {
        YamlScalar scalar => [scalar],
        YamlList list => list.Items.SelectMany(Scalars),
        YamlMap map => map.Entries.SelectMany(static entry => Scalars(entry.Value)),
        _ => [],
    };
}
