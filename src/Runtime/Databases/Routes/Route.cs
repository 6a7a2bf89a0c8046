using Npgsql;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Snapshots;
using ServicePing.Runtime.Databases.Tables;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Databases.Routes;

/// <summary>
/// How a statement goes over a part of a relation: along a range of something, from its start to before its end, slice by slice. However it
/// is cut, each row that it is about is in one slice.
/// </summary>
/// <remarks>
/// A kind of route alone knows what its range is of, whether first and last are open, where rows go that have no value, and how a slice is
/// written in SQL.
/// </remarks>
/// <param name="Leaf">The part.</param>
internal abstract record Route(WalkedLeaf Leaf)
{
    /// <summary>What its range is of, as people read it.</summary>
    internal abstract string Along { get; }

    /// <summary>Where it begins.</summary>
    internal virtual long Start => 0;

    /// <summary>What follows its last page, moment, key or step; what is expected to, while that is not known.</summary>
    internal abstract Int128 End { get; }

    /// <summary>Whether it is known where it ends.</summary>
    internal virtual bool IsEndKnown => true;

    internal Int128 Length => End - Start;

    /// <summary>All of it as one slice.</summary>
    internal Slice All => Rest(Start);

    /// <summary>Whether connections divide among them what is left of it.</summary>
    internal virtual bool IsDivided => true;

    /// <summary>
    /// How many pages, microseconds, keys or rows there are, and of how few a slice is narrow; null where the width of slices tells nothing.
    /// </summary>
    internal virtual (double All, double Narrow)? Extent => null;

    /// <summary>How many pages, microseconds, keys or rows a slice is about.</summary>
    internal virtual double UnitsOf(Slice slice) => Math.Max(1, slice.Width);

    /// <summary>All that follows, as one slice.</summary>
    internal Slice Rest(Int128 next) => new((long)next, End: null, (long)Int128.Clamp(End - next, 0, long.MaxValue));

    /// <summary>The rows of a slice, from one source or several; what is selected from them is still open.</summary>
    internal virtual IEnumerable<SelectStatement> RowsOf(RelationPlan relation, Slice slice) => [Leaf.RowsOf(relation, Condition(slice))];

    /// <summary>Adds the bounds of a slice to the parameters of a statement, behind those of all.</summary>
    internal virtual void AddTo(NpgsqlParameterCollection parameters, Slice slice)
    {
    }

    /// <summary>Looks for the end of a slice, where that is not known.</summary>
    /// <returns>The slice, as far as there is something; null where there is nothing.</returns>
    internal virtual Task<Slice?> ReachAsync(Slice slice, ShortMoment moment, CancellationToken cancellationToken) =>
        Task.FromResult<Slice?>(slice);

    /// <summary>A route over the rows of a slice that cannot be cut, along something finer; null where there is none.</summary>
    internal virtual Task<Route?> FinerAsync(Slice slice, int parts, ShortMoment? moment, CancellationToken cancellationToken) =>
        Task.FromResult<Route?>(null);

    /// <summary>The condition on the rows of a slice; null for all.</summary>
    private protected virtual string? Condition(Slice slice) => null;

    /// <summary>From the first of a slice to before what follows it.</summary>
    private protected static string Within(string operand) =>
        $"{operand} >= {PassParameters.SliceStart} AND {operand} < {PassParameters.SliceEnd}";
}
