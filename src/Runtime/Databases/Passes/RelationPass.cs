using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ServicePing.Runtime.Plans;

namespace ServicePing;

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

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _planning = new(1);
    private FragmentState[] _fragments = [];
    private List<Walk>? _walks;
    private int _workers;
    private long _begun;
    private double _pagesReported;
    private long _rowsReported;

    internal RelationPlan Relation => relation;

    internal PassParameters Parameters => parameters;

    internal CollectionMeter Meter => meter;

    internal WalkedTable Table => table;

    /// <summary>Whether a connection has begun it.</summary>
    internal bool IsBegun { get; private set; }

    /// <summary>What the fragments have come to; null until the pass is finished.</summary>
    internal IReadOnlyList<FragmentResult>? Results { get; private set; }

    /// <summary>Whether the table was replaced meanwhile, so that the pass is worth nothing.</summary>
    internal bool IsStale { get; private set; }

    /// <summary>Whether the pass would hold its snapshot for too long, and could do without one.</summary>
    internal bool IsTooLong { get; private set; }

    /// <summary>
    /// How many rows a step along the key should have, for its statement to take as long as it should, by the pace of this pass; a
    /// step cannot be halved, and one of too many rows that take long would end in a timeout.
    /// </summary>
    internal int RowsOfKeyStep
    {
        get
        {
            double read = Math.Max(_rowsReported, _pagesReported / table.Pages * table.Leaves.Sum(leaf => leaf.Rows));
            double inTarget = read > 0 ? read * (options.StatementTarget / Elapsed) : double.PositiveInfinity;
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
            ReportRest();
        }
    }

    /// <summary>Takes back what the meter was told of a pass that is begun anew.</summary>
    internal void Forget() => meter.Walked(table.Name, -_pagesReported, -_rowsReported);

    /// <summary>Reads slices through a connection until none is left; the last connection finishes the pass.</summary>
    internal async Task WorkAsync(SnapshotSession session, Pace pace, CancellationToken cancellationToken)
    {
        await PlanAsync(session, cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            _workers++;
        }

        bool isLast;
        try
        {
            while (TryTake(out Walk? walk, out Slice slice))
            {
                bool isDone = false;
                try
                {
                    await pace.PauseAsync(cancellationToken).ConfigureAwait(false);
                    if (rowsOfKeyStep is not null)
                    {
                        await session.RenewAsync(cancellationToken).ConfigureAwait(false);
                    }

                    SliceReading reading = new(this, walk, session, pace);
                    long rows = await reading
                        .RunAsync(walk.Statement.Fragments, slice, cancellationToken).ConfigureAwait(false);
                    Done(walk, slice, reading.Longest, rows);
                    isDone = true;
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
                isLast = --_workers == 0 && _walks!.TrueForAll(walk => walk.IsExhausted) && Results is null;
            }
        }

        if (isLast)
        {
            await FinishAsync(session, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _planning.Dispose();

    private async Task PlanAsync(SnapshotSession session, CancellationToken cancellationToken)
    {
        await _planning.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_walks is null)
            {
                IsBegun = true;
                _begun = Stopwatch.GetTimestamp();
                PassPlan plan = new(relation, table, session, parameters, options, rowsOfKeyStep);
                (_fragments, _walks) = await plan.MakeAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _planning.Release();
        }
    }

    /// <summary>The next slice of the walk that lags behind, so that walks over the same pages find them in memory.</summary>
    private bool TryTake([NotNullWhen(true)] out Walk? walk, out Slice slice)
    {
        lock (_lock)
        {
            walk = Results is null && !IsTooLong ? _walks!.Where(walk => !walk.IsExhausted).MinBy(walk => walk.ShareTaken) : null;
            slice = walk?.Take(Math.Max(1, options.MaxConnections)) ?? default;
            return walk is not null;
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

    private void Return(Walk walk, Slice slice)
    {
        lock (_lock)
        {
            walk.Return(slice);
        }
    }

    private void Done(Walk walk, Slice slice, TimeSpan longest, long rows)
    {
        lock (_lock)
        {
            walk.Done(slice, longest, rows);
            long seen = _walks!.GroupBy(other => other.Leaf).Sum(leaf => leaf.Max(other => other.Rows));
            double share = _walks!.Average(other => other.ShareDone);
            Report(table.Pages * share, seen);
            IsTooLong |= rowsOfKeyStep is null && table.HasKey && share < 1
                && Elapsed > options.SnapshotLimit * Trial && Elapsed / share > options.SnapshotLimit;
        }
    }

    private void Report(double pages, long rows)
    {
        meter.Walked(table.Name, pages - _pagesReported, rows - _rowsReported);
        _pagesReported = pages;
        _rowsReported = rows;
    }

    private void ReportRest() => Report(table.Pages, _rowsReported);

    /// <summary>
    /// A table that was truncated or rewritten since the snapshot shows other rows than the snapshot's, which the server does not
    /// say: its file is not the one that the snapshot knows.
    /// </summary>
    private async Task FinishAsync(SnapshotSession session, CancellationToken cancellationToken)
    {
        string oids = string.Join(", ", table.Leaves.SelectMany(leaf => leaf.Oids)
            .Select(oid => oid.ToString(CultureInfo.InvariantCulture)));
        IsStale = oids.Length > 0 && await session.ScalarAsync(
            $"""
            SELECT true
            FROM pg_class
            WHERE oid IN ({oids}) AND relfilenode <> 0 AND relfilenode IS DISTINCT FROM pg_relation_filenode(oid)
            LIMIT 1
            """,
            cancellationToken).ConfigureAwait(false) is true;
        if (IsStale)
        {
            return;
        }

        lock (_lock)
        {
            Results ??= [.. _fragments.Select(fragment => fragment.Finish(LabelLimits.Of(options)))];
            ReportRest();
        }
    }
}
