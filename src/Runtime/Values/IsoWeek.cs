using System.Globalization;

namespace ServicePing.Runtime.Values;

/// <summary>An ISO 8601 week, Monday to Sunday in UTC, which is how long a weekly counter counts.</summary>
internal readonly record struct IsoWeek(int Year, int Week)
{
    /// <summary>The days of a week.</summary>
    internal const int Days = 7;

    /// <summary>The week as ISO 8601 writes it, such as <c>2020-W53</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-W{Week:D2}");

    /// <summary>What a weekly key ends with: <c>-%G-%V</c>, such as <c>-2020-53</c>.</summary>
    internal string Suffix => string.Create(CultureInfo.InvariantCulture, $"-{Year:D4}-{Week:D2}");

    internal DateTime Begins => ISOWeek.ToDateTime(Year, Week, DayOfWeek.Monday);

    internal static IsoWeek Of(DateTime day) => new(ISOWeek.GetYear(day), ISOWeek.GetWeekOfYear(day));

    /// <summary>The weeks from that of <paramref name="start"/> on that lie before that of <paramref name="end"/>.</summary>
    internal static IReadOnlyList<IsoWeek> Complete(DateOnly start, DateOnly end)
    {
        DateTime current = Of(end.ToDateTime(default)).Begins;
        List<IsoWeek> weeks = [];
        for (DateTime week = Of(start.ToDateTime(default)).Begins; week < current; week = week.AddDays(7))
        {
            weeks.Add(Of(week));
        }

        return weeks;
    }

    /// <summary>The weeks that a metric of a time frame reads: the last complete one, or the last four.</summary>
    internal static IReadOnlyList<IsoWeek> Window(TimeFrame timeFrame, DateTimeOffset recordedAt)
    {
        DateOnly today = DateOnly.FromDateTime(recordedAt.UtcDateTime);
        return Complete(today.AddDays(timeFrame == TimeFrame.SevenDays ? -7 : -28), today);
    }
}
