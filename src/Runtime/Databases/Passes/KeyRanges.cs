using Npgsql;

namespace ServicePing;

/// <summary>The first and last keys of parts that have no pages to be cut by, such as views.</summary>
internal sealed class KeyRanges(WalkedTable table, SnapshotSession session)
{
    private readonly Dictionary<(WalkedLeaf Leaf, string Key), (long First, long Last)?> _ranges = [];

    /// <summary>The range of a part; null where it has pages, no rows, or no key of numbers.</summary>
    internal (long First, long Last)? Of(WalkedLeaf leaf, string key) => _ranges.GetValueOrDefault((leaf, key));

    internal async Task FindAsync(string key, CancellationToken cancellationToken)
    {
        foreach (WalkedLeaf leaf in table.Leaves.Where(leaf => !leaf.HasPages && !_ranges.ContainsKey((leaf, key))))
        {
            try
            {
                _ranges[(leaf, key)] = await RangeAsync(leaf, key, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException) when (session.IsUsable)
            {
                // Not a column of numbers, or none: its metrics are read at once, and told so where that fails.
                _ranges[(leaf, key)] = null;
                await session.ResetAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<(long First, long Last)?> RangeAsync(WalkedLeaf leaf, string key, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = session.Command($"SELECT min({key})::bigint, max({key})::bigint FROM {leaf.From}");
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return reader.IsDBNull(0) ? null : (reader.GetInt64(0), reader.GetInt64(1));
    }
}
