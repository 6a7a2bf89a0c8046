using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Databases.Routes;
using ServicePing.Runtime.Databases.Tables;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Databases.Passes;

/// <summary>What a plan goes by: what a database says of a relation, or what is supposed before one is looked at.</summary>
internal interface IPlanBasis
{
    /// <summary>The types of expressions over a part; where the server does not understand them, why.</summary>
    Task<(ComparedColumns? Columns, Failure? Failure)> ProbeAsync(
        WalkedLeaf leaf, IReadOnlyList<string> expressions, CancellationToken cancellationToken);

    /// <summary>
    /// How many rows of a window the planner expects in parts, where every one of them finds these by an index for much less than by reading
    /// all pages; null where that is not so.
    /// </summary>
    /// <param name="leaves">The parts that may have rows of it.</param>
    /// <param name="column">The time column.</param>
    /// <param name="window">The window.</param>
    /// <param name="needsRows">Whether more is asked of rows than that column.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    Task<IReadOnlyDictionary<WalkedLeaf, double>?> RowsByTimeAsync(
        IReadOnlyList<WalkedLeaf> leaves, string column, TimeFrame window, bool needsRows, CancellationToken cancellationToken);

    /// <summary>
    /// Those of some fragments, each with a part, whose condition on its rows reads another table at length, which would be done again in
    /// every slice.
    /// </summary>
    Task<IReadOnlyCollection<FragmentState>> ReadingOthersAsync(
        IReadOnlyList<(WalkedLeaf Leaf, FragmentState Fragment)> fragments, CancellationToken cancellationToken);

    /// <summary>The fragments whose rows are cheaper found by an index than among all others.</summary>
    Task<IReadOnlyList<FragmentState>> CheaperAloneAsync(IReadOnlyList<FragmentState> fragments, CancellationToken cancellationToken);

    /// <summary>The width of the first slices of parts, in pages, where every slice does much work over again.</summary>
    Task<IReadOnlyDictionary<WalkedLeaf, long>> FirstWidthsAsync(
        IReadOnlyList<WalkedLeaf> leaves, string? condition, long first, CancellationToken cancellationToken);

    /// <summary>The routes along a key over the parts without pages; not over those that have no rows, or no key of numbers.</summary>
    Task<IReadOnlyDictionary<WalkedLeaf, KeyRoute>> KeyRoutesAsync(string key, CancellationToken cancellationToken);

    /// <summary>The route along an indexed column's values; null where there are no statistics to go by.</summary>
    /// <param name="column">The column's name, as it stands in the catalogue.</param>
    /// <param name="expression">The column, as fragments call it.</param>
    /// <param name="typeName">Its type.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    Task<ValueRoute?> ValueRouteAsync(string column, string expression, string typeName, CancellationToken cancellationToken);
}
