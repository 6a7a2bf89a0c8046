using Npgsql;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Tables;

namespace ServicePing.Runtime.Databases.Routes;

/// <summary>Moments of a window. Its ends are closed: rows without a moment, or outside of the window, are in no slice.</summary>
/// <param name="Leaf">The part.</param>
/// <param name="Column">The time column.</param>
/// <param name="First">The first moment, in microseconds of Unix time.</param>
/// <param name="Last">The last, which is among them.</param>
internal sealed record TimeRoute(WalkedLeaf Leaf, string Column, long First, long Last) : Route(Leaf)
{
    private const double NarrowMicroseconds = 1_000_000;

    internal override string Along => Column;

    internal override long Start => First;

    internal override Int128 End => Last + 1;

    internal override (double All, double Narrow)? Extent => ((double)Length, NarrowMicroseconds);

    internal override void AddTo(NpgsqlParameterCollection parameters, Slice slice)
    {
        parameters.Add(Bound(slice.Start));
        parameters.Add(Bound(slice.End ?? (long)End));
    }

    private protected override string Condition(Slice slice) => Within(Sql.Operand(Column));

    private static NpgsqlParameter<DateTime> Bound(long microseconds) =>
        PassParameters.Moment(DateTime.UnixEpoch.AddMicroseconds(microseconds));
}
