using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Snapshots;
using ServicePing.Runtime.Databases.Tables;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Databases.Routes;

/// <summary>Parts of a table that are so small that several are read in one statement; one that takes too long goes by its pages.</summary>
/// <param name="Leaf">The parts together.</param>
/// <param name="Place">The place of a row.</param>
internal sealed record PartRoute(WalkedLeaf Leaf, string Place) : Route(Leaf)
{
    internal override string Along => PageRoute.Name;

    internal override Int128 End => Leaf.Together.Count;

    // They are few enough for one connection.
    internal override bool IsDivided => false;

    /// <summary>What a page has taken tells of pages too that are read by themselves.</summary>
    internal override double UnitsOf(Slice slice) => Math.Max(1, PartsOf(slice).Sum(part => part.Pages));

    /// <summary>The rows of each part.</summary>
    /// <remarks>
    /// Each keeps its columns in their order, its name and its place of rows, as it would not as a row source of its own among others; what
    /// it comes to is added up where that of slices is.
    /// </remarks>
    internal override IEnumerable<SelectStatement> RowsOf(RelationPlan relation, Slice slice) =>
        PartsOf(slice).Select(part => part.RowsOf(relation));

    internal override Task<Route?> FinerAsync(Slice slice, int parts, ShortMoment? moment, CancellationToken cancellationToken) =>
        Task.FromResult<Route?>(new PageRoute(Leaf.Together[(int)slice.Start], Place));

    private IEnumerable<WalkedLeaf> PartsOf(Slice slice) =>
        Leaf.Together.Take((int)(slice.End ?? Leaf.Together.Count)).Skip((int)slice.Start);
}
