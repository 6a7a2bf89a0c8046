using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using ServicePing.Runtime.Costs;
using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Routes;
using ServicePing.Runtime.Databases.Snapshots;
using ServicePing.Runtime.Databases.Tables;
using ServicePing.Runtime.Labels;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Databases.Passes;

/// <summary>One pass over a relation within one snapshot, for all fragments that read it; connections share its slices.</summary>
/// <param name="relation">The relation.</param>
/// <param name="table">Its table, as the database knows it.</param>
/// <param name="parameters">The parameters of all statements.</param>
/// <param name="meter">What is told of the progress.</param>
/// <param name="options">How long statements and snapshots may last.</param>
/// <param name="rowsOfKeyStep">How many rows are read at once by a walk along the key; null for a walk by pages.</param>
internal sealed class RelationPass(
    RelationPlan relation,
    WalkedTable table,
    PassParameters parameters,
    CollectionMeter meter,
    ServicePingOptions options,
    int? rowsOfKeyStep) : IDisposable
{
    // So much of the limit is spent before a pass is judged by it.
    private const double Trial = 0.1;

    // Steps of fewer rows would take longer to find than to read.
    private const int FewestRowsOfStep = 100;

    // So much of a walk tells what the rest of it costs.
    private const double TellingShare = 0.05;

    // While a connection that has a moment of its own waits for the plan.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly PassProgress _progress = new(table, meter);
    private readonly SnapshotHold _hold = new(rowsOfKeyStep is null, table.HasKey, options.SnapshotLimit);
    private readonly SemaphoreSlim _planning = new(1);
    private IReadOnlyList<FragmentState> _fragments = [];
    private PassWalks? _walks;
    private int _workers;
    private long _begun;
    private TimeSpan _spent;

    internal RelationPlan Relation => relation;

    internal PassParameters Parameters => parameters;

    internal WalkedTable Table => table;

    /// <summary>When the server ends a statement.</summary>
    internal TimeSpan Timeout => options.StatementTimeout;

    /// <summary>Whether a connection has begun it.</summary>
    internal bool IsBegun { get; private set; }

    /// <summary>What the fragments have come to; null until the pass is finished.</summary>
    internal IReadOnlyList<FragmentResult>? Results { get; private set; }

    /// <summary>Whether the table was replaced meanwhile, so that the pass is worth nothing.</summary>
    internal bool IsStale { get; private set; }

    /// <summary>Whether the pass would hold its snapshot for too long, and could do without one.</summary>
    internal bool IsTooLong => _hold.IsTooLong;

    /// <summary>Whether the pass would hold for too long a snapshot that was held for others before, so that it needs another.</summary>
    internal bool IsLate => _hold.IsLate;

    /// <summary>
    /// How many rows a step along the key should have, for its statement to take as long as it should, by the pace of this pass; one
    /// of too many rows that take long would end in a timeout, and be read again in parts.
    /// </summary>
    internal int RowsOfKeyStep
    {
        get
        {
            double read = _walks?.RowsRead ?? 0;
            double inTarget = read > 0 ? read * (options.StatementTarget / _spent) : double.PositiveInfinity;
            return (int)Math.Min(options.RowsOfKeyStep, Math.Max(FewestRowsOfStep, inTarget));
        }
    }

    /// <summary>How long it has been under way.</summary>
    internal TimeSpan Elapsed => Stopwatch.GetElapsedTime(_begun);

    /// <summary>Gives the whole relation up.</summary>
    internal void Fail(Failure failure)
    {
        lock (_lock)
        {
            Results ??= [.. FragmentResult.None(relation, failure)];
            _progress.End();
        }
    }

    /// <summary>Takes back what the collection was told of a pass that is begun anew.</summary>
    internal void Forget() => _progress.Forget();

    /// <summary>Reads slices through a connection until none is left; the last connection finishes the pass.</summary>
    /// <param name="session">The connection.</param>
    /// <param name="pace">The pace of all connections.</param>
    /// <param name="snapshot">What is read by pages; it is held for longer the more passes it has had before.</param>
    /// <param name="isFirst">Whether it has had none.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    internal async Task WorkAsync(
        SnapshotSession session, Pace pace, SharedSnapshot snapshot, bool isFirst, CancellationToken cancellationToken)
    {
        if (IsBeyondBudget(TimeSpan.Zero))
        {
            return;
        }

        ShortMoment? moment = rowsOfKeyStep is null ? null : new ShortMoment(session, options);
        await PlanAsync(session, moment, snapshot, isFirst, cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            _workers++;
        }

        bool isLast;
        try
        {
            WalkedLeaf? leaf = table.Leaves is [var only] ? only : null;
            while (TryTake(pace.Rest, leaf, out Walk? walk, out Slice slice))
            {
                bool isDone = false;
                try
                {
                    await BeginSliceAsync(session, moment, !ReferenceEquals(walk.Route.Leaf, leaf), cancellationToken).ConfigureAwait(false);
                    leaf = walk.Route.Leaf;
                    SliceReading reading = new(this, walk, session, pace, moment);
                    long rows = await reading
                        .ReachAsync(walk.Statement.Fragments, slice, cancellationToken).ConfigureAwait(false);
                    isDone = true;
                    reading.Commit();
                    Done(walk, slice, reading.Statements, rows);
                }
                finally
                {
                    if (!isDone)
                    {
                        Return(walk, slice);
                    }
                }
            }
        }
        finally
        {
            lock (_lock)
            {
                isLast = --_workers == 0 && _walks!.AreExhausted && Results is null && !_hold.IsGivenUp;
            }
        }

        if (isLast)
        {
            await FinishAsync(session, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _planning.Dispose();

    /// <summary>
    /// Whether no further part of a slice may be read: because the snapshot is held for too long, and the pass could do without or with
    /// another, or because the collection has no time left.
    /// </summary>
    /// <param name="rest">For how long the server has to rest first.</param>
    internal bool HasToStop(TimeSpan rest)
    {
        lock (_lock)
        {
            return !_hold.AllowsPart(Elapsed + rest) || IsBeyondBudget(TimeSpan.Zero);
        }
    }

    /// <summary>Gives the pass up, to be begun anew without a snapshot, where the table can be read so.</summary>
    internal bool LeaveSnapshot()
    {
        lock (_lock)
        {
            return _hold.Leave();
        }
    }

    /// <summary>Notes a statement.</summary>
    internal void Account(string sql, TimeSpan elapsed)
    {
        meter.Statement(relation.Database, sql, elapsed);
        lock (_lock)
        {
            _spent += elapsed;
        }
    }

    /// <summary>Adds a walk while others are under way.</summary>
    internal void Begin(Walk walk)
    {
        lock (_lock)
        {
            _walks!.Add(walk);
        }
    }

    private async Task PlanAsync(
        SnapshotSession session, ShortMoment? moment, SharedSnapshot snapshot, bool isFirst, CancellationToken cancellationToken)
    {
        while (!await _planning.WaitAsync(LongestWait, cancellationToken).ConfigureAwait(false))
        {
            await (moment?.KeepShortAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        }

        try
        {
            if (_walks is null)
            {
                IsBegun = true;
                _begun = Stopwatch.GetTimestamp();
                _hold.Begin(snapshot.Held, isFirst);
                DatabaseBasis basis = new(relation, table, session, parameters, isLook: false);
                PassPlan plan = new(relation, table, basis, parameters, options, rowsOfKeyStep);
                PlannedPass planned = await plan.MakeAsync(cancellationToken).ConfigureAwait(false);
                _fragments = planned.Fragments;
                _walks = new PassWalks(planned.Walks.Select(walk => Walk.Of(walk, options)));
            }
        }
        finally
        {
            _planning.Release();
        }
    }

    /// <summary>Gives back what the slice before has taken and the next does not need: its moment, or the locks of its part.</summary>
    private static Task BeginSliceAsync(SnapshotSession session, ShortMoment? moment, bool isOtherLeaf, CancellationToken cancellationToken) =>
        moment?.RenewAsync(cancellationToken)
        ?? (isOtherLeaf ? session.ResetAsync(cancellationToken) : Task.CompletedTask);

    private bool TryTake(TimeSpan rest, WalkedLeaf? current, [NotNullWhen(true)] out Walk? walk, out Slice slice)
    {
        lock (_lock)
        {
            bool hasToRest = rest > TimeSpan.Zero && !_walks!.AreExhausted;
            bool isLeft = Results is null && !_hold.IsOver && (!hasToRest || _hold.Allows(Elapsed + rest));
            walk = isLeft && (_walks!.AreExhausted || !IsBeyondBudget(TimeSpan.Zero)) ? _walks!.Next(current) : null;
            slice = walk?.Take(Math.Max(1, options.MaxConnections)) ?? default;
            return walk is not null;
        }
    }

    private void Return(Walk walk, Slice slice)
    {
        lock (_lock)
        {
            _walks!.Return(walk, slice);
        }
    }

    private void Done(Walk walk, Slice slice, IEnumerable<(long Width, TimeSpan Elapsed)> statements, long rows)
    {
        lock (_lock)
        {
            _walks!.Done(walk, slice, statements, rows);
            double share = _walks.ShareDone;
            _progress.Report(table.Pages * share, _walks.Rows);
            if (share is > TellingShare and < 1)
            {
                IsBeyondBudget(_spent * ((1 - share) / share));
            }

            if (!_walks.AreDone)
            {
                _hold.Allows(Elapsed > options.SnapshotLimit * Trial ? Elapsed / share : Elapsed);
            }
        }
    }

    /// <summary>Whether the collection has less time left than is needed; the relation is given up then.</summary>
    private bool IsBeyondBudget(TimeSpan needed)
    {
        if (options.StatementBudget is not { } budget || meter.Spent + needed < budget)
        {
            return false;
        }

        Fail(new Failure(
            ReadingStatus.TimedOut,
            $"The SQL statements of a collection may take {budget} together, and too little of that was left for this table: "
                + "raise StatementBudget."));
        return true;
    }

    private async Task FinishAsync(SnapshotSession session, CancellationToken cancellationToken)
    {
        IsStale = await ReplacedTable.IsAsync(table, session, cancellationToken).ConfigureAwait(false);
        if (IsStale)
        {
            return;
        }

        lock (_lock)
        {
            Results ??= [.. _fragments.Select(fragment => fragment.Finish(LabelLimits.Of(options)))];
            _progress.End();
        }
    }
}
