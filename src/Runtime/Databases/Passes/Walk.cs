using ServicePing.Runtime.Databases.Routes;
using ServicePing.Runtime.Databases.Snapshots;
using ServicePing.Runtime.Databases.Statements;

namespace ServicePing.Runtime.Databases.Passes;

/// <summary>One statement's progress along a route, which is handed out slice by slice. The pass guards it.</summary>
/// <param name="statement">The statement.</param>
/// <param name="route">The route.</param>
/// <param name="width">How wide slices are.</param>
internal sealed class Walk(PassStatement statement, Route route, SliceWidth width)
{
    // A shrinking tail lets connections end together; it ends at this part of the full width.
    private const long TailDivisor = 2;

    // A walk that takes longer than so many statements may is given up where its narrow slices take too long.
    private const double MostTimeouts = 100;

    private readonly Stack<Slice> _returned = [];
    private Int128 _taken;
    private Int128 _done;

    /// <summary>Begins a walk that was planned.</summary>
    internal static Walk Of(PlannedWalk plan, ServicePingOptions options) => new(
        plan.Statement, plan.Route, new SliceWidth(options.StatementTarget, options.StatementTimeout, plan.FirstWidth, plan.Ceiling))
    {
        Instead = plan.Instead is { } instead ? Of(instead, options) : null,
    };

    internal PassStatement Statement => statement;

    internal Route Route => route;

    /// <summary>What takes the place of a walk in one step that takes too long; null where nothing can.</summary>
    internal Walk? Instead { get; init; }

    /// <summary>The rows that the statement has told of.</summary>
    internal long Rows { get; private set; }

    /// <summary>Whether no slice is left, or none that may change a value.</summary>
    internal bool IsExhausted => _returned.Count == 0
        && ((route.IsEndKnown && _taken >= route.Length) || IsSettled);

    // What has failed is not settled: a table that has changed meanwhile is read again.
    private bool IsSettled => statement.Fragments.Count > 0 && statement.Fragments.All(fragment => fragment.IsSettled);

    /// <summary>The share that has been handed out, from 0 to 1.</summary>
    internal double ShareTaken => (double)_taken / (double)route.Length;

    /// <summary>The share that is done, from 0 to 1.</summary>
    internal double ShareDone => Math.Min(1, (double)_done / (double)route.Length);

    /// <summary>How few seconds a page, moment, key or row of a step has taken, at best.</summary>
    internal double Quickest { get; set; } = double.PositiveInfinity;

    /// <summary>The next slice.</summary>
    /// <param name="workers">Among how many connections the rest is divided.</param>
    internal Slice Take(int workers)
    {
        if (_returned.TryPop(out Slice returned))
        {
            return returned;
        }

        bool isEndKnown = route.IsEndKnown;
        Int128 rest = route.Length - _taken;
        Int128 fair = route.IsDivided ? Int128.Max(rest / workers, width.Current / TailDivisor) : rest;
        Int128 taken = Int128.Max(1, Int128.Min(width.Current, fair));
        Int128 next = route.Start + _taken;
        bool isLast = isEndKnown && taken >= rest;
        _taken += isLast ? rest : taken;
        return isLast ? route.Rest(next) : new Slice((long)next, (long)(next + taken), (long)taken);
    }

    /// <summary>Takes a slice back that could not be read, so that it is handed out again.</summary>
    internal void Return(Slice slice) => _returned.Push(slice);

    /// <summary>
    /// Whether a slice that takes too long is so narrow that all of them would take far too long, and none was quick: to read on in
    /// narrower ones would burden the server for hours.
    /// </summary>
    internal bool IsHopeless(Slice slice, TimeSpan timeout)
    {
        if (route.Extent is not (double all, double narrow))
        {
            return false;
        }

        double units = route.UnitsOf(slice);
        double slicesOfThisWidth = all / units;
        double timeoutsAtBest = Quickest * all / timeout.TotalSeconds;
        return units <= narrow && slicesOfThisWidth > MostTimeouts && timeoutsAtBest > MostTimeouts;
    }

    /// <summary>A walk over the rows of a slice that cannot be cut; null where there is nothing finer.</summary>
    internal async Task<Walk?> FinerAsync(Slice slice, int parts, ShortMoment? moment, CancellationToken cancellationToken) =>
        await route.FinerAsync(slice, parts, moment, cancellationToken).ConfigureAwait(false) is { } finer
            ? new Walk(statement, finer, width) { Quickest = Quickest }
            : null;

    /// <summary>Learns of a slice that has been read.</summary>
    /// <param name="slice">The slice.</param>
    /// <param name="statements">How wide its statements were, and how long they took.</param>
    /// <param name="rows">How many rows they told of.</param>
    internal void Done(Slice slice, IEnumerable<(long Width, TimeSpan Elapsed)> statements, long rows)
    {
        _done += slice.Width;
        Rows += rows;
        foreach ((long wide, TimeSpan elapsed) in statements)
        {
            width.Learn(wide, elapsed);
        }
    }
}
