using ServicePing.Definitions.Collections;
using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>What a data source asks of the keys and options of its metrics.</summary>
internal static class SourceRules
{
    private const string RedisClass = "RedisMetric";
    private const string RedisHllClass = "RedisHLLMetric";

    public static void Check(MetricDefinition metric, MapReader reader)
    {
        bool isLive = metric.Status != MetricStatus.Deprecated && MetricRules.IsWhole(reader);
        string source = Words.Of(Words.DataSources, metric.DataSource);
        if (AggregateForm.Is(metric))
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
                Forbid(reader, MetricKeys.InstrumentationClass, source, "the events say what is counted: leave the key out");
                if (!reader.Has(MetricKeys.Events) && MetricRules.IsWhole(reader))
                {
                    reader.Report(
                        SourceKeys, MetricKeys.DataSource,
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
            Forbid(reader, MetricKeys.Events, source, "events are counted by internal_events: change 'data_source', or leave the key out");
        }
    }

    private static void Forbid(MapReader reader, Key key, string source, string fix)
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
                SourceKeys, reader.Has(MetricKeys.InstrumentationClass) ? MetricKeys.InstrumentationClass : MetricKeys.DataSource,
                $"A metric of {Words.Of(Words.DataSources, metric.DataSource)} has 'instrumentation_class: {expected}', "
                + (metric.InstrumentationClass is { } other ? $"here it is '{Quoting.Shorten(other)}': " : "here is none: ")
                + $"write {expected}.");
        }
    }

    private static void CheckRedisOptions(MetricDefinition metric, MapReader reader)
    {
        if (Find(metric.Options, "event") is not { Kind: OptionKind.String, Text.Length: > 0 })
        {
            reader.Report(
                SourceKeys, MetricKeys.Options, "The options of a metric of redis need a text 'event': add the name of the counter.");
        }

        if (Find(metric.Options, "prefix") is not { Kind: OptionKind.String or OptionKind.Null })
        {
            reader.Report(
                SourceKeys, MetricKeys.Options,
                "The options of a metric of redis need 'prefix': add the counter's prefix, or an empty value for none.");
        }

        if (Find(metric.Options, "include_usage_prefix") is { Kind: not OptionKind.Boolean })
        {
            reader.Report(
                SourceKeys, MetricKeys.Options, "The option 'include_usage_prefix' is true or false: write one of them without quotes.");
        }

        ForbidOthers(metric, reader, "event", "prefix", "include_usage_prefix");
    }

    private static void CheckRedisHllOptions(MetricDefinition metric, MapReader reader)
    {
        if (!reader.Has(MetricKeys.Options))
        {
            if (!reader.Has(MetricKeys.Events))
            {
                reader.Report(
                    SourceKeys, MetricKeys.DataSource,
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
                SourceKeys, MetricKeys.DataSource,
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
                SourceKeys, MetricKeys.Options,
                "The option 'aggregate' of an AggregatedMetric is a map: write 'operator: OR' or AND, and 'attribute: user.id'.");
        }
    }

    private static void CheckEventNames(MetricDefinition metric, MapReader reader)
    {
        if (Find(metric.Options, "events") is not { Kind: OptionKind.List } events
            || events.Items.Any(static item => item.Kind != OptionKind.String))
        {
            reader.Report(
                SourceKeys, reader.Has(MetricKeys.Options) ? MetricKeys.Options : MetricKeys.InstrumentationClass,
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
                    SourceKeys, MetricKeys.Options,
                    $"A metric of {Words.Of(Words.DataSources, metric.DataSource)} has no option "
                    + $"'{Quoting.Shorten(option.Name)}': "
                    + $"it takes {string.Join(", ", allowed)}.{Suggestion.For(option.Name, allowed)}");
            }
        }
    }

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
