using System.Globalization;

namespace ServicePing.Generators.Tests.Corpus;

/// <summary>One call of a generated event method.</summary>
internal sealed record EventCall(DateTimeOffset At, string Event, IReadOnlyDictionary<string, object> Arguments)
{
    private const int Seed = 20_261_121;

    /// <summary>
    /// Random calls of every event over five weeks, in order of time. Properties take the values that the metrics' filters
    /// look for, and others.
    /// </summary>
    internal static IReadOnlyList<EventCall> Random(CorpusDefinitions definitions, DateTimeOffset end, int callsPerEvent)
    {
        Random random = new(Seed);
        ILookup<(string, string), object> wanted = definitions.Metrics
            .SelectMany(metric => metric.Selections)
            .SelectMany(selection => selection.Filter.Select(pair => (Key: (selection.Event, pair.Key), pair.Value)))
            .ToLookup(item => item.Key, item => item.Value);

        return
        [
            .. definitions.Events
                .SelectMany(item => Enumerable.Range(0, callsPerEvent).Select(_ => Call(item)))
                .OrderBy(call => call.At),
        ];

        EventCall Call(CorpusEvent item)
        {
            Dictionary<string, object> arguments = [];
            foreach (string identifier in item.Identifiers)
            {
                arguments[identifier] = random.Next(1, 60);
            }

            foreach (string property in item.Properties)
            {
                object[] values = [.. wanted[(item.Action, property)].Distinct()];
                bool takesNumber = property == "value";
                object other = takesNumber ? random.Next(1, 100) : $"other_{random.Next(1, 9)}";
                arguments[property] = values.Length > 0 && random.Next(4) > 0 ? values[random.Next(values.Length)] : other;
            }

            TimeSpan ago = TimeSpan.FromMilliseconds(random.NextInt64((long)TimeSpan.FromDays(35).TotalMilliseconds));
            return new EventCall(end - ago, item.Action, arguments);
        }
    }

    /// <summary>The ISO week of the call in UTC.</summary>
    internal (int Year, int Week) Week => WeekOf(At);

    /// <summary>The value that a metric must have, computed from the calls alone.</summary>
    internal static long Expected(CorpusMetric metric, string timeFrame, IReadOnlyList<EventCall> calls, DateTimeOffset recordedAt)
    {
        HashSet<(int, int)> weeks = [.. CompleteWeeks(timeFrame, recordedAt)];
        long total = 0;
        HashSet<string> values = [];
        foreach (EventCall call in calls)
        {
            if (timeFrame != "all" && !weeks.Contains(call.Week))
            {
                continue;
            }

            foreach (CorpusSelection selection in metric.Selections.Where(selection => selection.Selects(call)))
            {
                total++;
                if (selection.Unique is { } unique && call.Arguments.TryGetValue(unique, out object? value))
                {
                    values.Add(Convert.ToString(value, CultureInfo.InvariantCulture)!);
                }
            }
        }

        return metric.Selections.All(selection => selection.Unique is not null) ? values.Count : total;
    }

    private static IEnumerable<(int, int)> CompleteWeeks(string timeFrame, DateTimeOffset recordedAt)
    {
        int count = timeFrame switch { "7d" => 1, "28d" => 4, _ => 0 };
        return Enumerable.Range(1, count).Select(weeksAgo => WeekOf(recordedAt.AddDays(-7 * weeksAgo)));
    }

    private static (int Year, int Week) WeekOf(DateTimeOffset moment) =>
        (ISOWeek.GetYear(moment.UtcDateTime), ISOWeek.GetWeekOfYear(moment.UtcDateTime));
}
