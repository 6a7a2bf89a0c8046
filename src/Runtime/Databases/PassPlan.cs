using Npgsql;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>Decides which fragments of a relation share a statement.</summary>
internal sealed class PassPlan(RelationPlan relation, WalkedTable table, SnapshotSession session, PassParameters parameters)
{
    /// <summary>The rows of a part of a relation; what is selected from them is still open.</summary>
    internal static SelectStatement SourceOf(RelationPlan relation, WalkedLeaf leaf, bool isSliced) => new()
    {
        Items = [],
        From = leaf.From,
        Joins = relation.Joins,
        Where = isSliced
            ? [$"{relation.Table}.ctid >= {PassParameters.SliceStart} AND {relation.Table}.ctid < {PassParameters.SliceEnd}"]
            : [],
    };

    internal async Task<(FragmentState[] Fragments, List<PassStatement> Statements)> MakeAsync(
        CancellationToken cancellationToken)
    {
        FragmentState[] fragments = [.. relation.Fragments.Select(Begin)];
        List<PassStatement> statements = [];

        foreach (var kind in fragments.Where(fragment => fragment.IsLive).GroupBy(KindOf))
        {
            if (await StatementAsync(kind.Key.Shape, [.. kind], cancellationToken).ConfigureAwait(false) is { } statement)
            {
                statements.Add(statement);
            }
        }

        return (fragments, statements);
    }

    /// <summary>Fragments of one kind share a statement.</summary>
    private static (Shape Shape, string Columns, string GroupBy) KindOf(FragmentState fragment) => fragment.Plan.Operation switch
    {
        Operation.DistinctCount or Operation.EstimateBatchDistinctCount =>
            (Shape.Distinct, Joined(fragment.Plan.Columns), Joined(fragment.Plan.GroupBy)),
        Operation.Histogram => (Shape.Histogram, Joined(fragment.Plan.Columns), ""),
        _ when fragment.Plan.GroupBy.Count > 0 => (Shape.Groups, "", Joined(fragment.Plan.GroupBy)),
        _ => (Shape.Totals, "", ""),
    };

    private static string Joined(IReadOnlyList<string> expressions) => string.Join('\n', expressions);

    private FragmentState Begin(QueryFragment plan)
    {
        try
        {
            if (plan is { Operation: Operation.DistinctCount or Operation.EstimateBatchDistinctCount, Columns.Count: 0 })
            {
                plan = plan with { Columns = [table.PrimaryKeyColumn()] };
            }

            FragmentState state = new(plan, Sql.ConditionOf(plan, table));
            if (plan is { Operation: Operation.Sum or Operation.Average or Operation.Histogram, Columns.Count: not 1 })
            {
                state.Fail(new Failure(ReadingStatus.Failed, $"The definition has to name one column for {plan.Operation}."));
            }
            else if (plan.Operation == Operation.Histogram && !HistogramBuckets.AreValid(plan, out string? problem))
            {
                state.Fail(new Failure(ReadingStatus.Failed, problem));
            }

            return state;
        }
        catch (InvalidOperationException exception)
        {
            FragmentState state = new(plan, condition: null);
            state.Fail(new Failure(ReadingStatus.Failed, exception.Message));
            return state;
        }
    }

    private async Task<PassStatement?> StatementAsync(Shape shape, FragmentState[] fragments, CancellationToken cancellationToken)
    {
        QueryFragment plan = fragments[0].Plan;
        if (shape == Shape.Totals)
        {
            return new TotalsStatement(fragments);
        }

        if (shape == Shape.Groups)
        {
            return new GroupsStatement([.. plan.GroupBy.Select(PassStatement.GroupText)], fragments);
        }

        CanonicalColumns columns;
        try
        {
            columns = await CanonicalColumns.ProbeAsync(
                plan.Columns,
                asRow: shape == Shape.Histogram,
                SourceOf(relation, table.Leaves[0], isSliced: false),
                session,
                parameters,
                cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (session.IsUsable)
        {
            // They share the column that the server does not understand.
            Array.ForEach(fragments, fragment => fragment.Fail(SqlFailure.Of(exception)));
            await session.ResetAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }

        Array.ForEach(fragments, fragment => fragment.IsInteger = columns.IsInteger);
        return shape == Shape.Histogram
            ? new GroupsStatement([columns.Expression], fragments)
            : new DistinctStatement(columns.Expression, columns.IsNullable, plan.GroupBy, fragments);
    }

    private enum Shape
    {
        Totals,
        Groups,
        Distinct,
        Histogram,
    }
}
