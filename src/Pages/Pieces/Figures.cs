using System.Globalization;

namespace ServicePing.Pages;

/// <summary>Numbers, moments and sizes as people read them, the same everywhere.</summary>
internal static class Figures
{
    /// <summary>A number with its thousands apart: 12,345.</summary>
    internal static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number with a word that follows it: 1 metric, 2 metrics.</summary>
    internal static string Count(long number, string one, string many) => $"{Count(number)} {(number == 1 ? one : many)}";

    /// <summary>A score: two places below 1, one from there on.</summary>
    internal static string Score(double number) => number.ToString(Math.Abs(number) < 1 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    internal static string Percent(double number) => number.ToString("0.#", CultureInfo.InvariantCulture) + " %";

    internal static string Bytes(long bytes) => bytes switch
    {
        < 1000 => $"{Count(bytes)} B",
        < 1_000_000 => (bytes / 1e3).ToString("0.0", CultureInfo.InvariantCulture) + " kB",
        _ => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " MB",
    };

    /// <summary>27 Nov 2026, 13:17 UTC.</summary>
    internal static string Moment(DateTimeOffset moment) =>
        moment.ToUniversalTime().ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Friday, 4 December 2026, 13:17 UTC.</summary>
    internal static string LongMoment(DateTimeOffset moment) =>
        moment.ToUniversalTime().ToString("dddd, d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>For machines: 2026-11-27T13:17:00Z.</summary>
    internal static string Stamp(DateTimeOffset moment) =>
        moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>How long something took: 12 ms, 1.4 s, 3 min 5 s.</summary>
    internal static string Elapsed(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture) + " ms",
        { TotalMinutes: < 1 } => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        { TotalHours: < 1 } => $"{time.Minutes} min {time.Seconds} s",
        _ => $"{(long)time.TotalHours} h {time.Minutes} min",
    };

    /// <summary>How far a moment is from another: in 3 days, 2 hours ago.</summary>
    internal static string Distance(DateTimeOffset moment, DateTimeOffset now)
    {
        TimeSpan distance = moment - now;
        string span = distance.Duration() switch
        {
            { TotalMinutes: < 1 } => "a moment",
            { TotalHours: < 1 } and var time => Count((long)time.TotalMinutes, "minute", "minutes"),
            { TotalDays: < 2 } and var time => Count((long)time.TotalHours, "hour", "hours"),
            var time => Count((long)time.TotalDays, "day", "days"),
        };
        return distance < TimeSpan.Zero ? $"{span} ago" : $"in {span}";
    }
}
