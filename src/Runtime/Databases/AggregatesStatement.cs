using Npgsql;

namespace ServicePing;

/// <summary>
/// Counts, sums and averages, and the rows of a histogram's values: grouped by the keys of all fragments together, so that each
/// adds up the groups that differ in the keys of others; one row a slice where there are no keys.
/// </summary>
internal sealed class AggregatesStatement(IReadOnlyList<FragmentState> fragments) : PassStatement(fragments)
{
    internal override SelectStatement Compose(IReadOnlyList<FragmentState> part, SelectStatement source) =>
        new AggregatesLayout(part).Compose(source);

    internal override async Task<long> ReadAsync(
        NpgsqlDataReader reader,
        IReadOnlyList<StagedRows> part,
        CancellationToken cancellationToken)
    {
        AggregatesLayout layout = new([.. part.Select(staged => staged.Fragment)]);
        long rows = 0;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows += layout.Stage(reader, part);
        }

        return rows;
    }
}
