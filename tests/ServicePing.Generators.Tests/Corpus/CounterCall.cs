namespace ServicePing.Generators.Tests.Corpus;

/// <summary>One call of <see cref="NamedCounters"/>: so many events, or a value.</summary>
internal sealed record CounterCall(DateTimeOffset At, string Source, CorpusCounter Counter, long By, int Value)
{
    private const int Seed = 20_261_122;

    /// <summary>Random calls of every old counter that a metric reads, over five weeks, in order of time.</summary>
    internal static IReadOnlyList<CounterCall> Random(CorpusDefinitions definitions, DateTimeOffset end, int callsPerCounter)
    {
        Random random = new(Seed);
        return
        [
            .. definitions.Metrics
                .SelectMany(metric => metric.NamedCounters.Select(counter => (metric.DataSource, counter)))
                .Distinct()
                .SelectMany(one => Enumerable.Range(0, callsPerCounter).Select(_ => new CounterCall(
                    end - TimeSpan.FromSeconds(random.Next(35 * 24 * 3_600)), one.DataSource, one.counter, random.Next(1, 9), random.Next(1, 60))))
                .OrderBy(call => call.At),
        ];
    }

    /// <summary>The value that a metric must have, computed from the calls of its counters and of its events alone.</summary>
    internal static long Expected(
        CorpusMetric metric,
        string timeFrame,
        ILookup<CorpusCounter, CounterCall> calls,
        ILookup<string, EventCall> events,
        DateTimeOffset recordedAt)
    {
        if (metric.DataSource == "redis")
        {
            return metric.Counters.SelectMany(counter => calls[counter]).Sum(call => call.By);
        }

        if (metric.Selections.Any(selection => selection.Unique is null))
        {
            return EventCall.Expected(metric, timeFrame, events, recordedAt);
        }

        HashSet<(int, int)> weeks = [.. EventCall.CompleteWeeks(timeFrame, recordedAt)];
        HashSet<string> values = [.. EventCall.Values(metric, weeks, events)];
        values.UnionWith(metric.Counters
            .SelectMany(counter => calls[counter])
            .Where(call => weeks.Contains(EventCall.WeekOf(call.At)))
            .Select(call => FormattableString.Invariant($"{call.Value}")));
        return values.Count;
    }
}
