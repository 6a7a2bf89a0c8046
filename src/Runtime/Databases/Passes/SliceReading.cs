using System.Diagnostics;
using Npgsql;
using ServicePing.Runtime.Databases.Connections;
using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Databases.Routes;
using ServicePing.Runtime.Databases.Snapshots;

namespace ServicePing.Runtime.Databases.Passes;

/// <summary>Reads one slice, and sees to what becomes of a statement that fails.</summary>
/// <remarks>
/// A statement that fails is split until the culprit stands alone: first its slice, where the statement took too long, down to one
/// row, microsecond or key, then its fragments. The culprit leaves the pass with the server's message; the others keep exactly what they
/// would have alone.
/// </remarks>
/// <param name="pass">The pass.</param>
/// <param name="walk">The walk.</param>
/// <param name="session">The connection.</param>
/// <param name="pace">Its pace.</param>
/// <param name="moment">What it sees, where each slice is of a moment of its own.</param>
internal sealed class SliceReading(RelationPass pass, Walk walk, SnapshotSession session, Pace pace, ShortMoment? moment)
{
    // What took too long in halves is far from its limit: each step towards the culprit may cost a timeout.
    private const int MostParts = 16;

    private readonly List<(long Width, TimeSpan Elapsed)> _statements = [];
    private readonly List<StagedRows> _staged = [];
    private int _collisions;
    private int _renewals;
    private int _mostFragments;
    private bool _hasTimedOut;
    private Walk? _instead;

    /// <summary>How wide the statements were that ended well and took as much as the next will, and how long they took.</summary>
    internal IReadOnlyList<(long Width, TimeSpan Elapsed)> Statements => _statements;

    /// <summary>Reads a slice whose end may still have to be found.</summary>
    internal async Task<long> ReachAsync(
        IReadOnlyList<FragmentState> fragments,
        Slice slice,
        CancellationToken cancellationToken)
    {
        Slice? reached = moment is null ? slice : await walk.Route.ReachAsync(slice, moment, cancellationToken).ConfigureAwait(false);
        return reached is { } known ? await RunAsync(fragments, known, cancellationToken).ConfigureAwait(false) : 0;
    }

    /// <summary>
    /// Hands over what the slice has come to, once all of it is read: whatever was halved, divided or read again, a slice that was lost
    /// has told nothing.
    /// </summary>
    internal void Commit()
    {
        _staged.ForEach(staged => staged.Commit());
        if (_instead is not null)
        {
            pass.Begin(_instead);
        }
    }

    internal async Task<long> RunAsync(
        IReadOnlyList<FragmentState> fragments,
        Slice slice,
        CancellationToken cancellationToken)
    {
        FragmentState[] live = [.. fragments.Where(fragment => fragment.IsOpen)];
        if (live.Length == 0)
        {
            return 0;
        }

        string sql = walk.Statement.Compose(live, pass.Relation, walk.Route, slice);
        _mostFragments = Math.Max(_mostFragments, live.Length);
        try
        {
            (long rows, TimeSpan elapsed) = await ExecuteAsync(sql, live, slice, cancellationToken).ConfigureAwait(false);
            if (live.Length == _mostFragments)
            {
                _statements.Add((slice.Width, elapsed));
                walk.Quickest = Math.Min(walk.Quickest, elapsed.TotalSeconds / walk.Route.UnitsOf(slice));
            }

            return rows;
        }
        catch (Exception exception) when (session.IsUsable && !cancellationToken.IsCancellationRequested)
        {
            return await SplitAsync(exception, live, slice, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(long Rows, TimeSpan Elapsed)> ExecuteAsync(
        string sql, FragmentState[] live, Slice slice, CancellationToken cancellationToken)
    {
        using Pace.Turn turn = await pace
            .TurnAsync(session.ResetAsync, moment is null ? session.PauseAsync : moment.PauseAsync, cancellationToken).ConfigureAwait(false);
        await (moment?.KeepShortAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        StagedRows[] staged = [.. live.Select(fragment => new StagedRows(fragment))];
        long started = Stopwatch.GetTimestamp();
        TimeSpan elapsed;
        long rows;
        try
        {
            await using NpgsqlCommand command = session.Command(sql);
            pass.Parameters.AddTo(command.Parameters);
            walk.Route.AddTo(command.Parameters, slice);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            rows = await walk.Statement.ReadAsync(reader, staged, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            elapsed = Stopwatch.GetElapsedTime(started);
            Account(sql, live, elapsed);
        }

        _staged.AddRange(staged);
        return (rows, elapsed);
    }

    private async Task<long> SplitAsync(
        Exception failure,
        FragmentState[] live,
        Slice slice,
        CancellationToken cancellationToken)
    {
        await session.ResetAsync(cancellationToken).ConfigureAwait(false);
        if (SqlFailure.IsCollision(failure) && _collisions++ < SqlFailure.MostCollisions)
        {
            return await RunAsync(live, slice, cancellationToken).ConfigureAwait(false);
        }

        if (SqlFailure.IsTooOld(failure) && _renewals++ < SqlFailure.MostCollisions)
        {
            if (moment is not null)
            {
                await moment.RenewAsync(cancellationToken).ConfigureAwait(false);
                return await RunAsync(live, slice, cancellationToken).ConfigureAwait(false);
            }

            if (pass.LeaveSnapshot())
            {
                return 0;
            }
        }

        bool mayBeCut = SqlFailure.IsCancelled(failure) && !(SqlFailure.IsTimeout(failure) && walk.IsHopeless(slice, pass.Timeout));
        if (mayBeCut && slice.CanBeCut)
        {
            IEnumerable<Slice> parts = _hasTimedOut ? slice.CutFinely(MostParts) : slice.Cut(2);
            _hasTimedOut = true;
            return await RunAsync(live, parts, cancellationToken).ConfigureAwait(false);
        }

        if (mayBeCut
            && await walk.FinerAsync(slice, MostParts, moment, cancellationToken).ConfigureAwait(false) is { } finer)
        {
            SliceReading reading = new(pass, finer, session, pace, moment) { _hasTimedOut = true };
            long rows = await reading.RunAsync(live, finer.Route.All.CutFinely(MostParts), cancellationToken).ConfigureAwait(false);
            _staged.AddRange(reading._staged);
            return rows;
        }

        if (SqlFailure.IsCancelled(failure) && walk.Instead is { } instead)
        {
            _instead = instead;
            return 0;
        }

        if (live.Length == 1 || SqlFailure.IsLock(failure))
        {
            Array.ForEach(live, culprit => culprit.Fail(SqlFailure.Of(failure)));
            return 0;
        }

        int half = live.Length / 2;
        return Math.Max(
            await RunAsync(live[..half], slice, cancellationToken).ConfigureAwait(false),
            await RunAsync(live[half..], slice, cancellationToken).ConfigureAwait(false));
    }

    private async Task<long> RunAsync(FragmentState[] live, IEnumerable<Slice> parts, CancellationToken cancellationToken)
    {
        long rows = 0;
        foreach (Slice part in parts)
        {
            // A pass that is given up has taken parts of this slice, and is begun anew without them.
            if (pass.HasToStop(pace.Rest))
            {
                break;
            }

            rows += await RunAsync(live, part, cancellationToken).ConfigureAwait(false);
        }

        return rows;
    }

    private void Account(string sql, FragmentState[] live, TimeSpan elapsed)
    {
        pass.Account(sql, elapsed);
        pace.Worked(elapsed);
        Array.ForEach(live, fragment => fragment.Spend(elapsed / live.Length));
    }
}
