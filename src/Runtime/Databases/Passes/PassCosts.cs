using System.Text.Json;
using Npgsql;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>What the server's planner expects of ways to read a relation; it executes nothing.</summary>
internal sealed class PassCosts(RelationPlan relation, WalkedTable table, SnapshotSession session, PassParameters parameters)
{
    // Of a window that costs more than this share of reading all pages, rows are better found on the way.
    private const double MostOfScan = 0.33;

    // What the planner reckons for a condition and the aggregate it filters, a row.
    private const double CostOfFilter = 0.005;

    // So much work, in the planner's units and rows, is done well within the time of a statement.
    private const double MostAtOnce = 50_000;

    // Repeated in every slice, this is not noticed.
    private const double CheapSubquery = 1_000;

    /// <summary>Whether every part finds the rows of four weeks by an index for much less than by reading all pages.</summary>
    internal async Task<bool> IsWalkedByTimeAsync(string column, CancellationToken cancellationToken)
    {
        if (!table.Leaves.All(leaf => leaf.HasPages
            && WalkedTable.ColumnOf(column, relation, leaf.IndexedColumns.Concat(leaf.SummarisedColumns)) is not null))
        {
            return false;
        }

        (int from, int to) = PassParameters.Window(TimeFrame.TwentyEightDays);
        double scan = 0;
        double window = 0;
        foreach (WalkedLeaf leaf in table.Leaves)
        {
            scan += await CostAsync(leaf, condition: null, cancellationToken).ConfigureAwait(false) ?? 0;
            window += await CostAsync(leaf, $"{column} BETWEEN ${from} AND ${to}", cancellationToken).ConfigureAwait(false)
                ?? double.PositiveInfinity;
        }

        return window < scan * MostOfScan;
    }

    /// <summary>
    /// The fragments whose rows an index finds for less than it costs to ask their conditions of every row; or all, where the pass
    /// would be for them alone.
    /// </summary>
    internal async Task<IReadOnlyList<FragmentState>> CheaperAloneAsync(
        IReadOnlyList<FragmentState> fragments,
        CancellationToken cancellationToken)
    {
        if (table.Leaves is not [{ HasPages: true, IsAnalysed: true } leaf] || leaf.Rows < MostAtOnce)
        {
            return [];
        }

        List<(FragmentState Fragment, double Cost)> candidates = [];
        foreach (FragmentState fragment in fragments)
        {
            if (fragment is { Condition: { } condition, Keys.Count: 0 }
                && await CostAsync(leaf, condition, cancellationToken).ConfigureAwait(false) is { } cost
                && cost < MostAtOnce)
            {
                candidates.Add((fragment, cost));
            }
        }

        double scan = await CostAsync(leaf, condition: null, cancellationToken).ConfigureAwait(false) ?? 0;
        bool isForThemAlone = candidates.Count == fragments.Count && candidates.Sum(one => one.Cost) < scan;
        return [.. candidates.Where(one => isForThemAlone || one.Cost < leaf.Rows * CostOfFilter).Select(one => one.Fragment)];
    }

    /// <summary>Whether a condition reads another table at length, which would be done again in every slice.</summary>
    internal async Task<bool> ReadsAnotherTableAsync(FragmentState fragment, CancellationToken cancellationToken)
    {
        if (fragment.Conditions.FirstOrDefault(Sql.HasSubquery) is not { } condition || !table.Leaves[0].HasPages)
        {
            return false;
        }

        string page = $"{relation.Table}.ctid = '(0,1)' AND {Sql.Conjunct(condition)}";
        return await CostAsync(table.Leaves[0], page, cancellationToken).ConfigureAwait(false) > CheapSubquery;
    }

    /// <summary>The cost of reading rows of a part; null where the server does not understand the condition.</summary>
    private async Task<double?> CostAsync(WalkedLeaf leaf, string? condition, CancellationToken cancellationToken)
    {
        SelectStatement select = PassPlan.SourceOf(relation, leaf, condition) with { Items = [new SelectItem("1")] };
        try
        {
            await using NpgsqlCommand command = session.Command($"EXPLAIN (FORMAT JSON) {select}");
            parameters.AddTo(command.Parameters);
            string explained = (string)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
            using JsonDocument plan = JsonDocument.Parse(explained);
            return plan.RootElement[0].GetProperty("Plan").GetProperty("Total Cost").GetDouble();
        }
        catch (PostgresException) when (session.IsUsable)
        {
            // Its metrics will be told so one by one.
            await session.ResetAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
    }
}
