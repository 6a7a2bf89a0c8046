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

        AggregateSource? source = reader.Word(
            "source", Words.AggregateSources, reader.RequiredNode("source", "redis for known events, database for sketches"));
        AggregateDefinition definition = new()
        {
            Name = name ?? "",
            Operator = reader.Word(
                "operator", Words.AggregateOperators, reader.RequiredNode("operator", "OR for any of the events, AND for all"))
                ?? AggregateOperator.Or,
            Source = source ?? AggregateSource.Redis,
            TimeFrames = TimeFrameReader.List(reader, reader.RequiredNode("time_frame", "a list of 7d, 28d, all")),
            Events = reader.UniqueTexts("events", reader.RequiredNode("events", "a list of known events or of sketches")),
            FeatureFlag = reader.TextOrNull("feature_flag"),
            SourceFile = sourceFile,
        };
        if (definition.Events.IsEmpty && map["events"] is YamlList { Items.Length: 0 })
        {
            reader.Report(NotAllowed, "events", "The list of events is empty: name the events that are taken together.");
        }

        if (source == AggregateSource.Redis && definition.TimeFrames.Contains(TimeFrame.All))
        {
            reader.Report(
                AggregateFrame, "time_frame",
                "Redis keeps unique counters for weeks, so that 'all' cannot be answered: use 7d, 28d or both.");
        }

        reader.Done();
        return string.IsNullOrEmpty(name) ? null : definition;
    }
}
