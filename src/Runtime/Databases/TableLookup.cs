using Npgsql;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>Asks the system catalogue what a relation's table consists of.</summary>
internal static class TableLookup
{
    // A partitioned table has no pages of its own, an inherited one has some, and both are read with their children.
    private const string LeavesSql = """
        WITH RECURSIVE tree (oid, is_root) AS (
            SELECT to_regclass($1)::oid, true
            UNION
            SELECT inhrelid, false
            FROM pg_inherits
            JOIN tree ON inhparent = tree.oid
        )
        SELECT quote_ident(nspname) || '.' || quote_ident(relname),
               is_root,
               relkind,
               CASE WHEN relkind IN ('r', 'm')
                    THEN pg_relation_size(class.oid) / current_setting('block_size')::bigint
                    ELSE 0
               END,
               CASE WHEN relpages > 0 AND reltuples > 0 THEN reltuples / relpages END::float8,
               (SELECT CASE WHEN indnkeyatts = 1 THEN quote_ident(attname) END
                FROM pg_index
                JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
                WHERE indisprimary AND indrelid = class.oid)
        FROM tree
        JOIN pg_class AS class ON class.oid = tree.oid
        JOIN pg_namespace ON pg_namespace.oid = relnamespace
        ORDER BY NOT is_root, 1
        """;

    /// <summary>The table; one leaf without pages where there is none of that name, so that the server says so itself.</summary>
    internal static async Task<WalkedTable> FindAsync(
        RelationPlan relation,
        SnapshotSession session,
        CancellationToken cancellationToken)
    {
        string source = relation.Schema is null ? relation.Table : $"{relation.Schema}.{relation.Table}";
        await using NpgsqlCommand command = session.Command(LeavesSql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = source });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);

        string? primaryKey = null;
        List<Row> rows = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(new Row(
                reader.GetString(0),
                reader.GetBoolean(1),
                reader.GetChar(2),
                reader.GetInt64(3),
                reader.IsDBNull(4) ? null : reader.GetDouble(4)));
            primaryKey ??= reader.GetBoolean(1) && !reader.IsDBNull(5) ? reader.GetString(5) : null;
        }

        bool isAlone = rows.Count <= 1;
        WalkedLeaf[] leaves = [.. rows
            .Where(row => isAlone || row.Kind is not ('p' or 'I'))
            .Select(row => new WalkedLeaf(From(row), row.Pages, row.Kind is 'r' or 'm', row.RowsPerPage))];
        return new WalkedTable(relation.Table, primaryKey, leaves.Length > 0 ? leaves : [new WalkedLeaf(source, 0, false, null)]);

        string From(Row row) => isAlone ? source : row.IsRoot ? $"ONLY {source}" : $"ONLY {row.Name} AS {relation.Table}";
    }

    private sealed record Row(string Name, bool IsRoot, char Kind, long Pages, double? RowsPerPage);
}
