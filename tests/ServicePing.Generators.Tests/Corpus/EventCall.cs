using System.Globalization;

namespace ServicePing.Generators.Tests.Corpus;

/// <summary>One call of a generated event method.</summary>
internal sealed record EventCall(DateTimeOffset At, string Event, IReadOnlyDictionary<string, object> Arguments)
{
    private const int Seed = 20_261_121;

    /// <summary>
    /// Random calls of every event over five weeks, in order of time: some that no filter looks for, and some for every filter that
    /// a metric has.
    /// </summary>
    internal static IReadOnlyList<EventCall> Random(CorpusDefinitions definitions, DateTimeOffset end, int callsPerFilter)
    {
        Random random = new(Seed);
        ILookup<string, CorpusSelection> selections = definitions.Metrics.SelectMany(metric => metric.Selections).ToLookup(selection => selection.Event);
        return
        [
            .. definitions.Events
                .SelectMany(item => selections[item.Action]
                    .Select(selection => selection.Filter.ToDictionary())
                    .Prepend([])
                    .DistinctBy(filter => string.Join(',', filter.OrderBy(pair => pair.Key, StringComparer.Ordinal)))
                    .SelectMany(filter => Enumerable.Range(0, callsPerFilter).Select(_ => Call(item, filter))))
                .OrderBy(call => call.At),
        ];

        EventCall Call(CorpusEvent item, Dictionary<string, object> filter)
        {
            Dictionary<string, object> arguments = [];
            foreach (string identifier in item.Identifiers)
            {
                arguments[identifier] = random.Next(1, 60);
            }

            foreach (string property in item.Properties)
            {
                object other = property == "value" ? random.Next(1, 100) : $"other_{random.Next(1, 9)}";
                arguments[property] = filter.GetValueOrDefault(property, other);
            }

            TimeSpan ago = TimeSpan.FromMilliseconds(random.NextInt64((long)TimeSpan.FromDays(35).TotalMilliseconds));
            return new EventCall(end - ago, item.Action, arguments);
        }
    }

    /// <summary>The ISO week of the call in UTC.</summary>
    internal (int Year, int Week) Week => WeekOf(At);

    /// <summary>How many calls a metric of totals must have counted.</summary>
    internal static long Expected(CorpusMetric metric, string timeFrame, ILookup<string, EventCall> calls, DateTimeOffset recordedAt)
    {
        HashSet<(int, int)> weeks = [.. CompleteWeeks(timeFrame, recordedAt)];
        return metric.Selections.Sum(selection =>
            calls[selection.Event].Count(call => selection.Selects(call) && (timeFrame == "all" || weeks.Contains(call.Week))));
    }

    /// <summary>The different values that the events of a metric had in some weeks.</summary>
    internal static IEnumerable<string> Values(CorpusMetric metric, HashSet<(int, int)> weeks, ILookup<string, EventCall> calls) =>
        from selection in metric.Selections
        where selection.Unique is not null
        from call in calls[selection.Event]
        where selection.Selects(call) && weeks.Contains(call.Week) && call.Arguments.ContainsKey(selection.Unique!)
        select Convert.ToString(call.Arguments[selection.Unique!], CultureInfo.InvariantCulture);

    internal static IEnumerable<(int, int)> CompleteWeeks(string timeFrame, DateTimeOffset recordedAt)
    {
        int count = timeFrame switch { "7d" => 1, "28d" => 4, _ => 0 };
        return Enumerable.Range(1, count).Select(weeksAgo => WeekOf(recordedAt.AddDays(-7 * weeksAgo)));
    }

    internal static (int Year, int Week) WeekOf(DateTimeOffset moment) =>
        (ISOWeek.GetYear(moment.UtcDateTime), ISOWeek.GetWeekOfYear(moment.UtcDateTime));
}
