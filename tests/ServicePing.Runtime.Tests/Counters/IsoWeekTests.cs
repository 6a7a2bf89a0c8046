using System.Globalization;
using ServicePing.Runtime.Values;

namespace ServicePing.Tests;

/// <summary>The weeks of weekly counters, by the vectors of the original.</summary>
public sealed class IsoWeekTests
{
    [Theory]
    [InlineData("2020-12-21", "2020-12-21", "")]
    [InlineData("2020-12-21", "2020-12-28", "2020-52")]
    [InlineData("2020-12-27", "2021-01-01", "2020-52")]
    [InlineData("2020-12-26", "2021-01-04", "2020-52 2020-53")]
    [InlineData("2020-12-26", "2021-01-11", "2020-52 2020-53 2021-01")]
    [InlineData("2020-12-26", "2021-01-17", "2020-52 2020-53 2021-01")]
    [InlineData("2020-12-26", "2021-01-18", "2020-52 2020-53 2021-01 2021-02")]
    [InlineData("2021-01-18", "2020-12-26", "")]
    public void Only_complete_weeks_of_a_range_count(string start, string end, string expected) =>
        Assert.Equal(expected, Text(IsoWeek.Complete(DateOnly.Parse(start, CultureInfo.InvariantCulture), DateOnly.Parse(end, CultureInfo.InvariantCulture))));

    [Theory]
    [InlineData("2021-06-16", TimeFrame.SevenDays, "2021-23")]
    [InlineData("2021-06-16", TimeFrame.TwentyEightDays, "2021-20 2021-21 2021-22 2021-23")]
    [InlineData("2024-06-01", TimeFrame.SevenDays, "2024-21")]
    [InlineData("2024-06-01", TimeFrame.TwentyEightDays, "2024-18 2024-19 2024-20 2024-21")]
    [InlineData("2021-01-03", TimeFrame.SevenDays, "2020-52")]
    [InlineData("2021-01-04", TimeFrame.SevenDays, "2020-53")]
    public void Windows_are_the_last_one_or_four_complete_weeks(string today, TimeFrame timeFrame, string expected) =>
        Assert.Equal(expected, Text(IsoWeek.Window(timeFrame, DateTimeOffset.Parse(today + "T12:00:00Z", CultureInfo.InvariantCulture))));

    [Theory]
    [InlineData("2020-06-01", "-2020-23")]
    [InlineData("2021-01-03", "-2020-53")]
    [InlineData("2021-01-04", "-2021-01")]
    [InlineData("2023-10-19", "-2023-42")]
    [InlineData("2024-12-30", "-2025-01")]
    [InlineData("2026-01-05", "-2026-02")]
    public void A_day_belongs_to_the_week_of_its_iso_year(string day, string suffix) =>
        Assert.Equal(suffix, IsoWeek.Of(DateTime.Parse(day, CultureInfo.InvariantCulture)).Suffix);

    [Fact]
    public void Windows_never_hold_the_current_week_and_are_of_full_length_on_every_day_of_thirty_years()
    {
        DateTime last = new(2040, 1, 1);
        for (DateTime day = new(2010, 1, 1); day < last; day = day.AddDays(1))
        {
            DateTimeOffset now = new(day, TimeSpan.Zero);
            DateTime monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

            Assert.Equal([IsoWeek.Of(monday.AddDays(-7))], IsoWeek.Window(TimeFrame.SevenDays, now));
            Assert.Equal(
                [IsoWeek.Of(monday.AddDays(-28)), IsoWeek.Of(monday.AddDays(-21)), IsoWeek.Of(monday.AddDays(-14)), IsoWeek.Of(monday.AddDays(-7))],
                IsoWeek.Window(TimeFrame.TwentyEightDays, now));
        }
    }

    private static string Text(IEnumerable<IsoWeek> weeks) => string.Join(' ', weeks.Select(week => week.Suffix[1..]));
}
