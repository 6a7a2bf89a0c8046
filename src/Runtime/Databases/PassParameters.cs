using Npgsql;
using NpgsqlTypes;

namespace ServicePing;

/// <summary>The parameters of every statement of a pass, at fixed positions whether a statement uses them or not.</summary>
/// <remarks>
/// $1 is <c>recorded_at</c>; $2 and $3 bound <c>7d</c>, $4 and $5 <c>28d</c>, both ends included; $6 and $7 bound the slice.
/// </remarks>
internal sealed class PassParameters(DateTimeOffset recordedAt)
{
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

    internal void AddTo(NpgsqlParameterCollection parameters, PageRange? slice)
    {
        foreach (DateTime moment in _moments)
        {
            parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = moment, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        }

        if (slice is { } pages)
        {
            parameters.Add(Tid(pages.Start));
            parameters.Add(Tid(pages.End ?? uint.MaxValue));
        }
    }

    private static NpgsqlParameter<NpgsqlTid> Tid(long page) =>
        new() { TypedValue = new NpgsqlTid((uint)page, 0), NpgsqlDbType = NpgsqlDbType.Tid };
}
