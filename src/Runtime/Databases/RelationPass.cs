using System.Diagnostics;
using Npgsql;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>One walk over a relation, slice by slice, for all fragments that read it.</summary>
/// <remarks>
/// A statement that fails is split until the culprit stands alone: first its slice, where the statement took too long, then its
/// fragments. The culprit leaves the pass with the server's message; the others keep exactly what they would have alone.
/// </remarks>
internal sealed class RelationPass(
    RelationPlan relation,
    WalkedTable table,
    SnapshotSession session,
    PassParameters parameters,
    CollectionMeter meter,
    ServicePingOptions options)
{
    private TimeSpan _longestOfSlice;

    internal async Task<IReadOnlyList<FragmentResult>> WalkAsync(CancellationToken cancellationToken)
    {
        (FragmentState[] fragments, List<PassStatement> statements) = await new PassPlan(relation, table, session, parameters)
            .MakeAsync(cancellationToken).ConfigureAwait(false);
        foreach (WalkedLeaf leaf in table.Leaves)
        {
            await WalkAsync(leaf, statements, cancellationToken).ConfigureAwait(false);
        }

        return [.. fragments.Select(fragment => fragment.Finish())];
    }

    private async Task WalkAsync(WalkedLeaf leaf, List<PassStatement> statements, CancellationToken cancellationToken)
    {
        SliceWidth width = new(options.StatementTarget, options.SlicePages.First, Ceiling(leaf));
        long page = 0;
        do
        {
            bool isLast = page + width.Pages >= leaf.Pages;
            PageRange slice = new(page, isLast ? null : page + width.Pages, isLast ? leaf.Pages - page : width.Pages);
            _longestOfSlice = TimeSpan.Zero;
            long rows = 0;
            foreach (PassStatement statement in statements)
            {
                PageRange? pages = leaf.HasPages ? slice : null;
                long seen = await RunAsync(statement, statement.Fragments, leaf, pages, cancellationToken).ConfigureAwait(false);
                rows = Math.Max(rows, seen);
            }

            meter.Walked(table.Name, slice.Pages, rows);
            page += slice.Pages;
            width.Learn(slice, _longestOfSlice);
        }
        while (page < leaf.Pages);
    }

    private async Task<long> RunAsync(
        PassStatement statement,
        IReadOnlyList<FragmentState> fragments,
        WalkedLeaf leaf,
        PageRange? pages,
        CancellationToken cancellationToken)
    {
        FragmentState[] live = [.. fragments.Where(fragment => fragment.IsLive)];
        if (live.Length == 0)
        {
            return 0;
        }

        Exception? failure = null;
        long rows = 0;
        long started = Stopwatch.GetTimestamp();
        try
        {
            rows = await ExecuteAsync(statement, live, leaf, pages, cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException exception) when (session.IsUsable)
        {
            failure = exception;
        }

        Account(live, Stopwatch.GetElapsedTime(started), isGood: failure is null);
        if (failure is null)
        {
            return rows;
        }

        await session.ResetAsync(cancellationToken).ConfigureAwait(false);
        if (SqlFailure.IsTimeout(failure) && pages is { CanHalve: true } tooWide)
        {
            (PageRange first, PageRange second) = tooWide.Halve();
            return await RunAsync(statement, live, leaf, first, cancellationToken).ConfigureAwait(false)
                + await RunAsync(statement, live, leaf, second, cancellationToken).ConfigureAwait(false);
        }

        if (live.Length == 1 || SqlFailure.IsLock(failure))
        {
            Array.ForEach(live, culprit => culprit.Fail(SqlFailure.Of(failure)));
            return 0;
        }

        int half = live.Length / 2;
        return Math.Max(
            await RunAsync(statement, live[..half], leaf, pages, cancellationToken).ConfigureAwait(false),
            await RunAsync(statement, live[half..], leaf, pages, cancellationToken).ConfigureAwait(false));
    }

    private async Task<long> ExecuteAsync(
        PassStatement statement,
        FragmentState[] live,
        WalkedLeaf leaf,
        PageRange? pages,
        CancellationToken cancellationToken)
    {
        SelectStatement select = statement.Compose(live, PassPlan.SourceOf(relation, leaf, pages is not null));
        await using NpgsqlCommand command = session.Command(select.ToString());
        parameters.AddTo(command.Parameters, pages);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await statement.ReadAsync(reader, live, cancellationToken).ConfigureAwait(false);
    }

    private void Account(FragmentState[] live, TimeSpan elapsed, bool isGood)
    {
        meter.Statement(elapsed);
        _longestOfSlice = elapsed > _longestOfSlice ? elapsed : _longestOfSlice;
        foreach (FragmentState fragment in live)
        {
            fragment.Spend(elapsed / live.Length);
            if (isGood)
            {
                fragment.Commit();
            }
            else
            {
                fragment.Discard();
            }
        }
    }

    /// <summary>No slice is wider than the smallest <c>batch.size</c> of the relation's metrics allows.</summary>
    private long Ceiling(WalkedLeaf leaf)
    {
        long? rows = relation.Fragments.Min(fragment => fragment.BatchSize);
        return rows is null || leaf.RowsPerPage is not { } density
            ? options.SlicePages.Ceiling
            : Math.Clamp((long)(rows.Value / density), 1, options.SlicePages.Ceiling);
    }
}
