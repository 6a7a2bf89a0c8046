using System.Globalization;
using ServicePing.Runtime.Schedule;

namespace ServicePing.Tests;

/// <summary>When the ping of an installation is due.</summary>
public sealed class WeeklyScheduleTests
{
    /// <summary>The vectors are those of GitLab's own schedule, written as cron: minute, hour, weekday.</summary>
    [Theory]
    [InlineData(null, "thursday 07:04")]
    [InlineData("uuid-not-set", "thursday 07:04")]
    [InlineData("00000000-0000-0000-0000-000000000000", "sunday 01:32")]
    [InlineData("ea8bf810-1d6f-4a6a-b4fd-93e8cbd8b57f", "friday 13:17")]
    public void The_minute_follows_from_the_identifier(string? uuid, string expected) =>
        Assert.Equal(expected, WeeklySchedule.Of(uuid).ToString());

    [Fact]
    public void Identifiers_are_spread_over_the_week()
    {
        int[] hours = new int[24 * 7];
        for (int number = 0; number < 16_800; number++)
        {
            WeeklyTime time = WeeklySchedule.Of($"instance-{number}");
            hours[((int)time.Day * 24) + time.Time.Hour]++;
        }

        // Of 100 expected an hour, five standard deviations are 50.
        Assert.All(hours, count => Assert.InRange(count, 50, 150));
    }

    [Theory]
    [InlineData("2026-11-27 13:17", "2026-11-27 13:17")]
    [InlineData("2026-11-27 13:16", "2026-11-20 13:17")]
    [InlineData("2026-11-29 23:59", "2026-11-27 13:17")]
    [InlineData("2027-01-01 13:17", "2027-01-01 13:17")]
    public void The_latest_moment_is_this_one_or_before(string now, string expected)
    {
        WeeklyTime time = WeeklySchedule.Of("ea8bf810-1d6f-4a6a-b4fd-93e8cbd8b57f");

        Assert.Equal(Moment(expected), time.LatestDue(Moment(now)));
        Assert.Equal(Moment(expected).AddDays(7), time.NextDue(Moment(now)));
    }

    [Fact]
    public void For_every_hour_of_many_years_the_latest_moment_is_the_one_that_a_walk_back_finds()
    {
        Random random = new(1);
        for (int round = 0; round < 2_000; round++)
        {
            WeeklyTime time = new((DayOfWeek)random.Next(7), new TimeOnly(random.Next(24), random.Next(60)));
            DateTimeOffset now = Moment("2020-01-01 00:00").AddMinutes(random.Next(60 * 24 * 366 * 12));
            DateTimeOffset expected = now;
            while (expected.DayOfWeek != time.Day || TimeOnly.FromTimeSpan(expected.TimeOfDay) != time.Time)
            {
                expected = expected.AddMinutes(-1);
            }

            Assert.Equal(expected, time.LatestDue(now));
        }
    }

    [Theory]
    [InlineData("2026-12-31 23:59", "2026-W53")]
    [InlineData("2027-01-03 23:59", "2026-W53")]
    [InlineData("2027-01-04 00:00", "2027-W01")]
    [InlineData("2024-12-30 00:00", "2025-W01")]
    public void A_cycle_is_named_by_its_week_of_ISO_8601(string due, string expected) =>
        Assert.Equal(expected, WeeklySchedule.CycleOf(Moment(due)));

    [Fact]
    public void Those_who_were_down_together_are_caught_up_with_over_an_hour()
    {
        int[] quarters = new int[4];
        for (int number = 0; number < 4_000; number++)
        {
            TimeSpan delay = WeeklySchedule.CatchUpDelay($"instance-{number}", "2026-W48");
            Assert.InRange(delay, TimeSpan.Zero, TimeSpan.FromMinutes(60));
            quarters[(int)(delay.TotalMinutes / 15)]++;
        }

        Assert.All(quarters, count => Assert.InRange(count, 850, 1_150));
    }

    private static DateTimeOffset Moment(string text) =>
        DateTimeOffset.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
