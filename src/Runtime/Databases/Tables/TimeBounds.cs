using System.Globalization;
using System.Text.RegularExpressions;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Databases.Tables;

/// <summary>Between which moments a column of a part of a table is, as the bounds of its partition tell.</summary>
/// <param name="Column">The column, quoted where needed.</param>
/// <param name="From">The first moment, in microseconds of Unix time; null where it is open.</param>
/// <param name="Before">What follows the last; null where it is open.</param>
internal sealed partial record TimeBounds(string Column, long? From, long? Before)
{
    // As a session with fixed settings writes them. What is written otherwise, such as a year before Christ or infinity, counts as open.
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss.FFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFF+00"];

    /// <summary>Reads the bounds of a partition.</summary>
    /// <param name="column">The first column of the key.</param>
    /// <param name="keys">How many the key has: with others behind it, the first reaches the upper bound.</param>
    /// <param name="bounds">The bounds, as the server writes them.</param>
    /// <returns>The moments; null for a default partition, or bounds that are none of moments.</returns>
    internal static TimeBounds? Of(string column, int keys, string bounds)
    {
        Match range = Range().Match(bounds);
        long? before = Moment(range.Groups["before"].Value);
        return range.Success ? new TimeBounds(column, Moment(range.Groups["from"].Value), keys > 1 ? before + 1 : before) : null;
    }

    /// <summary>What of a window is within bounds.</summary>
    /// <param name="bounds">The bounds of all columns of a part.</param>
    /// <param name="time">The expression whose moments the window is about.</param>
    /// <param name="relation">The relation.</param>
    /// <param name="window">The window, both ends included.</param>
    /// <returns>Both ends, included; null where nothing is.</returns>
    internal static (long From, long To)? Within(
        IEnumerable<TimeBounds> bounds, string time, RelationPlan relation, (long From, long To) window)
    {
        foreach (TimeBounds one in bounds.Where(one => WalkedTable.ColumnOf(time, relation, [one.Column]) is not null))
        {
            window = (Math.Max(window.From, one.From ?? long.MinValue), Math.Min(window.To, one.Before - 1 ?? long.MaxValue));
        }

        return window.From <= window.To ? window : null;
    }

    private static long? Moment(string bound) =>
        DateTime.TryParseExact(
            bound.Trim('\''), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime moment)
            ? (moment - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond
            : null;

    /// <summary>The first bound below and above; texts among the others may hold anything but a quote that stands alone.</summary>
    [GeneratedRegex(@"^FOR VALUES FROM \((?<from>'[^']*'|[A-Z]+)(?:[^')]|'[^']*')*\) TO \((?<before>'[^']*'|[A-Z]+)")]
    private static partial Regex Range();
}
