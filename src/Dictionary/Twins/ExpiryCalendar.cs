using System.Globalization;
using System.Text;

namespace ServicePing.Dictionary;

/// <summary>Coming expiries as a calendar (RFC 5545): days of releases as events, versions whose day nobody knows as things to do.</summary>
internal static class ExpiryCalendar
{
    // A line has at most 75 bytes, and goes on behind a space.
    private const int LongestLine = 75;

    internal static string Write(MetricsDictionary dictionary)
    {
        StringBuilder calendar = new();
        Line(calendar, "BEGIN:VCALENDAR");
        Line(calendar, "VERSION:2.0");
        Line(calendar, "PRODID:-//ServicePing//Metrics dictionary//EN");
        Line(calendar, $"X-WR-CALNAME:{Escaped($"Expiring metrics of {dictionary.Product}")}");
        foreach (ExpiryEntry expiry in dictionary.Expiries)
        {
            string kind = expiry.Date is null ? "VTODO" : "VEVENT";
            Line(calendar, $"BEGIN:{kind}");
            Line(calendar, $"UID:{Escaped($"expiry-{Slug.Of(expiry.Version)}-{Slug.Of(dictionary.Product)}")}@serviceping");

            // When it was written must not make two builds differ.
            Line(calendar, "DTSTAMP:20000101T000000Z");
            if (expiry.Date is { } date)
            {
                Line(calendar, $"DTSTART;VALUE=DATE:{date.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}");
            }

            string metrics = expiry.Metrics.Count == 1 ? "1 metric expires" : $"{expiry.Metrics.Count.ToString(CultureInfo.InvariantCulture)} metrics expire";
            Line(calendar, $"SUMMARY:{Escaped($"{dictionary.Product} {expiry.Version}: {metrics}")}");
            Line(calendar, $"DESCRIPTION:{Escaped(string.Join('\n', expiry.Metrics))}");
            Line(calendar, $"END:{kind}");
        }

        foreach (LastDayEntry last in dictionary.LastDays)
        {
            Line(calendar, "BEGIN:VEVENT");
            string day = last.Day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
            Line(calendar, $"UID:{Escaped($"last-day-{day}-{Slug.Of(dictionary.Product)}")}@serviceping");
            Line(calendar, "DTSTAMP:20000101T000000Z");
            Line(calendar, $"DTSTART;VALUE=DATE:{day}");
            Line(calendar, $"SUMMARY:{Escaped($"{dictionary.Product}: the last day of what is deprecated")}");
            Line(calendar, $"DESCRIPTION:{Escaped(string.Join('\n', last.Metrics.Concat(last.Events)))}");
            Line(calendar, "END:VEVENT");
        }

        Line(calendar, "END:VCALENDAR");
        return calendar.ToString();
    }

    private static string Escaped(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal)
        .Replace("\r", "", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static void Line(StringBuilder calendar, string text)
    {
        int length = 0;
        foreach (Rune letter in text.EnumerateRunes())
        {
            if (length + letter.Utf8SequenceLength > LongestLine)
            {
                calendar.Append("\r\n ");
                length = 1;
            }

            calendar.Append(letter);
            length += letter.Utf8SequenceLength;
        }

        calendar.Append("\r\n");
    }
}
