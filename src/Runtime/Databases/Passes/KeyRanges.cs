using Npgsql;

namespace ServicePing;

/// <summary>The first and last keys of parts that have no pages to be cut by, such as views.</summary>
/// <param name="table">The table.</param>
/// <param name="session">The connection.</param>
/// <param name="isLook">Whether no row may be read: keys that are numbers are then taken for all that there are.</param>
internal sealed class KeyRanges(WalkedTable table, SnapshotSession session, bool isLook)
{
    private static readonly (long First, long Last) All = (0, long.MaxValue);

    private readonly Dictionary<string, IReadOnlyDictionary<WalkedLeaf, (long First, long Last)>> _known = new(StringComparer.Ordinal);

    /// <summary>The ranges of a key; parts that have pages, no rows, or no key of numbers are not among them.</summary>
    internal async Task<IReadOnlyDictionary<WalkedLeaf, (long First, long Last)>> FindAsync(
        string key, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(key, out IReadOnlyDictionary<WalkedLeaf, (long First, long Last)>? known))
        {
            return known;
        }

        Dictionary<WalkedLeaf, (long First, long Last)> ranges = new(ReferenceEqualityComparer.Instance);
        foreach (WalkedLeaf leaf in table.Leaves.Where(leaf => !leaf.HasPages))
        {
            try
            {
                if (await RangeAsync(leaf, key, cancellationToken).ConfigureAwait(false) is { } range)
                {
                    ranges[leaf] = range;
                }
            }
            catch (PostgresException) when (session.IsUsable)
            {
                // Not a column of numbers, or none: its metrics are read at once, and told so where that fails.
                await session.ResetAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return _known[key] = ranges;
    }

    private async Task<(long First, long Last)?> RangeAsync(WalkedLeaf leaf, string key, CancellationToken cancellationToken)
    {
        // A text may be cast to a number, but is not compared with one, as the bounds of slices are.
        string sql = $"SELECT min({key})::bigint, max({key})::bigint, min({key}) < 0::bigint FROM {leaf.From}";
        if (isLook)
        {
            await session.ScalarAsync<string>($"EXPLAIN {sql}", cancellationToken).ConfigureAwait(false);
            return All;
        }

        await using NpgsqlCommand command = session.Command(sql);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return reader.IsDBNull(0) ? null : (reader.GetInt64(0), reader.GetInt64(1));
    }
}
