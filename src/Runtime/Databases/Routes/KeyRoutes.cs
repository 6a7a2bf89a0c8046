using Npgsql;
using ServicePing.Runtime.Databases.Snapshots;
using ServicePing.Runtime.Databases.Tables;

namespace ServicePing.Runtime.Databases.Routes;

/// <summary>The routes along keys of parts that have no pages to go by, such as views.</summary>
/// <param name="table">The table.</param>
/// <param name="session">The connection.</param>
/// <param name="isLook">Whether no row may be read: keys that are numbers are then taken for all that there are.</param>
internal sealed class KeyRoutes(WalkedTable table, SnapshotSession session, bool isLook)
{
    private readonly Dictionary<string, IReadOnlyDictionary<WalkedLeaf, KeyRoute>> _known = new(StringComparer.Ordinal);

    /// <summary>The routes along a key; parts that have pages, no rows, or no key of numbers are not among them.</summary>
    internal async Task<IReadOnlyDictionary<WalkedLeaf, KeyRoute>> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(key, out IReadOnlyDictionary<WalkedLeaf, KeyRoute>? known))
        {
            return known;
        }

        Dictionary<WalkedLeaf, KeyRoute> routes = new(ReferenceEqualityComparer.Instance);
        foreach (WalkedLeaf leaf in table.Leaves.Where(leaf => !leaf.HasPages))
        {
            try
            {
                if (await RouteAsync(leaf, key, cancellationToken).ConfigureAwait(false) is { } route)
                {
                    routes[leaf] = route;
                }
            }
            catch (PostgresException) when (session.IsUsable)
            {
                // Not a column of numbers, or none: its metrics are read at once, and told so where that fails.
                await session.ResetAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return _known[key] = routes;
    }

    private async Task<KeyRoute?> RouteAsync(WalkedLeaf leaf, string key, CancellationToken cancellationToken)
    {
        // A text may be cast to a number, but is not compared with one, as the bounds of slices are.
        string sql = $"SELECT min({key})::bigint, max({key})::bigint, min({key}) < 0::bigint FROM {leaf.From}";
        if (isLook)
        {
            await session.ScalarAsync<string>($"EXPLAIN {sql}", cancellationToken).ConfigureAwait(false);
            return new KeyRoute(leaf, key, 0, long.MaxValue);
        }

        await using NpgsqlCommand command = session.Command(sql);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return reader.IsDBNull(0) ? null : new KeyRoute(leaf, key, reader.GetInt64(0), reader.GetInt64(1));
    }
}
