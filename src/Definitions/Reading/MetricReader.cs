using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Yaml;
using static ServicePing.Definitions.Problems.Rules;
using ValueType = ServicePing.Definitions.Model.ValueType;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads a metric definition.</summary>
internal static class MetricReader
{
    /// <summary>The metric; null where not even its key path can be read.</summary>
    public static MetricDefinition? Read(YamlMap map, FileProblems problems, string sourceFile)
    {
        MapReader reader = new(map, MetricKeys.Map, problems);
        string? keyPath = reader.Text(MetricKeys.KeyPath);
        if (keyPath is not null && !Patterns.IsKeyPath(keyPath))
        {
            reader.Report(
                NamePattern, MetricKeys.KeyPath,
                $"'{Quoting.Shorten(keyPath)}' is no key path: "
                + "use lower-case letters, digits and underscores, with single dots between the segments.");
            keyPath = Patterns.FirstWord(keyPath, Patterns.IsKeyPath);
        }

        YamlNode? timeFrame = reader.Node(MetricKeys.TimeFrame);
        ValueType? valueType = reader.Word(MetricKeys.ValueType);
        MetricStatus? status = map.Older is not null && map[MetricKeys.Status] is YamlScalar { Text: "deprecated" }
            ? MetricStatus.Deprecated
            : reader.Word(MetricKeys.Status);
        DataSource? dataSource = reader.Word(MetricKeys.DataSource);
        DataCategory? category = reader.Word(MetricKeys.DataCategory);
        string? milestone = reader.Milestone(MetricKeys.Milestone);
        EquatableArray<TimeFrame> timeFrames = TimeFrameReader.OneOrList(reader, timeFrame);
        bool hasUnreadTimeFrame = timeFrame is YamlList frames
            ? timeFrames.Count < frames.Items.Length
            : timeFrames.IsEmpty && (timeFrame is not null || map.Older is null);
        MetricDefinition definition = new()
        {
            KeyPath = keyPath ?? "",
            Description = reader.Text(MetricKeys.Description) ?? "",
            ProductGroup = reader.Owner(MetricKeys.ProductGroup),
            ProductCategories = reader.Categories(MetricKeys.ProductCategories),
            ValueType = valueType ?? ValueType.Number,
            Unit = Unit(reader),
            Status = status ?? MetricStatus.Active,
            Milestone = milestone ?? "",
            MilestoneRemoved = reader.Milestone(MetricKeys.MilestoneRemoved),
            IntroducedByUrl = reader.Text(MetricKeys.IntroducedByUrl),
            RemovedByUrl = reader.Text(MetricKeys.RemovedByUrl),
            RepairIssueUrl = reader.Text(MetricKeys.RepairIssueUrl),
            TimeFrames = timeFrames,
            HasTimeFrameList = timeFrame is YamlList,
            HasUnreadTimeFrame = hasUnreadTimeFrame,
            IsBroken = problems.IsTruncated || hasUnreadTimeFrame,
            DataSource = dataSource ?? DataSource.Database,
            DataCategory = category ?? DataCategory.Optional,
            InstrumentationClass = InstrumentationClass(reader),
            PerformanceIndicatorTypes = reader.Words(
                MetricKeys.PerformanceIndicatorType, reader.Allowed(problems.Words.PerformanceIndicators)),
            Tiers = reader.Tiers(MetricKeys.Tiers),
            Options = reader.SubMap(MetricKeys.Options) is { } options ? OptionReader.Members(options) : [],
            Events = EventSelectionReader.Read(reader),
            ValueJsonSchema = reader.Text(MetricKeys.ValueJsonSchema),
            Name = reader.Text(MetricKeys.Name),
            Query = Query(reader, status),
            ReplacedBy = reader.Text(MetricKeys.ReplacedBy),
            Expires = reader.Milestone(MetricKeys.Expires),
            Deprecated = DeprecationReader.Read(reader, MetricKeys.Deprecated),
            AvailableWhen = Predicate(reader),
            SourceFile = sourceFile,
        };
        SuppressionReader.Check(reader, MetricKeys.NoLint);
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
        return reader.SubMap(MetricKeys.Query) is { } query ? QueryReader.Read(query, problems, parameters: null) : null;
    }

    private static string? Unit(MapReader reader)
    {
        string? unit = reader.Text(MetricKeys.Unit);
        if (unit is not null && !Patterns.IsName(unit))
        {
            reader.Report(
                NamePattern, MetricKeys.Unit,
                $"'{Quoting.Shorten(unit)}' is no unit: use one word of lower-case letters, digits and underscores, such as bytes or seconds.");
        }

        return unit;
    }

    private static string? Predicate(MapReader reader)
    {
        string? name = reader.Text(MetricKeys.AvailableWhen);
        if (name is not null && !Patterns.IsName(name))
        {
            reader.Report(
                NamePattern, MetricKeys.AvailableWhen,
                $"'{Quoting.Shorten(name)}' is no name that a program answers for: use lower-case letters, digits and underscores, as in has_license.");
        }

        return name;
    }

    private static string? InstrumentationClass(MapReader reader)
    {
        string? name = reader.Text(MetricKeys.InstrumentationClass);
        if (name is not null && !Patterns.IsClass(name))
        {
            reader.Report(
                NamePattern, MetricKeys.InstrumentationClass,
                $"'{Quoting.Shorten(name)}' is no class name: begin it with a capital, and use letters and digits only.");
        }

        return name;
    }
}
