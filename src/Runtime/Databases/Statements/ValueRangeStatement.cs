using Npgsql;
using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Labels;

namespace ServicePing.Runtime.Databases.Statements;

/// <summary>The number of different values in ranges of an indexed column, which share none.</summary>
/// <param name="column">The column.</param>
/// <param name="fragments">The fragments, which all count it without a condition.</param>
internal sealed class ValueRangeStatement(string column, IReadOnlyList<FragmentState> fragments) : PassStatement(fragments)
{
    internal override PassStatement Of(IReadOnlyList<FragmentState> part) => new ValueRangeStatement(column, part);

    internal override SelectStatement Compose(IReadOnlyList<FragmentState> part, SelectStatement source)
    {
        // count(DISTINCT …) would sort; grouping reads the index in its order.
        SelectStatement values = source with
        {
            Items = [new SelectItem(column)],
            Where = [.. source.Where, $"{column} IS NOT NULL"],
            GroupBy = [column],
        };
        return new SelectStatement
        {
            Items = [new SelectItem("count(*)")],
            From = $"(\n{values}\n) AS different_values",
        };
    }

    internal override async Task<long> ReadAsync(
        NpgsqlDataReader reader,
        IReadOnlyList<StagedRows> part,
        CancellationToken cancellationToken)
    {
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        foreach (StagedRows rows in part)
        {
            rows.Stage(GroupPath.All, reader, 0, 0);
        }

        return reader.GetInt64(0);
    }
}
