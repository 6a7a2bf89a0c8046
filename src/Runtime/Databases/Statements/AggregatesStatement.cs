using Npgsql;
using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Databases.Pieces;

namespace ServicePing.Runtime.Databases.Statements;

/// <summary>
/// Counts, sums, averages and extremes, and the rows of the values of a histogram or a percentile: grouped by the keys of all fragments together, so that each
/// adds up the groups that differ in the keys of others; one row a slice where there are no keys.
/// </summary>
/// <param name="fragments">The fragments.</param>
/// <param name="fewestRepeated">From how many conditions that would be asked again on, rows are grouped by the answers.</param>
internal sealed class AggregatesStatement(IReadOnlyList<FragmentState> fragments, int fewestRepeated) : PassStatement(fragments)
{
    internal override PassStatement Of(IReadOnlyList<FragmentState> part) => new AggregatesStatement(part, fewestRepeated);

    internal override SelectStatement Compose(IReadOnlyList<FragmentState> part, SelectStatement source) =>
        new AggregatesLayout(part, fewestRepeated).Compose(source);

    internal override async Task<long> ReadAsync(
        NpgsqlDataReader reader,
        IReadOnlyList<StagedRows> part,
        CancellationToken cancellationToken)
    {
        AggregatesLayout layout = new([.. part.Select(staged => staged.Fragment)], fewestRepeated);
        long rows = 0;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows += layout.Stage(reader, part);
        }

        return rows;
    }
}
