using ServicePing.Runtime.Databases.Passes;
using ServicePing.Runtime.Databases.Routes;
using ServicePing.Runtime.Databases.Statements;
using ServicePing.Runtime.Databases.Tables;

namespace ServicePing.Tests;

/// <summary>Slices of many parts are handed out under a lock, which must not be held for longer the more parts there are.</summary>
public sealed class PassWalksTests
{
    [Theory]
    [InlineData(10, 5)]
    [InlineData(1_400, 5)]
    [InlineData(5_000, 1)]
    public void Each_slice_is_handed_out_and_a_walk_is_looked_at_a_few_times_however_many_there_are(int parts, int statements)
    {
        CountingRoute[] routes =
        [
            .. from part in Enumerable.Range(0, parts)
               let leaf = new WalkedLeaf($"part_{part}", 3, true, 10)
               from _ in Enumerable.Range(0, statements)
               select new CountingRoute(leaf),
        ];
        AggregatesStatement statement = new([], fewestRepeated: 1);
        PassWalks walks = new(routes.Select(route => Walk.Of(new PlannedWalk(statement, route, 1, 1), new ServicePingOptions())));
        WalkedLeaf? current = null;
        int taken = 0;
        while (!walks.AreExhausted)
        {
            Walk walk = walks.Next(current)!;
            Slice slice = walk.Take(workers: 1);
            current = walk.Route.Leaf;
            if (++taken % 500 == 0)
            {
                // A connection is lost.
                walks.Return(walk, slice);
                continue;
            }

            walks.Done(walk, slice, [], rows: 1);
        }

        Assert.Null(walks.Next(current));
        Assert.True(walks.AreDone);
        Assert.Equal(3 * routes.Length, walks.Rows * statements);
        Assert.InRange(routes.Sum(route => route.Asked), 3 * routes.Length, (80 + statements * 10) * routes.Length);
    }

    /// <summary>Three pages, and how often somebody has asked whether more of them are known.</summary>
    private sealed record CountingRoute(WalkedLeaf Leaf) : Route(Leaf)
    {
        public int Asked { get; private set; }

        internal override string Along => "";

        internal override Int128 End => 3;

        internal override bool IsEndKnown
        {
            get
            {
                Asked++;
                return true;
            }
        }
    }
}
