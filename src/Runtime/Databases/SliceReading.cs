using System.Diagnostics;
using Npgsql;

namespace ServicePing;

/// <summary>Reads one slice, and sees to what becomes of a statement that fails.</summary>
/// <remarks>
/// A statement that fails is split until the culprit stands alone: first its slice, where the statement took too long, then its
/// fragments. The culprit leaves the pass with the server's message; the others keep exactly what they would have alone.
/// </remarks>
internal sealed class SliceReading(RelationPass pass, Walk walk, SnapshotSession session, Pace pace)
{
    // What collides with others so often does so again.
    private const int MostCollisions = 5;

    private int _collisions;

    internal TimeSpan Longest { get; private set; }

    internal async Task<long> RunAsync(
        IReadOnlyList<FragmentState> fragments,
        Slice slice,
        CancellationToken cancellationToken)
    {
        FragmentState[] live = [.. fragments.Where(fragment => fragment.IsLive)];
        if (live.Length == 0)
        {
            return 0;
        }

        SelectStatement source = PassPlan.SourceOf(pass.Relation, walk.Leaf, walk.Slicing.Condition(slice));
        string sql = walk.Statement.Compose(live, source).ToString();
        long started = Stopwatch.GetTimestamp();
        try
        {
            return await ExecuteAsync(sql, live, slice, cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException exception) when (session.IsUsable)
        {
            Account(sql, live, Stopwatch.GetElapsedTime(started));
            return await SplitAsync(exception, live, slice, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<long> ExecuteAsync(string sql, FragmentState[] live, Slice slice, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        StagedRows[] staged = [.. live.Select(fragment => new StagedRows(fragment))];
        await using NpgsqlCommand command = session.Command(sql);
        pass.Parameters.AddTo(command.Parameters, walk.Slicing, slice);
        long rows;
        await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            rows = await walk.Statement.ReadAsync(reader, staged, cancellationToken).ConfigureAwait(false);
        }

        Account(sql, live, Stopwatch.GetElapsedTime(started));
        Array.ForEach(staged, one => one.Commit());
        return rows;
    }

    private async Task<long> SplitAsync(
        NpgsqlException failure,
        FragmentState[] live,
        Slice slice,
        CancellationToken cancellationToken)
    {
        await session.ResetAsync(cancellationToken).ConfigureAwait(false);
        if (SqlFailure.IsCollision(failure) && _collisions++ < MostCollisions)
        {
            return await RunAsync(live, slice, cancellationToken).ConfigureAwait(false);
        }

        if (SqlFailure.IsCancelled(failure) && walk.Slicing.CanHalve(slice))
        {
            (Slice first, Slice second) = slice.Halve();
            return await RunAsync(live, first, cancellationToken).ConfigureAwait(false)
                + await RunAsync(live, second, cancellationToken).ConfigureAwait(false);
        }

        if (SqlFailure.IsCancelled(failure) && walk.Instead is { } instead)
        {
            pass.Begin(instead);
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

    private void Account(string sql, FragmentState[] live, TimeSpan elapsed)
    {
        pass.Meter.Statement(pass.Relation.Database, sql, elapsed);
        pace.Worked(elapsed);
        Longest = elapsed > Longest ? elapsed : Longest;
        Array.ForEach(live, fragment => fragment.Spend(elapsed / live.Length));
    }
}
