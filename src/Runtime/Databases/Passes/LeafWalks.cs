using ServicePing.Runtime.Databases.Routes;
using ServicePing.Runtime.Databases.Tables;

namespace ServicePing.Runtime.Databases.Passes;

/// <summary>
/// The walks over one part of a relation, which are under way together so that they find its pages in memory. The pass guards it.
/// </summary>
internal sealed class LeafWalks(WalkedLeaf leaf)
{
    private readonly List<Walk> _walks = [];

    /// <summary>The rows that the walk has told of that has told of most.</summary>
    internal long Rows { get; private set; }

    /// <summary>How many pages have been walked, each once for every walk.</summary>
    internal double PagesDone { get; private set; }

    /// <summary>How many pages a walk has; a part without pages counts as one.</summary>
    internal double Weight => Math.Max(1, leaf.Pages);

    internal void Add(Walk walk) => _walks.Add(walk);

    /// <summary>The walk that lags behind; null where nothing is left to be handed out.</summary>
    internal Walk? Next() => _walks.Where(walk => !walk.IsExhausted).MinBy(walk => walk.ShareTaken);

    internal void Done(Walk walk, Slice slice, IEnumerable<(long Width, TimeSpan Elapsed)> statements, long rows)
    {
        double before = walk.ShareDone;
        walk.Done(slice, statements, rows);
        Rows = Math.Max(Rows, walk.Rows);
        PagesDone += (walk.ShareDone - before) * Weight;
    }
}
