using System.Diagnostics;
using ServicePing.Runtime.Costs;
using ServicePing.Runtime.Databases.Connections;
using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Databases.Passes;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Snapshots;
using ServicePing.Runtime.Databases.Tables;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Databases;

/// <summary>Reads all relations of one database: as many as fit into one snapshot, then those that are left in another.</summary>
/// <remarks>
/// A connection that is lost gives its slice back to the others. What no connection could finish is begun anew in the next
/// snapshot, because slices of pages mean nothing outside their own.
/// </remarks>
internal sealed class DatabaseWalk(
    PostgresDatabase database,
    IReadOnlyList<RelationPlan> relations,
    DateTimeOffset recordedAt,
    SettledRelations settledRelations,
    CollectionMeter meter,
    ServicePingOptions options) : IDisposable
{
    // A connection that is lost so often is not replaced within its snapshot.
    private const int MostConnections = 3;

    // Smaller tables do not tell how long a page takes.
    private const long TellingPages = 1_000;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);

    private readonly PassParameters _parameters = new(recordedAt);
    private readonly LeftRelations _left = new(database.Name, relations, settledRelations);
    private Pace? _pace;
    private bool _isMeasured;
    private TimeSpan _slowest;
    private Exception? _lost;
    private bool _isReached;

    internal async Task<IReadOnlyList<FragmentResult>> ReadAsync(CancellationToken cancellationToken)
    {
        TimeSpan delay = FirstDelay;
        long lastReached = Stopwatch.GetTimestamp();
        while (!_left.AreNone)
        {
            int before = _left.Results.Count;
            (_lost, _isReached) = (null, false);
            try
            {
                await ReadMomentAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                _lost = exception;
            }

            delay = _left.Results.Count > before ? FirstDelay : delay;
            lastReached = _isReached ? Stopwatch.GetTimestamp() : lastReached;
            if (_lost is not null)
            {
                if (!_isReached
                    && (!SqlFailure.IsTransient(_lost) || Stopwatch.GetElapsedTime(lastReached) + delay > options.ReconnectFor))
                {
                    _left.GiveUp(_lost);
                }

                // Not all programs that lost a server come back to it at the same time.
                TimeSpan jittered = delay * (0.5 + Random.Shared.NextDouble());
                await Task.Delay(_left.AreNone ? TimeSpan.Zero : jittered, cancellationToken).ConfigureAwait(false);
                delay *= 2;
            }
        }

        return _left.Results;
    }

    public void Dispose() => _pace?.Dispose();

    /// <summary>Takes a snapshot and reads through it what can be read while it may be held.</summary>
    private async Task ReadMomentAsync(CancellationToken cancellationToken)
    {
        await using SharedSnapshot snapshot =
            await SharedSnapshot.TakeAsync(database.Source, options, cancellationToken).ConfigureAwait(false);
        _pace ??= new Pace(options.PauseRatio ?? (snapshot.First.IsStandby ? 0 : 1), options.MaxConnections);
        List<RelationPass> passes = [];
        try
        {
            // Those that do without a snapshot come last.
            IReadOnlyList<RelationPlan> next = _left.Next(out bool isShared);
            foreach (RelationPlan relation in next)
            {
                await AloneAsync(
                    snapshot.First,
                    () => BeginAsync(relation, snapshot.First, passes, cancellationToken),
                    failure => _left.Settle(relation, FragmentResult.None(relation, failure)),
                    cancellationToken).ConfigureAwait(false);
            }

            if (options.StatementBudget is not null)
            {
                passes.Sort((one, other) => one.Table.Pages.CompareTo(other.Table.Pages));
            }

            if (!_isMeasured)
            {
                meter.PagesAhead(passes.Sum(pass => pass.Table.Pages));
                _isMeasured = true;
            }

            IEnumerable<Task> others = Enumerable.Range(1, Math.Max(0, options.MaxConnections - 1))
                .Select(_ => HelpAsync(snapshot, isShared, passes, cancellationToken));
            await Task.WhenAll([WorkFirstAsync(snapshot, isShared, passes, cancellationToken), .. others]).ConfigureAwait(false);
        }
        finally
        {
            _isReached = passes.Exists(pass => pass.IsBegun);
            passes.ForEach(Settle);
            foreach (RelationPass pass in passes)
            {
                await NoteAsync(pass, snapshot, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task BeginAsync(
        RelationPlan relation,
        SnapshotSession session,
        List<RelationPass> passes,
        CancellationToken cancellationToken)
    {
        WalkedTable table = await TableLookup.FindAsync(relation, session, cancellationToken).ConfigureAwait(false);
        int? rowsOfKeyStep = _left.RowsOfKeyStep(relation);
        if (rowsOfKeyStep is not null && !table.HasKey)
        {
            _left.NoteKeyless(relation);
            return;
        }

        passes.Add(new RelationPass(relation, table, _parameters, meter, options, rowsOfKeyStep));
    }

    /// <summary>Works through the first connection, which stays for the others if they share its snapshot.</summary>
    private async Task WorkFirstAsync(
        SharedSnapshot snapshot,
        bool isShared,
        List<RelationPass> passes,
        CancellationToken cancellationToken)
    {
        await WorkAsync(snapshot, snapshot.First, passes, cancellationToken).ConfigureAwait(false);
        if (!isShared)
        {
            await snapshot.First.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Works through a further connection; one that is lost is replaced while the snapshot stands.</summary>
    private async Task HelpAsync(
        SharedSnapshot snapshot,
        bool isShared,
        List<RelationPass> passes,
        CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < MostConnections && (!isShared || snapshot.First.IsUsable); attempt++)
        {
            if (await snapshot.JoinAsync(isShared, cancellationToken).ConfigureAwait(false) is not { } session)
            {
                return;
            }

            await using (session)
            {
                await WorkAsync(snapshot, session, passes, cancellationToken).ConfigureAwait(false);
                if (session.IsUsable)
                {
                    return;
                }
            }
        }
    }

    private async Task WorkAsync(
        SharedSnapshot snapshot,
        SnapshotSession session,
        List<RelationPass> passes,
        CancellationToken cancellationToken)
    {
        try
        {
            foreach (RelationPass pass in passes.Where(pass => pass.Results is null))
            {
                bool isTooLate = snapshot.Held + Expected(pass) > options.SnapshotLimit;
                bool isFirst = !passes.Exists(other => other.IsBegun && other != pass);
                if (!pass.IsBegun && isTooLate && !isFirst)
                {
                    return;
                }

                await AloneAsync(
                    session, () => pass.WorkAsync(session, _pace!, snapshot, isFirst, cancellationToken), pass.Fail, cancellationToken)
                    .ConfigureAwait(false);
                Learn(pass);
                await NoteAsync(pass, snapshot, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (!session.IsUsable && !cancellationToken.IsCancellationRequested)
        {
            _lost = exception;
        }
    }

    /// <summary>How long a pass may take, by the slowest so far.</summary>
    private TimeSpan Expected(RelationPass pass) => _slowest * pass.Table.Pages;

    private void Learn(RelationPass pass)
    {
        if (pass.Results is not null && pass.Table.Pages >= TellingPages)
        {
            TimeSpan page = pass.Elapsed / pass.Table.Pages;
            _slowest = page > _slowest ? page : _slowest;
        }
    }

    /// <summary>Notes a finished pass at once, so that it need not be walked again should the process end before the others.</summary>
    private async Task NoteAsync(RelationPass pass, SharedSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (pass.Results is { } results)
        {
            SettledRelation settled = new(pass.Relation, snapshot.TakenAt, _left.RowsOfKeyStep(pass.Relation) is not null, results);
            await settledRelations.AddAsync(settled, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What goes wrong with one relation stays with it, as do its locks, while the connection stands.</summary>
    private static async Task AloneAsync(
        SnapshotSession session,
        Func<Task> work,
        Action<Failure> fail,
        CancellationToken cancellationToken)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception exception) when (session.IsUsable && !cancellationToken.IsCancellationRequested)
        {
            fail(SqlFailure.Of(exception));
        }

        await session.ResetAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Settle(RelationPass pass)
    {
        using (pass)
        {
            _left.Settle(pass, _lost);
        }
    }
}
