using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Counters;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;
using static ServicePing.Definitions.Rules.Rules;
using ValueType = ServicePing.Definitions.Model.ValueType;

namespace ServicePing.Definitions.Rules;

/// <summary>What the keys of one metric definition ask of each other.</summary>
internal static class MetricRules
{
    private const string RedisClass = "RedisMetric";
    private const string RedisHllClass = "RedisHLLMetric";

    /// <summary>The class of aggregates that are written as metrics.</summary>
    public const string AggregatedClass = "AggregatedMetric";

    public static void Check(MetricDefinition metric, MapReader reader)
    {
        CheckStatus(metric, reader);
        CheckSource(metric, reader);
        CheckEvents(metric, reader);
        if (metric.Query is { } query)
        {
            CheckQuery(metric, query, reader);
        }
    }

    private static void CheckStatus(MetricDefinition metric, MapReader reader)
    {
        if (metric.Status == MetricStatus.Removed)
        {
            Removal.Check(reader);
        }
        else if (metric.Status == MetricStatus.Broken && !reader.Has("repair_issue_url") && IsWhole(reader))
        {
            reader.Report(
                BrokenWithoutRepair, "status",
                "A broken metric needs 'repair_issue_url': add the address of the issue that will repair it.");
        }
    }

    /// <summary>Whether everything that must be there is: a text that breaks off lacks keys, and older forms demanded fewer.</summary>
    private static bool IsWhole(MapReader reader) => !reader.Problems.IsTruncated && reader.Map.Older is null;

    private static void CheckSource(MetricDefinition metric, MapReader reader)
    {
        bool isLive = metric.Status is not (MetricStatus.Removed or MetricStatus.Deprecated) && IsWhole(reader);
        string source = Words.Of(Words.DataSources, metric.DataSource);
        if (metric.InstrumentationClass == AggregatedClass)
        {
            if (isLive)
            {
                CheckAggregate(metric, reader);
            }

            return;
        }

        switch (metric.DataSource)
        {
            case DataSource.InternalEvents:
                Forbid(reader, "instrumentation_class", source, "the events say what is counted: leave the key out");
                if (!reader.Has("events") && IsWhole(reader))
                {
                    reader.Report(
                        SourceKeys, "data_source",
                        "A metric of internal_events needs 'events': add a list of the events that it counts.");
                }

                break;
            case DataSource.Redis when isLive:
                RequireClass(metric, reader, RedisClass);
                CheckRedisOptions(metric, reader);
                break;
            case DataSource.RedisHll when isLive:
                RequireClass(metric, reader, RedisHllClass);
                CheckRedisHllOptions(metric, reader);
                break;
        }

        if (metric.DataSource is not (DataSource.InternalEvents or DataSource.RedisHll))
        {
            Forbid(reader, "events", source, "events are counted by internal_events: change 'data_source', or leave the key out");
        }
    }

    private static void Forbid(MapReader reader, string key, string source, string fix)
    {
        if (reader.Has(key))
        {
            reader.Report(SourceKeys, key, $"A metric of {source} takes no '{key}'; {fix}.");
        }
    }

    private static void RequireClass(MetricDefinition metric, MapReader reader, string expected)
    {
        if (metric.InstrumentationClass != expected)
        {
            reader.Report(
                SourceKeys, reader.Has("instrumentation_class") ? "instrumentation_class" : "data_source",
                $"A metric of {Words.Of(Words.DataSources, metric.DataSource)} has 'instrumentation_class: {expected}', "
                + (metric.InstrumentationClass is { } other ? $"here it is '{other}': " : "here is none: ")
                + $"write {expected}.");
        }
    }

    private static void CheckRedisOptions(MetricDefinition metric, MapReader reader)
    {
        if (Find(metric.Options, "event") is not { Kind: OptionKind.String, Text.Length: > 0 })
        {
            reader.Report(
                SourceKeys, "options", "The options of a metric of redis need a text 'event': add the name of the counter.");
        }

        if (Find(metric.Options, "prefix") is not { Kind: OptionKind.String or OptionKind.Null })
        {
            reader.Report(
                SourceKeys, "options",
                "The options of a metric of redis need 'prefix': add the counter's prefix, or an empty value for none.");
        }

        if (Find(metric.Options, "include_usage_prefix") is { Kind: not OptionKind.Boolean })
        {
            reader.Report(
                SourceKeys, "options", "The option 'include_usage_prefix' is true or false: write one of them without quotes.");
        }

        ForbidOthers(metric, reader, "event", "prefix", "include_usage_prefix");
    }

    private static void CheckRedisHllOptions(MetricDefinition metric, MapReader reader)
    {
        if (!reader.Has("options"))
        {
            if (!reader.Has("events"))
            {
                reader.Report(
                    SourceKeys, "data_source",
                    "A metric of redis_hll needs the events that it counts: add 'options' with a list 'events'.");
            }

            return;
        }

        CheckEventNames(metric, reader);
        ForbidOthers(metric, reader, "events");
    }

    private static void CheckAggregate(MetricDefinition metric, MapReader reader)
    {
        if (metric.DataSource is not (DataSource.RedisHll or DataSource.InternalEvents or DataSource.Database))
        {
            reader.Report(
                SourceKeys, "data_source",
                $"An AggregatedMetric takes unique counters or sketches together, here it is of "
                + $"{Words.Of(Words.DataSources, metric.DataSource)}: write redis_hll, internal_events or database.");
        }

        CheckEventNames(metric, reader);
        ForbidOthers(metric, reader, "events", "aggregate");
        if (Find(metric.Options, "aggregate") is not { Kind: not OptionKind.Null } aggregate)
        {
            return;
        }

        if (aggregate.Members.Any(static option => option.Name is not ("operator" or "attribute"))
            || Find(aggregate.Members, "operator") is { Text: not ("OR" or "AND") }
            || Find(aggregate.Members, "attribute") is { Kind: not OptionKind.String }
            || aggregate.Kind != OptionKind.Map)
        {
            reader.Report(
                SourceKeys, "options",
                "The option 'aggregate' of an AggregatedMetric is a map: write 'operator: OR' or AND, and 'attribute: user.id'.");
        }
    }

    private static void CheckEventNames(MetricDefinition metric, MapReader reader)
    {
        if (Find(metric.Options, "events") is not { Kind: OptionKind.List } events
            || events.Items.Any(static item => item.Kind != OptionKind.String))
        {
            reader.Report(
                SourceKeys, reader.Has("options") ? "options" : "instrumentation_class",
                $"The options of a metric of {Words.Of(Words.DataSources, metric.DataSource)} need 'events': "
                + "add a list of event names.");
        }
    }

    private static void ForbidOthers(MetricDefinition metric, MapReader reader, params string[] allowed)
    {
        foreach (Option option in metric.Options)
        {
            if (Array.IndexOf(allowed, option.Name) < 0)
            {
                reader.Report(
                    SourceKeys, "options",
                    $"A metric of {Words.Of(Words.DataSources, metric.DataSource)} has no option "
                    + $"'{Quoting.Shorten(option.Name)}': "
                    + $"it takes {string.Join(", ", allowed)}.{Suggestion.For(option.Name, allowed)}");
            }
        }
    }

    private static void CheckEvents(MetricDefinition metric, MapReader reader)
    {
        CheckFrames(metric, reader);
        foreach (EventSelection selection in metric.Events)
        {
            if (CounterKeys.KindOf(selection) != CounterKeys.KindOf(metric.Events[0]))
            {
                reader.Report(
                    UnanswerableSelection, "events",
                    $"The events '{metric.Events[0].Name}' and '{selection.Name}' are counted in different ways, which no "
                    + "number can unite: "
                    + "give all of them the same 'unique' and 'operator', or make two metrics.");
                break;
            }
        }

        YamlNode[] items = (reader.Map["events"] as YamlList)?.Items ?? [];
        foreach (YamlNode item in items)
        {
            if (item is YamlMap map && map["unique"] is not null)
            {
                CheckRedisKey(map, reader.Problems);
            }
        }
    }

    private static void CheckFrames(MetricDefinition metric, MapReader reader)
    {
        bool isUnique = metric.DataSource == DataSource.RedisHll
            || (metric.DataSource == DataSource.InternalEvents && metric.InstrumentationClass == AggregatedClass)
            || (!metric.Events.IsEmpty && metric.Events.All(static selection => selection.Unique is not null));
        if (!isUnique || metric.Status == MetricStatus.Removed || reader.Map.Older is not null)
        {
            return;
        }

        foreach (TimeFrame frame in metric.TimeFrames)
        {
            if (frame is TimeFrame.All or TimeFrame.None)
            {
                reader.Report(
                    UnanswerableSelection, "time_frame",
                    $"Unique counters are kept a week each, so that '{Words.Of(Words.TimeFrames, frame)}' cannot be answered: "
                    + "use 7d, 28d or both.");
            }
        }
    }

    /// <summary>A key of a unique counter takes word characters and <c>- : [ ] ,</c> only.</summary>
    private static void CheckRedisKey(YamlMap selection, FileProblems problems)
    {
        if (selection["name"] is YamlScalar name && !CounterKeys.IsSafe(name.Text))
        {
            problems.Add(
                RedisKey, name,
                $"The event name '{Quoting.Shorten(name.Text)}' does not fit into a Redis key: "
                + "use letters, digits and underscores.");
        }

        foreach (YamlEntry entry in (selection["filter"] as YamlMap)?.Entries ?? [])
        {
            if (entry.Value is YamlScalar value && !CounterKeys.IsSafe(value.Text))
            {
                problems.Add(
                    RedisKey, value,
                    $"The value '{Quoting.Shorten(value.Text)}' does not fit into the key of a unique counter: "
                    + "use letters, digits, underscores, hyphens and colons, in the event as well.");
            }
        }
    }

    private static void CheckQuery(MetricDefinition metric, QueryDefinition query, MapReader reader)
    {
        string source = Words.Of(Words.DataSources, metric.DataSource);
        bool fits = query switch
        {
            { PromQl: not null } => metric.DataSource == DataSource.Prometheus,
            { Value: not null } => metric.DataSource is DataSource.Database or DataSource.System or DataSource.License,
            _ => metric.DataSource == DataSource.Database,
        };
        if (!fits)
        {
            string fix = metric.DataSource == DataSource.Prometheus
                ? "write 'promql' in it"
                : "write 'data_source: database', or leave the block out";
            reader.Report(SourceKeys, "query", $"A metric of {source} takes no such 'query': {fix}.");
        }

        if (metric.InstrumentationClass is { } name)
        {
            reader.Report(
                QueryKeys, "query",
                $"The metric has a 'query' and the instrumentation class '{name}': keep the one that computes it.");
        }

        if (TypeOf(query) is { } type && type != metric.ValueType)
        {
            reader.Report(
                QueryKeys, "value_type",
                $"The query gives a value of type {Words.Of(Words.ValueTypes, type)}, and 'value_type' is "
                + $"{Words.Of(Words.ValueTypes, metric.ValueType)}: "
                + $"write 'value_type: {Words.Of(Words.ValueTypes, type)}', or change the query.");
        }
    }

    /// <summary>The type of a query's value; null where nothing is known of it.</summary>
    public static ValueType? TypeOf(QueryDefinition query) => query switch
    {
        { Value: { } value } => TypeOf(value),
        { PromQl: not null } => null,
        { GroupBy.IsEmpty: false } or { Operation: Operation.Histogram } => ValueType.Object,
        { Operation: not null } => ValueType.Number,
        _ => null,
    };

    private static ValueType? TypeOf(OptionValue value) => value.Kind switch
    {
        OptionKind.Number => ValueType.Number,
        OptionKind.Boolean => ValueType.Boolean,
        OptionKind.String => ValueType.String,
        OptionKind.List or OptionKind.Map => ValueType.Object,
        _ => null,
    };

    private static OptionValue? Find(EquatableArray<Option> options, string name)
    {
        foreach (Option option in options)
        {
            if (option.Name == name)
            {
                return option.Value;
            }
        }

        return null;
    }
}
