using System.Globalization;
using YamlDotNet.Serialization;

namespace ServicePing.Generators.Tests.Corpus;

/// <summary>Lists of known events and aggregates as a plain YAML library reads them, and what their metrics must come to.</summary>
internal sealed class KnownEventCorpus
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder().IgnoreUnmatchedProperties().Build();

    internal KnownEventCorpus(IEnumerable<string> knownEvents, IEnumerable<string> aggregates)
    {
        Events = [.. knownEvents.SelectMany(Yaml.Deserialize<List<CorpusKnownEvent>>).DistinctBy(known => known.name)];
        Aggregates = [.. aggregates.SelectMany(Yaml.Deserialize<List<CorpusAggregate>>)];
    }

    internal IReadOnlyList<CorpusKnownEvent> Events { get; }

    internal IReadOnlyList<CorpusAggregate> Aggregates { get; }

    /// <summary>The categories that have a total.</summary>
    internal IEnumerable<IGrouping<string, CorpusKnownEvent>> Totals => Events
        .Where(known => known.category is not null)
        .GroupBy(known => known.category!)
        .Where(category => category.Count() > 1
            && category.All(known => known.redis_slot is not null)
            && category.Select(known => known.redis_slot + known.aggregation).Distinct().Count() == 1);

    /// <summary>Every key path and its value, as the calls give it; -1 where events cannot be united.</summary>
    internal Dictionary<string, long> Expect(ILookup<string, KnownEventCall> calls, DateTime today)
    {
        Dictionary<string, long> expected = [];
        foreach ((string frame, int days) in (IEnumerable<(string, int)>)[("weekly", 7), ("monthly", 28)])
        {
            foreach (CorpusKnownEvent known in Events.Where(known => known.category is not null))
            {
                expected[$"redis_hll_counters.{known.category}.{known.name}_{frame}"] = Count([known], days);
            }

            foreach (IGrouping<string, CorpusKnownEvent> category in Totals)
            {
                expected[$"redis_hll_counters.{category.Key}.{category.Key}_total_unique_counts_{frame}"] = Count([.. category], days);
            }

            foreach (CorpusAggregate aggregate in Aggregates)
            {
                CorpusKnownEvent[] events = [.. Events.Where(known => aggregate.events.Contains(known.name))];
                bool canUnite = events.Length == 1
                    || (events.Length > 1 && events.All(known => known.redis_slot is not null && known.redis_slot == events[0].redis_slot && known.aggregation == events[0].aggregation));
                expected[$"counts_{frame}.aggregated_metrics.{aggregate.name}"] = canUnite ? Count(events, days) : -1;
            }
        }

        return expected;

        long Count(CorpusKnownEvent[] events, int days) => events
            .SelectMany(known => calls[known.name].Where(call => call.Context is null && IsWithin(known, call.At.UtcDateTime.Date, days)))
            .Select(call => call.Id)
            .Distinct()
            .Count();

        bool IsWithin(CorpusKnownEvent known, DateTime day, int days)
        {
            if (known.aggregation == "daily")
            {
                return day >= today.AddDays(-days);
            }

            // The complete ISO weeks before this one.
            DateTime monday = ISOWeek.ToDateTime(ISOWeek.GetYear(today), ISOWeek.GetWeekOfYear(today), DayOfWeek.Monday);
            return day < monday && day >= monday.AddDays(-days);
        }
    }
}

/// <summary>One call of a generated method of a known event.</summary>
internal sealed record KnownEventCall(DateTimeOffset At, string Event, long Id, string? Context);

#pragma warning disable CA1707, IDE1006, CA1812 // The names are those of the files.
internal sealed record CorpusKnownEvent
{
    public string name { get; init; } = "";

    public string? category { get; init; }

    public string? redis_slot { get; init; }

    public string aggregation { get; init; } = "";
}

internal sealed record CorpusAggregate
{
    public string name { get; init; } = "";

    public List<string> events { get; init; } = [];
}
#pragma warning restore CA1707, IDE1006, CA1812
