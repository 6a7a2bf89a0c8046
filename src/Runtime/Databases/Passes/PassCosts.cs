using System.Text.Json;
using Npgsql;
using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Snapshots;
using ServicePing.Runtime.Databases.Tables;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Databases.Passes;

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

    // An index alone does not answer for it.
    private readonly string _row = $"{relation.Name}.ctid";
    private readonly Dictionary<Question, (double Cost, double Rows)?> _answers = [];

    /// <summary>
    /// How many rows of a window are expected in parts, where every one of them finds these by an index for much less than by reading all
    /// pages; null where that is not so.
    /// </summary>
    internal async Task<IReadOnlyDictionary<WalkedLeaf, double>?> RowsByTimeAsync(
        IReadOnlyList<WalkedLeaf> leaves,
        string column,
        TimeFrame window,
        bool needsRows,
        CancellationToken cancellationToken)
    {
        if (!leaves.All(leaf => leaf.HasPages
            && WalkedTable.ColumnOf(column, relation, leaf.IndexedColumns.Concat(leaf.SummarisedColumns)) is not null))
        {
            return null;
        }

        (int from, int to) = PassParameters.Window(window);
        Dictionary<WalkedLeaf, Question> windows = new(
            leaves.Select(leaf => KeyValuePair.Create(
                leaf, new Question(leaf, $"{column} BETWEEN ${from} AND ${to}", needsRows ? _row : "1"))),
            ReferenceEqualityComparer.Instance);
        await AskAsync([.. leaves.SelectMany(leaf => (Question[])[Scan(leaf), windows[leaf]])], cancellationToken).ConfigureAwait(false);
        if (leaves.Sum(leaf => _answers[windows[leaf]]?.Cost ?? double.PositiveInfinity)
            >= leaves.Sum(leaf => _answers[Scan(leaf)]?.Cost ?? 0) * MostOfScan)
        {
            return null;
        }

        return new Dictionary<WalkedLeaf, double>(
            windows.Select(one => KeyValuePair.Create(one.Key, _answers[one.Value]?.Rows ?? 0)), ReferenceEqualityComparer.Instance);
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
        await AskAsync([.. conditional.Select(Rows)], cancellationToken).ConfigureAwait(false);
        (FragmentState Fragment, double Cost)[] candidates =
        [
            .. from fragment in conditional
               let cost = _answers[Rows(fragment)]?.Cost
               where cost < MostAtOnce
               select (fragment, cost.Value),
        ];
        if (candidates.Length == 0)
        {
            return [];
        }

        await AskAsync([Scan(leaf)], cancellationToken).ConfigureAwait(false);
        double scan = _answers[Scan(leaf)]?.Cost ?? 0;
        bool isForThemAlone = candidates.Length == fragments.Count && candidates.Sum(one => one.Cost) < scan;
        return [.. candidates.Where(one => isForThemAlone || one.Cost < leaf.Rows * CostOfFilter).Select(one => one.Fragment)];

        Question Rows(FragmentState fragment) => new(leaf, fragment.Condition, fragment.Plan.Columns.Count > 0 ? _row : "1");
    }

    /// <summary>The fragments whose condition on a part's rows reads another table at length, which would be done again in every slice.</summary>
    internal async Task<IReadOnlyCollection<FragmentState>> ReadingOthersAsync(
        IReadOnlyList<(WalkedLeaf Leaf, FragmentState Fragment)> fragments,
        CancellationToken cancellationToken)
    {
        (FragmentState Fragment, Question Page)[] asked =
        [
            .. from one in fragments
               let condition = one.Fragment.Conditions.FirstOrDefault(Sql.HasSubquery)
               where condition is not null && one.Leaf.HasPages
               select (one.Fragment, new Question(one.Leaf, $"{_row} = '(0,1)' AND {Sql.Conjunct(condition)}", _row)),
        ];
        await AskAsync([.. asked.Select(one => one.Page)], cancellationToken).ConfigureAwait(false);
        return [.. asked.Where(one => _answers[one.Page]?.Cost > CheapSubquery).Select(one => one.Fragment)];
    }

    /// <summary>
    /// The width of the first slices of parts, in pages, where every slice is going to do much work over again that has nothing to
    /// do with its width, for a join or a subquery: so wide that this work is the smaller part.
    /// </summary>
    internal async Task<IReadOnlyDictionary<WalkedLeaf, long>> FirstWidthsAsync(
        IReadOnlyList<WalkedLeaf> leaves,
        string? condition,
        long first,
        CancellationToken cancellationToken)
    {
        Dictionary<WalkedLeaf, long> widths = new(ReferenceEqualityComparer.Instance);
        WalkedLeaf[] wide = [.. leaves.Where(leaf => leaf.HasPages && leaf.Pages > first)];
        await AskAsync(
            [.. wide.SelectMany(leaf => (Question[])[Pages(leaf, first), Pages(leaf, leaf.Pages)])], cancellationToken).ConfigureAwait(false);
        foreach (WalkedLeaf leaf in wide)
        {
            if (_answers[Pages(leaf, first)]?.Cost is { } some && _answers[Pages(leaf, leaf.Pages)]?.Cost is { } all)
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

        Question Pages(WalkedLeaf leaf, long before) => new(
            leaf,
            $"{_row} >= '(0,0)' AND {_row} < '({before},0)'{(condition is null ? "" : $" AND {Sql.Conjunct(condition)}")}",
            _row);
    }

    private Question Scan(WalkedLeaf leaf) => new(leaf, Condition: null, _row);

    /// <summary>Asks for the costs of reading rows of parts, many in one way to the server; what has been asked is known.</summary>
    private async Task AskAsync(IReadOnlyList<Question> questions, CancellationToken cancellationToken)
    {
        IEnumerable<Question> open = questions.Distinct().Where(question => !_answers.ContainsKey(question));
        foreach (Question[] some in open.Chunk(MostAsked))
        {
            if (!await TryAskAsync(some, cancellationToken).ConfigureAwait(false))
            {
                foreach (Question one in some)
                {
                    // The server does not understand it: its metrics will be told so one by one.
                    if (!await TryAskAsync([one], cancellationToken).ConfigureAwait(false))
                    {
                        _answers[one] = null;
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

    private async Task<bool> TryAskAsync(Question[] questions, CancellationToken cancellationToken)
    {
        await using NpgsqlBatch batch = session.Batch();
        foreach (Question question in questions)
        {
            SelectStatement select = question.Leaf.RowsOf(relation, question.Condition) with { Items = [new SelectItem(question.Item)] };
            NpgsqlBatchCommand command = new($"EXPLAIN (FORMAT JSON) {select}");
            parameters.AddTo(command.Parameters);
            batch.BatchCommands.Add(command);
        }

        try
        {
            await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            foreach (Question question in questions)
            {
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                using JsonDocument document = JsonDocument.Parse(reader.GetString(0));
                JsonElement plan = document.RootElement[0].GetProperty("Plan");
                _answers[question] = (plan.GetProperty("Total Cost").GetDouble(), plan.GetProperty("Plan Rows").GetDouble());
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

    /// <summary>What the planner is asked: rows of a part for which a condition holds, and what of them is needed.</summary>
    private readonly record struct Question(WalkedLeaf Leaf, string? Condition, string Item);
}
