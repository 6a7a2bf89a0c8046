using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace ServicePing.Runtime.Databases.Pieces;

/// <summary>The parameters of every statement of a pass, at fixed positions whether a statement uses them or not.</summary>
/// <remarks>
/// $1 is <c>recorded_at</c>; $2 and $3 bound <c>7d</c>, $4 and $5 <c>28d</c>, both ends included; a slice is bounded from $6 on.
/// </remarks>
internal sealed class PassParameters(DateTimeOffset recordedAt)
{
    internal const int FirstOfSlice = 6;
    internal const string SliceStart = "$6";
    internal const string SliceEnd = "$7";

    private readonly DateTime[] _moments =
    [
        recordedAt.UtcDateTime,
        recordedAt.UtcDateTime.AddDays(-9),
        recordedAt.UtcDateTime.AddDays(-2),
        recordedAt.UtcDateTime.AddDays(-30),
        recordedAt.UtcDateTime.AddDays(-2),
    ];

    internal static (int From, int To) Window(TimeFrame timeFrame) => timeFrame == TimeFrame.SevenDays ? (2, 3) : (4, 5);

    /// <summary>The widest of some windows.</summary>
    internal static TimeFrame Widest(IEnumerable<TimeFrame> windows) =>
        windows.Contains(TimeFrame.TwentyEightDays) ? TimeFrame.TwentyEightDays : TimeFrame.SevenDays;

    /// <summary>The bounds of a window, both included, in microseconds of Unix time.</summary>
    internal (long From, long To) Microseconds(TimeFrame timeFrame)
    {
        (int from, int to) = Window(timeFrame);
        return (Microseconds(_moments[from - 1]), Microseconds(_moments[to - 1]));
    }

    /// <summary>A moment as it is written in SQL, by its place among the parameters.</summary>
    internal string Literal(int place) =>
        $"timestamptz '{_moments[place - 1].ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture)}+00'";

    internal void AddTo(NpgsqlParameterCollection parameters)
    {
        foreach (DateTime moment in _moments)
        {
            parameters.Add(Moment(moment));
        }
    }

    /// <summary>A moment as a parameter.</summary>
    internal static NpgsqlParameter<DateTime> Moment(DateTime moment) =>
        new() { TypedValue = moment, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    private static long Microseconds(DateTime moment) => (moment - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
