using System.Globalization;

namespace ServicePing.Pages.Tests;

public sealed class FiguresTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-11-29T12:00:20Z", "in a moment")]
    [InlineData("2026-11-29T12:05:00Z", "in 5 minutes")]
    [InlineData("2026-11-29T10:59:00Z", "1 hour ago")]
    [InlineData("2026-12-01T11:00:00Z", "in 47 hours")]
    [InlineData("2026-12-03T13:00:00Z", "in 4 days")]
    [InlineData("2026-11-20T12:00:00Z", "9 days ago")]
    public void A_moment_is_as_far_away_as_people_say_it(string moment, string expected) =>
        Assert.Equal(expected, Figures.Distance(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture), Now));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(8_540, "8.5 kB")]
    [InlineData(2_500_000, "2.5 MB")]
    public void Bytes_are_in_the_unit_that_fits(long bytes, string expected) => Assert.Equal(expected, Figures.Bytes(bytes));

    [Theory]
    [InlineData(0.314, "0.31")]
    [InlineData(10.24, "10.2")]
    [InlineData(31.37, "31.4")]
    public void A_score_has_two_places_below_one_and_one_from_there_on(double score, string expected) =>
        Assert.Equal(expected, Figures.Score(score));

    [Fact]
    public void A_moment_of_another_time_zone_is_shown_in_utc() =>
        Assert.Equal("29 Nov 2026, 12:00 UTC", Figures.Moment(Now.ToOffset(TimeSpan.FromHours(5))));
}
