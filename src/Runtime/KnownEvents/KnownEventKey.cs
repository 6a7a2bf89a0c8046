using System.Globalization;
using System.Text.RegularExpressions;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.KnownEvents;

/// <summary>The keys under which known events are counted.</summary>
internal static partial class KnownEventKey
{
    /// <summary>The key of an event at a day, such as <c>2020-216-{project_action}</c> or <c>default_g_{compliance}_dashboard-2020-23</c>.</summary>
    /// <remarks>As ever, a daily key joins the year of the ISO week with the day of the calendar year: 2021-01-01 is <c>2020-001</c>.</remarks>
    internal static string Of(KnownEvent known, DateOnly day, string? context = null)
    {
        IsoWeek week = IsoWeek.Of(day.ToDateTime(default));
        string name = string.IsNullOrEmpty(known.Slot)
            ? $"{{{known.Name}}}"
            : known.Name.Replace(known.Slot, $"{{{known.Slot}}}", StringComparison.Ordinal);
        string key = known.Aggregation == EventAggregation.Daily
            ? string.Create(CultureInfo.InvariantCulture, $"{week.Year:D4}-{day.DayOfYear:D3}-{name}")
            : name + week.Suffix;
        return string.IsNullOrEmpty(context) ? key : $"{context}_{key}";
    }

    /// <summary>
    /// The keys of events of one aggregation from one day to another: of every day including the last, or of the weeks that were
    /// complete before the week of the last.
    /// </summary>
    internal static IReadOnlyList<string> Between(
        IReadOnlyCollection<KnownEvent> events,
        DateOnly start,
        DateOnly end,
        string? context = null)
    {
        if (events.Count == 0)
        {
            return [];
        }

        IEnumerable<DateOnly> days = events.First().Aggregation == EventAggregation.Daily
            ? Enumerable.Range(0, Math.Max(0, end.DayNumber - start.DayNumber + 1)).Select(start.AddDays)
            : IsoWeek.Complete(start, end).Select(week => DateOnly.FromDateTime(week.Begins));
        return [.. from day in days from known in events select Of(known, day, context)];
    }

    /// <summary>The days of a time frame: weekly counters have one or four complete weeks in them, daily ones 8 or 29 days.</summary>
    internal static (DateOnly Start, DateOnly End) Window(TimeFrame timeFrame, DateTimeOffset recordedAt)
    {
        DateOnly today = DateOnly.FromDateTime(recordedAt.UtcDateTime);
        return (today.AddDays(timeFrame == TimeFrame.SevenDays ? -7 : -28), today);
    }

    /// <summary>Whether a key has the form of a HyperLogLog's: exactly one hash tag, and letters that no command misreads.</summary>
    internal static bool IsValid(string key) => Form().IsMatch(key);

    [GeneratedRegex(@"\A[A-Za-z0-9_:-]*\{[A-Za-z0-9_]*\}[A-Za-z0-9_:\[\],-]*\z")]
    private static partial Regex Form();
}
