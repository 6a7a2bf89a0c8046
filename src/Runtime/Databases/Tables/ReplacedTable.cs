using System.Globalization;
using ServicePing.Runtime.Databases.Snapshots;

namespace ServicePing.Runtime.Databases.Tables;

/// <summary>
/// A table that was truncated or rewritten since a snapshot shows other rows than the snapshot's, which the server does not say: its file is
/// not the one that the snapshot knows.
/// </summary>
internal static class ReplacedTable
{
    /// <summary>Whether a table, or a part of it, was replaced since the snapshot of a connection.</summary>
    internal static async Task<bool> IsAsync(WalkedTable table, SnapshotSession session, CancellationToken cancellationToken)
    {
        string oids = string.Join(", ", table.Leaves.SelectMany(leaf => leaf.Oids)
            .Select(oid => oid.ToString(CultureInfo.InvariantCulture)));
        return oids.Length > 0 && await session.ScalarAsync<bool>(
            $"""
            SELECT true
            FROM pg_catalog.pg_class
            WHERE oid IN ({oids}) AND relfilenode <> 0 AND relfilenode IS DISTINCT FROM pg_catalog.pg_relation_filenode(oid)
            LIMIT 1
            """,
            cancellationToken).ConfigureAwait(false);
    }
}
