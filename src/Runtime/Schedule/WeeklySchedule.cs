using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServicePing.Runtime.Schedule;

/// <summary>The minute of the week at which the ping of an installation is due, UTC, and the cycle that begins then.</summary>
internal static class WeeklySchedule
{
    private const string NoUuid = "uuid-not-set";

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>
    /// The minute that follows from the identifier, which spreads installations over the week: SHA-256 of the identifier with
    /// <c>minute</c> and <c>hour</c> after it and alone, as numbers, modulo 60, 24 and 7, as GitLab does.
    /// </summary>
    internal static WeeklyTime Of(string? uuid)
    {
        string name = uuid ?? NoUuid;
        return new WeeklyTime((DayOfWeek)Remainder(name, 7), new TimeOnly(Remainder(name + "hour", 24), Remainder(name + "minute", 60)));
    }

    /// <summary>The latest moment at which the ping was due, this one among them.</summary>
    internal static DateTimeOffset LatestDue(this WeeklyTime time, DateTimeOffset now)
    {
        DateTimeOffset day = new(now.UtcDateTime.Date, TimeSpan.Zero);
        DateTimeOffset due = day.AddDays(time.Day - day.DayOfWeek) + time.Time.ToTimeSpan();
        return due > now ? due - Week : due;
    }

    /// <summary>The next moment at which the ping is due.</summary>
    internal static DateTimeOffset NextDue(this WeeklyTime time, DateTimeOffset now) => time.LatestDue(now) + Week;

    /// <summary>The name of the cycle of a week, by ISO 8601: a week has one, also where the schedule is changed within it.</summary>
    internal static string CycleOf(DateTimeOffset due)
    {
        int week = ISOWeek.GetWeekOfYear(due.UtcDateTime);
        return string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(due.UtcDateTime)}-W{week / 10}{week % 10}");
    }

    /// <summary>
    /// How long after it was noticed a cycle that nobody has begun in time is caught up with: within an hour, so that a vendor's
    /// installations that were down together do not all come at once.
    /// </summary>
    internal static TimeSpan CatchUpDelay(string? uuid, string cycle) =>
        TimeSpan.FromSeconds(Remainder((uuid ?? NoUuid) + cycle, 3600));

    private static int Remainder(string text, int divisor)
    {
        int remainder = 0;
        foreach (byte digit in SHA256.HashData(Encoding.UTF8.GetBytes(text)))
        {
            remainder = ((remainder << 8) + digit) % divisor;
        }

        return remainder;
    }
}
