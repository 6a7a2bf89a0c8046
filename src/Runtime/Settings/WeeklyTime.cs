using System.Globalization;

namespace ServicePing;

/// <summary>A minute of the week, UTC.</summary>
/// <param name="Day">The day of the week.</param>
/// <param name="Time">The time of the day, in whole minutes.</param>
public readonly record struct WeeklyTime(DayOfWeek Day, TimeOnly Time)
{
    /// <summary>Reads a text such as <c>friday 13:17</c>, in any case.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The minute.</param>
    /// <returns>Whether it could be read.</returns>
    public static bool TryParse(string? text, out WeeklyTime value)
    {
        value = default;
        if (text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var day, var time]
            || !char.IsLetter(day[0])
            || !Enum.TryParse(day, ignoreCase: true, out DayOfWeek readDay)
            || !TimeOnly.TryParseExact(time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly readTime))
        {
            return false;
        }

        value = new WeeklyTime(readDay, readTime);
        return true;
    }

    /// <summary>A text such as <c>friday 13:17</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Word(Day)} {Time:HH\\:mm}");

    private static string Word(DayOfWeek day) => day switch
    {
        DayOfWeek.Sunday => "sunday",
        DayOfWeek.Monday => "monday",
        DayOfWeek.Tuesday => "tuesday",
        DayOfWeek.Wednesday => "wednesday",
        DayOfWeek.Thursday => "thursday",
        DayOfWeek.Friday => "friday",
        _ => "saturday",
    };
}
