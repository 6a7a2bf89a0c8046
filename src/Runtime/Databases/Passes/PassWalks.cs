using ServicePing.Runtime.Databases.Routes;
using ServicePing.Runtime.Databases.Tables;

namespace ServicePing.Runtime.Databases.Passes;

/// <summary>The walks of a pass, part by part: hands slices out, and adds up how far all are. The pass guards it.</summary>
internal sealed class PassWalks
{
    // Parts add up to all, but for rounding.
    private const double NearlyAll = 1 - 1e-9;

    private readonly Dictionary<WalkedLeaf, LeafWalks> _walksOf = new(ReferenceEqualityComparer.Instance);
    private readonly List<LeafWalks> _leaves = [];
    private int _firstOpen;
    private double _pagesToWalk;
    private double _pagesDone;

    internal PassWalks(IEnumerable<Walk> walks)
    {
        foreach (Walk walk in walks)
        {
            Add(walk);
        }
    }

    /// <summary>How many rows have been read, by what statements told or by the share that is done.</summary>
    internal double RowsRead => Math.Max(Rows, ShareDone * _walksOf.Keys.Sum(leaf => leaf.Rows));

    /// <summary>Whether nothing is left to be handed out.</summary>
    internal bool AreExhausted => Next(current: null) is null;

    /// <summary>The share that is done, from 0 to 1, by pages.</summary>
    internal double ShareDone => Math.Clamp(_pagesDone / _pagesToWalk, 0, 1);

    /// <summary>Whether all is done.</summary>
    internal bool AreDone => ShareDone >= NearlyAll;

    /// <summary>The rows of the relation that were told of.</summary>
    internal long Rows { get; private set; }

    /// <summary>Adds a walk, also while others are under way.</summary>
    internal void Add(Walk walk)
    {
        if (!_walksOf.TryGetValue(walk.Route.Leaf, out LeafWalks? leaf))
        {
            leaf = new LeafWalks(walk.Route.Leaf);
            _walksOf.Add(walk.Route.Leaf, leaf);
            _leaves.Add(leaf);
        }

        leaf.Add(walk);
        _pagesToWalk += leaf.Weight;
        _firstOpen = 0;
    }

    /// <summary>
    /// The walk of the next slice: over a part that lags behind, so that walks over the same pages find them in memory, and over the
    /// next part when nothing is left of it, so that locks of few parts are held.
    /// </summary>
    /// <param name="current">The part that the connection is at; null before its first.</param>
    internal Walk? Next(WalkedLeaf? current)
    {
        Walk? next = current is null ? null : _walksOf.GetValueOrDefault(current)?.Next();
        while (next is null && _firstOpen < _leaves.Count)
        {
            next = _leaves[_firstOpen].Next();
            _firstOpen += next is null ? 1 : 0;
        }

        return next;
    }

    /// <summary>Takes a slice back that could not be read.</summary>
    internal void Return(Walk walk, Slice slice)
    {
        walk.Return(slice);
        _firstOpen = 0;
    }

    internal void Done(Walk walk, Slice slice, IEnumerable<(long Width, TimeSpan Elapsed)> statements, long rows)
    {
        LeafWalks leaf = _walksOf[walk.Route.Leaf];
        (double pages, long seen) = (leaf.PagesDone, leaf.Rows);
        leaf.Done(walk, slice, statements, rows);
        _pagesDone += leaf.PagesDone - pages;
        Rows += leaf.Rows - seen;
    }
}
