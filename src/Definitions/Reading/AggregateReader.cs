using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Yaml;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads an entry of a list of aggregates.</summary>
internal static class AggregateReader
{
    /// <summary>The aggregate; null where not even its name can be read.</summary>
    public static AggregateDefinition? Read(YamlMap map, FileProblems problems, string sourceFile)
    {
        MapReader reader = new(map, AggregateKeys.Map, problems);
        string? name = reader.Text(AggregateKeys.Name);
        if (name is not null && !Patterns.IsName(name))
        {
            reader.Report(
                NamePattern, AggregateKeys.Name,
                $"'{Quoting.Shorten(name)}' is no segment of a key path: use lower-case letters, digits and underscores only.");
        }

        YamlNode? source = reader.Node(AggregateKeys.Source);
        YamlNode? frames = reader.Node(AggregateKeys.TimeFrame);
        if (name is not null && (source is null || frames is null) && !problems.IsTruncated)
        {
            reader.Report(
                Older, AggregateKeys.Name,
                $"The aggregate '{Quoting.Shorten(name)}' is written in an older form: add "
                + string.Join(" and ", Added(source, frames)) + ".");
        }

        AggregateDefinition definition = new()
        {
            Name = name ?? "",
            Operator = reader.Word(AggregateKeys.Operator) ?? AggregateOperator.Or,
            Source = reader.Word(AggregateKeys.Source) ?? AggregateSource.Redis,
            TimeFrames = frames is null
                ? [TimeFrame.SevenDays, TimeFrame.TwentyEightDays]
                : TimeFrameReader.List(reader, frames),
            Events = reader.UniqueTexts(AggregateKeys.Events),
            FeatureFlag = reader.Text(AggregateKeys.FeatureFlag),
            SourceFile = sourceFile,
        };
        if (definition.Events.IsEmpty && map[AggregateKeys.Events] is YamlList { Items.Length: 0 })
        {
            reader.Report(NotAllowed, AggregateKeys.Events, "The list of events is empty: name the events that are taken together.");
        }

        if (definition.Source == AggregateSource.Redis && definition.TimeFrames.Contains(TimeFrame.All))
        {
            reader.Report(
                AggregateFrame, AggregateKeys.TimeFrame,
                "Redis keeps unique counters for weeks, so that 'all' cannot be answered: use 7d, 28d or both.");
        }

        reader.Done();
        return string.IsNullOrEmpty(name) ? null : definition;
    }

    /// <summary>What the first aggregates had no words for, since there was nothing else.</summary>
    private static IEnumerable<string> Added(YamlNode? source, YamlNode? frames)
    {
        if (source is null)
        {
            yield return "'source: redis'";
        }

        if (frames is null)
        {
            yield return "'time_frame: [7d, 28d]'";
        }
    }
}
