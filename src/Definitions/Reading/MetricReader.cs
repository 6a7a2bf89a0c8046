using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Rules;
using static ServicePing.Definitions.Rules.Rules;
using ValueType = ServicePing.Definitions.Model.ValueType;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads a metric definition.</summary>
internal static class MetricReader
{
    /// <summary>The metric; null where not even its key path can be read.</summary>
    public static MetricDefinition? Read(YamlMap map, FileProblems problems, string sourceFile)
    {
        MapReader reader = new(map, problems);
        string? keyPath = reader.RequiredText("key_path", "the dotted path of the value, such as counts.issues");
        if (keyPath is not null && !Patterns.IsKeyPath(keyPath))
        {
            reader.Report(
                NamePattern, "key_path",
                $"'{Quoting.Shorten(keyPath)}' is no key path: "
                + "use lower-case letters, digits and underscores, with single dots between the segments.");
            keyPath = Patterns.FirstWord(keyPath, Patterns.IsKeyPath);
        }

        YamlNode? timeFrame = reader.RequiredNode("time_frame", "one of 7d, 28d, all, none, or a list");
        ValueType? valueType = reader.Word(
            "value_type", Words.ValueTypes, reader.RequiredNode("value_type", "one of string, number, boolean, object"));
        YamlNode? statusNode = reader.RequiredNode("status", "one of active, removed, broken");
        MetricStatus? status = map.Older is not null && statusNode is YamlScalar { Text: "deprecated" }
            ? MetricStatus.Deprecated
            : reader.Word("status", Words.MetricStatuses, statusNode);
        DataSource? dataSource = reader.Word(
            "data_source", Words.DataSources, reader.RequiredNode("data_source", "such as database or internal_events"));
        DataCategory? category = reader.Word(
            "data_category", Words.DataCategories, reader.RequiredNode("data_category", "such as optional"));
        YamlNode? milestone = reader.RequiredNode("milestone", "the version that brings the metric, such as \"1.0\"");
        EquatableArray<TimeFrame> timeFrames = TimeFrameReader.OneOrList(reader, timeFrame);
        bool hasUnreadTimeFrame = timeFrame is YamlList frames
            ? timeFrames.Count < frames.Items.Length
            : timeFrames.IsEmpty && (timeFrame is not null || map.Older is null);
        MetricDefinition definition = new()
        {
            KeyPath = keyPath ?? "",
            Description = reader.RequiredText("description", "a sentence that says what is counted") ?? "",
            ProductGroup = reader.Owner("the group that owns the metric"),
            ProductCategories = reader.Categories(),
            ValueType = valueType ?? ValueType.Number,
            Status = status ?? MetricStatus.Active,
            Milestone = reader.Milestone("milestone", milestone) ?? "",
            MilestoneRemoved = reader.Milestone("milestone_removed", reader.Node("milestone_removed")),
            IntroducedByUrl = reader.RequiredText("introduced_by_url", "the address of the change that brings the metric"),
            RemovedByUrl = reader.TextOrNull("removed_by_url"),
            RepairIssueUrl = reader.Text("repair_issue_url"),
            TimeFrames = timeFrames,
            HasTimeFrameList = timeFrame is YamlList,
            HasUnreadTimeFrame = hasUnreadTimeFrame,
            IsBroken = problems.IsTruncated || hasUnreadTimeFrame,
            DataSource = dataSource ?? DataSource.Database,
            DataCategory = category ?? DataCategory.Optional,
            InstrumentationClass = InstrumentationClass(reader),
            PerformanceIndicatorTypes = reader.Words(
                "performance_indicator_type", reader.Allowed(problems.Words.PerformanceIndicators), reader.Node("performance_indicator_type")),
            Tiers = reader.Tiers(),
            Options = reader.SubMap("options") is { } options ? OptionReader.Members(options) : [],
            Events = EventSelectionReader.Read(reader),
            ValueJsonSchema = reader.Text("value_json_schema"),
            Name = reader.Text("name"),
            Query = Query(reader, status),
            ReplacedBy = reader.Text("replaced_by"),
            Expires = reader.Milestone("expires", reader.Node("expires")),
            AvailableWhen = Predicate(reader),
            SourceFile = sourceFile,
        };
        SuppressionReader.Check(reader);
        reader.Done();
        if (valueType is not null && status is not null && dataSource is not null)
        {
            MetricRules.Check(definition, reader);
        }

        return string.IsNullOrEmpty(keyPath) ? null : definition;
    }

    /// <summary>The query; that of a record is computed no more, and whatever is wrong with it is nobody's concern.</summary>
    private static QueryDefinition? Query(MapReader reader, MetricStatus? status)
    {
        FileProblems problems = status == MetricStatus.Removed ? reader.Problems.Aside() : reader.Problems;
        return reader.SubMap("query") is { } query ? QueryReader.Read(query, problems, parameters: null) : null;
    }

    private static string? Predicate(MapReader reader)
    {
        string? name = reader.Text("available_when");
        if (name is not null && !Patterns.IsName(name))
        {
            reader.Report(
                NamePattern, "available_when",
                $"'{Quoting.Shorten(name)}' is no name that a program answers for: use lower-case letters, digits and underscores, as in has_license.");
        }

        return name;
    }

    private static string? InstrumentationClass(MapReader reader)
    {
        string? name = reader.Text("instrumentation_class");
        if (name is not null && !Patterns.IsClass(name))
        {
            reader.Report(
                NamePattern, "instrumentation_class",
                $"'{Quoting.Shorten(name)}' is no class name: begin it with a capital, and use letters and digits only.");
        }

        return name;
    }
}
