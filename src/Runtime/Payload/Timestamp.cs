using System.Globalization;

namespace ServicePing;

/// <summary>How points in time are written in a payload.</summary>
internal static class Timestamp
{
    internal static string Format(DateTimeOffset value) =>
        value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
