namespace ServicePing.Runtime.Schedule;

/// <summary>
/// Cycles in which a secondary site computes its report: their names begin otherwise, so that a site that is promoted, and goes on with the
/// same store, has a cycle of its own for the ping of the week.
/// </summary>
internal static class SiteCycles
{
    private const string Beginning = "site-";

    /// <summary>So that numbers have reached the primary when its ping is due, unless a schedule was set.</summary>
    private static readonly TimeSpan BeforePing = TimeSpan.FromHours(12);

    internal static string NameOf(string cycle) => Beginning + cycle;

    internal static bool IsOfSite(string cycle) => cycle.StartsWith(Beginning, StringComparison.Ordinal);

    /// <summary>When a report is due, by when the ping is.</summary>
    internal static WeeklyTime Before(WeeklyTime ping)
    {
        TimeOnly time = ping.Time.Add(-BeforePing, out int days);
        return new WeeklyTime((DayOfWeek)(((int)ping.Day + days + 7) % 7), time);
    }
}
