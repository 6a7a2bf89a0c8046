using Npgsql;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Tables;

namespace ServicePing.Runtime.Databases.Routes;

/// <summary>Whole numbers of a key that a definition names.</summary>
/// <remarks>
/// First and last are open, so that no row is outside of all: a key may lie between two whole numbers. One that is NULL is in the first.
/// </remarks>
/// <param name="Leaf">The part.</param>
/// <param name="Column">The key.</param>
/// <param name="First">The first whole number.</param>
/// <param name="Last">The last.</param>
internal sealed record KeyRoute(WalkedLeaf Leaf, string Column, long First, long Last) : Route(Leaf)
{
    private const double NarrowKeys = 256;

    internal override string Along => Column;

    internal override long Start => First;

    internal override Int128 End => (Int128)Last + 1;

    internal override (double All, double Narrow)? Extent => ((double)Length, NarrowKeys);

    internal override void AddTo(NpgsqlParameterCollection parameters, Slice slice)
    {
        parameters.Add(new NpgsqlParameter<long> { TypedValue = slice.Start });
        parameters.Add(new NpgsqlParameter<long> { TypedValue = slice.End ?? long.MaxValue });
    }

    private protected override string? Condition(Slice slice)
    {
        string key = Sql.Operand(Column);
        return (slice.Start > First, slice.End is not null) switch
        {
            (false, false) => null,
            (false, true) => $"({key} < {PassParameters.SliceEnd} OR {key} IS NULL)",
            (true, false) => $"{key} >= {PassParameters.SliceStart}",
            (true, true) => Within(key),
        };
    }
}
