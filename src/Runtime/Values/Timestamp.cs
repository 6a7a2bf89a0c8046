using System.Globalization;

namespace ServicePing.Runtime.Values;

/// <summary>How points in time are written in a payload.</summary>
internal static class Timestamp
{
    /// <summary>The same point in UTC, without what is finer than a payload writes.</summary>
    internal static DateTimeOffset InMilliseconds(DateTimeOffset value)
    {
        DateTimeOffset utc = value.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMillisecond));
    }

    internal static string Format(DateTimeOffset value) =>
        value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
