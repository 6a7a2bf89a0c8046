using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>
/// How a relation is going to be read. The engine runs it, a look at the database explains it, a list of statements prints it.
/// </summary>
/// <param name="Fragments">What is gathered, in the order of the relation's fragments; some may have failed already.</param>
/// <param name="Walks">By which walks.</param>
internal sealed record PlannedPass(IReadOnlyList<FragmentState> Fragments, IReadOnlyList<PlannedWalk> Walks)
{
    /// <summary>Whether the table has so few pages that they are read whatever indexes there are.</summary>
    internal bool IsSmall { get; init; }
}

/// <summary>One statement's way over one part of a relation, before it is begun.</summary>
/// <param name="Leaf">The part.</param>
/// <param name="Statement">The statement, and with it the fragments.</param>
/// <param name="Slicing">By what the way is cut.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">What follows its last page, moment or key, as far as is known.</param>
/// <param name="FirstWidth">How wide the first slice is.</param>
/// <param name="Ceiling">What no slice exceeds.</param>
internal sealed record PlannedWalk(
    WalkedLeaf Leaf,
    PassStatement Statement,
    Slicing Slicing,
    Int128 Start,
    Int128 End,
    long FirstWidth,
    long Ceiling)
{
    /// <summary>The keys along which it goes, where it goes by steps that are looked for on the way.</summary>
    internal KeySteps? Steps { get; init; }

    /// <summary>What takes its place where it is one step that takes too long; null where nothing can.</summary>
    internal PlannedWalk? Instead { get; init; }

    /// <summary>What is sent for some of its fragments and one slice.</summary>
    internal string Compose(RelationPlan relation, IReadOnlyList<FragmentState> part, Slice slice) =>
        Statement.Compose(part, Leaf, relation, Slicing, slice);
}
