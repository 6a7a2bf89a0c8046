using System.Globalization;
using ServicePing.Tool.Reports;

namespace ServicePing.Tool.Watching;

/// <summary>A counter that has moved, as a line.</summary>
internal static class MovedText
{
    /// <summary>Such as <c>14:02:31  create_issue  +1 → 13  calls  {event_counters}_create_issue</c>.</summary>
    internal static string Line(MovedCounter moved, DateTimeOffset at)
    {
        EventCounter counter = moved.Counter;
        string kept = counter.Kind switch
        {
            EventCounterKind.Calls => "calls",
            EventCounterKind.CallsByValue => $"calls by {counter.Of}, '{counter.Value}'",
            EventCounterKind.DifferentValues => $"different values of {counter.Of}",
            _ => $"sum of {counter.Of}",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{at:HH:mm:ss}  {counter.Event}  {counter.Count - moved.Before:+0.###;-0.###} → {counter.Count:0.###}  {kept}  {counter.Key}");
    }

    /// <summary>The same as a line of JSON.</summary>
    internal static string Json(MovedCounter moved, DateTimeOffset at) => ReportJson.Line(new MovedRow(
        at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), moved.Counter.Event, moved.Counter.Key,
        moved.Counter.Kind, moved.Counter.Of, moved.Counter.Value, moved.Before, moved.Counter.Count));
}

/// <summary>A row of the JSON.</summary>
internal sealed record MovedRow(string At, string Event, string Key, EventCounterKind Kind, string? Of, string? Value, double Before, double Now);
