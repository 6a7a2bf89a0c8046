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

    // How long the rest of a first slice is, as a share of the work that slices do over again.
    private const double MostRepeated = 1;

    // So many plans are made in one way to the server.
    private const int MostAsked = 32;

    private readonly Dictionary<(string From, string? Condition), double?> _costs = [];

    /// <summary>Whether every part finds the rows of four weeks by an index for much less than by reading all pages.</summary>
    internal async Task<bool> IsWalkedByTimeAsync(string column, CancellationToken cancellationToken)
    {
        if (!table.Leaves.All(leaf => leaf.HasPages
            && WalkedTable.ColumnOf(column, relation, leaf.IndexedColumns.Concat(leaf.SummarisedColumns)) is not null))
        {
            return false;
        }

        (int from, int to) = PassParameters.Window(TimeFrame.TwentyEightDays);
        string window = $"{column} BETWEEN ${from} AND ${to}";
        await AskAsync(
            [.. table.Leaves.SelectMany(leaf => ((WalkedLeaf, string?)[])[(leaf, null), (leaf, window)])],
            cancellationToken).ConfigureAwait(false);
        return table.Leaves.Sum(leaf => CostOf(leaf, window) ?? double.PositiveInfinity)
            < table.Leaves.Sum(leaf => CostOf(leaf, condition: null) ?? 0) * MostOfScan;
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

        FragmentState[] conditional = [.. fragments.Where(fragment => fragment is { Condition: not null, Keys.Count: 0 })];
        await AskAsync([.. conditional.Select(fragment => (leaf, fragment.Condition))], cancellationToken).ConfigureAwait(false);
        (FragmentState Fragment, double Cost)[] candidates =
        [
            .. from fragment in conditional
               let cost = CostOf(leaf, fragment.Condition)
               where cost < MostAtOnce
               select (fragment, cost.Value),
        ];
        if (candidates.Length == 0)
        {
            return [];
        }

        await AskAsync([(leaf, null)], cancellationToken).ConfigureAwait(false);
        double scan = CostOf(leaf, condition: null) ?? 0;
        bool isForThemAlone = candidates.Length == fragments.Count && candidates.Sum(one => one.Cost) < scan;
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
        await AskAsync([(table.Leaves[0], page)], cancellationToken).ConfigureAwait(false);
        return CostOf(table.Leaves[0], page) > CheapSubquery;
    }

    /// <summary>
    /// The width of the first slices of parts, in pages, where every slice is going to do much work over again that has nothing to
    /// do with its width, for a join or a subquery: so wide that this work is the smaller part.
    /// </summary>
    internal async Task<IReadOnlyDictionary<WalkedLeaf, long>> FirstWidthsAsync(
        string? condition,
        long first,
        CancellationToken cancellationToken)
    {
        Dictionary<WalkedLeaf, long> widths = new(ReferenceEqualityComparer.Instance);
        WalkedLeaf[] leaves = [.. table.Leaves.Where(leaf => leaf.HasPages && leaf.Pages > first)];
        string narrow = Pages(first);
        await AskAsync(
            [.. leaves.SelectMany(leaf => ((WalkedLeaf, string?)[])[(leaf, narrow), (leaf, Pages(leaf.Pages))])],
            cancellationToken).ConfigureAwait(false);
        foreach (WalkedLeaf leaf in leaves)
        {
            if (CostOf(leaf, narrow) is { } some && CostOf(leaf, Pages(leaf.Pages)) is { } all)
            {
                double page = Math.Max(0, all - some) / (leaf.Pages - first);
                double repeated = some - (page * first);
                if (repeated > CheapSubquery)
                {
                    widths[leaf] = (long)Math.Clamp(repeated * MostRepeated / page, first, leaf.Pages);
                }
            }
        }

        return widths;

        string Pages(long before) =>
            $"{relation.Table}.ctid >= '(0,0)' AND {relation.Table}.ctid < '({before},0)'"
            + (condition is null ? "" : $" AND {Sql.Conjunct(condition)}");
    }

    private double? CostOf(WalkedLeaf leaf, string? condition) => _costs[(leaf.From, condition)];

    /// <summary>Asks for the costs of reading rows of parts, many in one way to the server; what has been asked is known.</summary>
    private async Task AskAsync(IReadOnlyList<(WalkedLeaf Leaf, string? Condition)> questions, CancellationToken cancellationToken)
    {
        IEnumerable<(WalkedLeaf Leaf, string? Condition)> open = questions
            .DistinctBy(question => (question.Leaf.From, question.Condition))
            .Where(question => !_costs.ContainsKey((question.Leaf.From, question.Condition)));
        foreach ((WalkedLeaf Leaf, string? Condition)[] some in open.Chunk(MostAsked))
        {
            if (!await TryAskAsync(some, cancellationToken).ConfigureAwait(false))
            {
                foreach ((WalkedLeaf Leaf, string? Condition) one in some)
                {
                    // The server does not understand it: its metrics will be told so one by one.
                    if (!await TryAskAsync([one], cancellationToken).ConfigureAwait(false))
                    {
                        _costs[(one.Leaf.From, one.Condition)] = null;
                    }
                }
            }

            if (table.Leaves.Count > 1)
            {
                // The planner locks a part and its indexes.
                await session.ResetAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> TryAskAsync((WalkedLeaf Leaf, string? Condition)[] questions, CancellationToken cancellationToken)
    {
        await using NpgsqlBatch batch = session.Batch();
        foreach ((WalkedLeaf leaf, string? condition) in questions)
        {
            SelectStatement select = leaf.RowsOf(relation, condition) with { Items = [new SelectItem("1")] };
            NpgsqlBatchCommand command = new($"EXPLAIN (FORMAT JSON) {select}");
            parameters.AddTo(command.Parameters);
            batch.BatchCommands.Add(command);
        }

        try
        {
            await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            foreach ((WalkedLeaf leaf, string? condition) in questions)
            {
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                using JsonDocument plan = JsonDocument.Parse(reader.GetString(0));
                _costs[(leaf.From, condition)] = plan.RootElement[0].GetProperty("Plan").GetProperty("Total Cost").GetDouble();
                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            }

            return true;
        }
        catch (PostgresException) when (session.IsUsable)
        {
            await session.ResetAsync(cancellationToken).ConfigureAwait(false);
            return false;
        }
    }
}
