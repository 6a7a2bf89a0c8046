using Npgsql;
using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Databases.Passes;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Snapshots;
using ServicePing.Runtime.Databases.Tables;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Queries;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Verification;

/// <summary>
/// Looks at the fragments of one relation: types, and the plan by which a collection would read them. It executes nothing of them.
/// </summary>
internal sealed class RelationVerification(
    RelationPlan relation,
    WalkedTable table,
    SnapshotSession session,
    PassParameters parameters,
    ServicePingOptions options,
    string user)
{
    private static readonly string[] Times = ["date", "timestamp without time zone", "timestamp with time zone"];
    private static readonly string[] Numbers = ["smallint", "integer", "bigint", "numeric", "real", "double precision"];

    /// <summary>Looks at all fragments, which a collection reads together.</summary>
    internal async Task<IReadOnlyList<PartVerification>> CheckAsync(CancellationToken cancellationToken)
    {
        DatabaseBasis basis = new(relation, table, session, parameters, isLook: true);
        PlannedPass planned = await new PassPlan(relation, table, basis, parameters, options, rowsOfKeyStep: null)
            .MakeAsync(cancellationToken).ConfigureAwait(false);
        List<(FragmentState Fragment, PartVerification Part, Explanation? Alone)> parts = [];
        foreach ((QueryFragment plan, FragmentState fragment) in relation.Fragments.Zip(planned.Fragments))
        {
            (MetricFinding? wrong, Explanation? alone) = await AloneAsync(fragment, cancellationToken).ConfigureAwait(false);
            PartVerification part = new(relation, plan) { Cost = alone?.Cost, Rows = alone?.Rows };
            parts.Add((fragment, wrong is null ? part : part.With(wrong), wrong is null ? alone : null));
            if (wrong is not null)
            {
                // A collection finds this out when it reads, and goes on with the others.
                fragment.Fail(new Failure(ReadingStatus.Failed, wrong.Cause));
            }
        }

        RelationAdvice advice = new(relation, table, parameters, planned.IsSmall, user);
        WalkExplanations explanations = new(relation, session, parameters, options);
        await explanations.AskAsync(planned.Walks, cancellationToken).ConfigureAwait(false);
        return
        [
            .. from part in parts
               select part.Alone is null ? part.Part
                   : explanations.Refused.TryGetValue(part.Fragment, out PostgresException? refused)
                   ? part.Part.With(Diagnosis.Of(refused, relation, user))
                   : Explained(part.Part, [.. explanations.Of(part.Fragment)], advice, part.Fragment, part.Alone),
        ];
    }

    private PartVerification Explained(
        PartVerification part,
        (PlannedWalk Walk, Explanation Plan)[] walks,
        RelationAdvice advice,
        FragmentState fragment,
        Explanation alone) =>
        part.With(advice.On(fragment, alone, [.. walks.Select(walk => walk.Walk)])) with
        {
            Walks = [.. WalkWords.Routes(walks.Select(walk => walk.Walk), table, relation.Source)],
            Access = [.. WalkWords.Access(walks.Select(walk => walk.Plan), table)],
        };

    /// <summary>What is wrong with a fragment by itself; if nothing is, what it costs alone.</summary>
    private async Task<(MetricFinding? Wrong, Explanation? Plan)> AloneAsync(FragmentState fragment, CancellationToken cancellationToken)
    {
        QueryFragment plan = fragment.Plan;
        if (ExportedStatement.Of(relation, plan, table, parameters, out string? problem) is not { } sql)
        {
            return (new MetricFinding(FindingSeverity.Error, problem!, "Correct the definition."), null);
        }

        try
        {
            if (WrongType(plan, await TypesAsync(plan, cancellationToken).ConfigureAwait(false)) is { } wrong)
            {
                return (wrong, null);
            }

            string explained = (await session.ScalarAsync<string>($"EXPLAIN (FORMAT JSON) {sql}", cancellationToken).ConfigureAwait(false))!;
            return fragment.Failure is { } failure
                ? (new MetricFinding(FindingSeverity.Error, failure.Message, "Correct the definition."), null)
                : (null, Explanation.Of(explained));
        }
        catch (PostgresException exception) when (session.IsUsable)
        {
            await session.ResetAsync(cancellationToken).ConfigureAwait(false);
            return (Diagnosis.Of(exception, relation, user), null);
        }
    }

    /// <summary>The types of the columns and, of a window, its time column.</summary>
    private async Task<ComparedColumns> TypesAsync(QueryFragment plan, CancellationToken cancellationToken)
    {
        string[] expressions = [.. plan.Columns, .. plan.IsWindowed ? [plan.TimestampColumn] : (string[])[]];
        return expressions.Length == 0
            ? ComparedColumns.Unseen([])
            : await ComparedColumns.ProbeAsync(
                expressions, table.Leaves[0].RowsOf(relation), session, parameters, cancellationToken).ConfigureAwait(false);
    }

    private static MetricFinding? WrongType(QueryFragment plan, ComparedColumns types)
    {
        if (plan.IsWindowed && types.After(plan.Columns.Count).TypeName is var time && !Times.Contains(time))
        {
            return new MetricFinding(
                FindingSeverity.Error,
                $"{plan.TimestampColumn} is of the type {time}, which is no time.",
                "Name a column of the type timestamptz, timestamp or date as timestamp_column in the definition.");
        }

        bool isAdded = plan.Operation is Operation.Sum or Operation.Average;
        bool isNumber = isAdded || plan.Operation is Operation.Max or Operation.Min or Operation.Percentile;
        return isNumber && !Numbers.Contains(types.TypeName)
            ? new MetricFinding(
                FindingSeverity.Error,
                $"{plan.Columns[0]} is of the type {types.TypeName}, which {(isAdded ? "cannot be added up" : "is no number")}.",
                "Name a column of numbers in the definition, or convert it, as in 'amount::numeric'.")
            : null;
    }
}
