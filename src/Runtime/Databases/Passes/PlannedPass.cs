using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Databases.Routes;
using ServicePing.Runtime.Databases.Statements;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Databases.Passes;

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

/// <summary>One statement's walk along a route, before it is begun.</summary>
/// <param name="Statement">The statement, and with it the fragments.</param>
/// <param name="Route">The route, over a part of the relation.</param>
/// <param name="FirstWidth">How wide the first slice is.</param>
/// <param name="Ceiling">What no slice exceeds.</param>
internal sealed record PlannedWalk(PassStatement Statement, Route Route, long FirstWidth, long Ceiling)
{
    /// <summary>What takes its place where it is one step that takes too long; null where nothing can.</summary>
    internal PlannedWalk? Instead { get; init; }

    /// <summary>What is sent for some of its fragments and one slice.</summary>
    internal string Compose(RelationPlan relation, IReadOnlyList<FragmentState> part, Slice slice) =>
        Statement.Compose(part, relation, Route, slice);
}
