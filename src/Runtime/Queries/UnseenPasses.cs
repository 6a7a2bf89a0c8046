using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>
/// The statements of a relation's passes in the default strategy, as far as they are known before a database is looked at: windows
/// are walked by their time column, all else by pages, and different values are whole numbers.
/// </summary>
internal static class UnseenPasses
{
    internal static IEnumerable<(PassStatement Statement, Slicing Slicing, string Sql)> Of(
        RelationPlan relation, ServicePingOptions options)
    {
        WalkedTable table = WalkedTable.Unseen(relation);
        foreach (var way in relation.Fragments
            .Select(fragment => FragmentState.Begin(fragment, table))
            .Where(fragment => fragment.IsLive)
            .GroupBy(fragment => SlicingOf(fragment.Plan, relation)))
        {
            SelectStatement source = PassPlan.SourceOf(relation, table.Leaves[0], way.Key.Condition(default));
            foreach (PassStatement statement in Statements([.. way], relation, table, options.FewestRepeatedConditions))
            {
                yield return (statement, way.Key, statement.Compose(statement.Fragments, source).ToString());
            }
        }
    }

    private static Slicing SlicingOf(QueryFragment plan, RelationPlan relation) =>
        plan.Window is TimeFrame.SevenDays or TimeFrame.TwentyEightDays
            ? new Slicing(SliceUnit.Moments, plan.TimestampColumn)
            : PassPlan.Pages(relation);

    private static IEnumerable<PassStatement> Statements(
        FragmentState[] fragments, RelationPlan relation, WalkedTable table, int fewestRepeated)
    {
        List<FragmentState> aggregates = [];
        foreach (var alike in fragments.GroupBy(fragment => fragment.Kind))
        {
            QueryFragment plan = alike.First().Plan;
            GroupKey[] keys = plan.Operation == Operation.Histogram
                ? [new GroupKey(ComparedValue.BytesOf(HashOf(plan.Columns)), Sql.Operand(plan.Columns[0]))]
                : [.. plan.GroupBy.Select(key => new GroupKey($"{Sql.Operand(key)}::text", Sql.Operand(key)))];
            if (alike.Key.IsDistinct)
            {
                ComparedValue value = ValueOf(plan.Columns);
                Array.ForEach([.. alike], fragment => fragment.Tell(value, isCut: true));
                FragmentState[] rowByRow = [.. alike.Where(fragment => fragment.Streamed is null)];
                if (rowByRow.Length > 0)
                {
                    yield return new DistinctStatement(value, keys, rowByRow);
                }
            }
            else
            {
                Array.ForEach([.. alike], fragment => fragment.Keys = keys);
            }

            aggregates.AddRange(alike.Where(fragment => fragment.Streamed is not null || !alike.Key.IsDistinct));
        }

        foreach (IReadOnlyList<FragmentState> share in GroupSharing.Shares(aggregates, relation, table))
        {
            yield return new AggregatesStatement(share, fewestRepeated);
        }
    }

    private static string[] HashOf(IReadOnlyList<string> columns) => [ComparedValue.Hash(columns, 0), ComparedValue.Hash(columns, 1)];

    private static ComparedValue ValueOf(IReadOnlyList<string> columns) => columns.Count == 1
        ? new ComparedValue([columns[0]], $"{Sql.Operand(columns[0])} IS NOT NULL", columns[0])
        : new ComparedValue(HashOf(columns), null, $"ROW({string.Join(", ", columns)})::text");
}
