using ServicePing.Definitions.Model;
using static ServicePing.Definitions.Rules.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads an entry of a list of aggregates.</summary>
internal static class AggregateReader
{
    /// <summary>The aggregate; null where not even its name can be read.</summary>
    public static AggregateDefinition? Read(YamlMap map, FileProblems problems, string sourceFile)
    {
        MapReader reader = new(map, problems);
        string? name = reader.RequiredText("name", "the last segment of the key paths, such as compliance_union");
        if (name is not null && !Patterns.IsName(name))
        {
            reader.Report(
                NamePattern, "name",
                $"'{Quoting.Shorten(name)}' is no segment of a key path: use lower-case letters, digits and underscores only.");
        }

        YamlNode? source = reader.Node("source");
        YamlNode? frames = reader.Node("time_frame");
        if (name is not null && (source is null || frames is null) && !problems.IsTruncated)
        {
            reader.Report(
                Older, "name",
                $"The aggregate '{Quoting.Shorten(name)}' is written in an older form: add "
                + string.Join(" and ", Added(source, frames)) + ".");
        }

        AggregateDefinition definition = new()
        {
            Name = name ?? "",
            Operator = reader.Word(
                "operator", Words.AggregateOperators, reader.RequiredNode("operator", "OR for any of the events, AND for all"))
                ?? AggregateOperator.Or,
            Source = reader.Word("source", Words.AggregateSources, source) ?? AggregateSource.Redis,
            TimeFrames = frames is null
                ? [TimeFrame.SevenDays, TimeFrame.TwentyEightDays]
                : TimeFrameReader.List(reader, frames),
            Events = reader.UniqueTexts("events", reader.RequiredNode("events", "a list of known events or of sketches")),
            FeatureFlag = reader.TextOrNull("feature_flag"),
            SourceFile = sourceFile,
        };
        if (definition.Events.IsEmpty && map["events"] is YamlList { Items.Length: 0 })
        {
            reader.Report(NotAllowed, "events", "The list of events is empty: name the events that are taken together.");
        }

        if (definition.Source == AggregateSource.Redis && definition.TimeFrames.Contains(TimeFrame.All))
        {
            reader.Report(
                AggregateFrame, "time_frame",
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
