using ServicePing.Runtime.Databases.Tables;

namespace ServicePing.Runtime.Databases.Routes;

/// <summary>All rows of a part at once, or those of a condition, of which an index finds few: there is nothing to be cut.</summary>
/// <param name="Leaf">The part.</param>
/// <param name="Filter">The condition; null for all rows.</param>
internal sealed record WholeRoute(WalkedLeaf Leaf, string? Filter = null) : Route(Leaf)
{
    /// <summary>For what has no rows, and is asked for all the same: the server says what it does not understand.</summary>
    internal static WholeRoute None(WalkedLeaf leaf) => new(leaf, "false") { IsNone = true };

    internal bool IsNone { get; private init; }

    internal override string Along => Filter ?? "";

    internal override Int128 End => 1;

    private protected override string? Condition(Slice slice) => Filter;
}
