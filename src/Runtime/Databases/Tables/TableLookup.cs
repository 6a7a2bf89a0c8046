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
               ARRAY(SELECT quote_ident(attname)
                     FROM pg_index
                     CROSS JOIN generate_series(0, indnkeyatts - 1) AS place
                     JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[place]
                     WHERE indisprimary AND indrelid = class.oid
                     ORDER BY place)::text[],
               class.oid,
               ARRAY(SELECT quote_ident(attname)
                     FROM pg_index
                     JOIN pg_class AS index ON index.oid = indexrelid
                     JOIN pg_am ON pg_am.oid = index.relam
                     JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
                     WHERE indrelid = class.oid AND indisvalid AND indpred IS NULL AND amname = 'btree')::text[],
               ARRAY(SELECT quote_ident(attname)
                     FROM pg_index
                     JOIN pg_class AS index ON index.oid = indexrelid
                     JOIN pg_am ON pg_am.oid = index.relam
                     JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey::smallint[])
                     WHERE indrelid = class.oid AND indisvalid AND indpred IS NULL AND amname = 'brin')::text[],
               CASE WHEN relpages > 0 THEN relallvisible::float8 / relpages ELSE 0 END,
               relpages,
               ARRAY(SELECT quote_ident(attname)
                     FROM pg_stats
                     WHERE schemaname = nspname AND tablename = relname AND inherited = (relkind = 'p')
                     ORDER BY attname)::text[],
               ARRAY(SELECT CASE WHEN n_distinct < 0 THEN -n_distinct * greatest(reltuples, 1) ELSE n_distinct END
                     FROM pg_stats
                     WHERE schemaname = nspname AND tablename = relname AND inherited = (relkind = 'p')
                     ORDER BY attname)::float8[]
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

        string[] key = [];
        Dictionary<string, double> different = new(StringComparer.Ordinal);
        List<Row> rows = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(new Row(
                reader.GetString(0),
                reader.GetBoolean(1),
                reader.GetChar(2),
                reader.GetInt64(3),
                reader.IsDBNull(4) ? null : reader.GetDouble(4),
                reader.GetFieldValue<uint>(6),
                reader.GetFieldValue<string[]>(7),
                reader.GetFieldValue<string[]>(8),
                reader.GetDouble(9),
                reader.GetInt32(10)));
            if (reader.GetBoolean(1))
            {
                key = reader.GetFieldValue<string[]>(5);
                foreach ((string column, double values) in
                    reader.GetFieldValue<string[]>(11).Zip(reader.GetFieldValue<double[]>(12)))
                {
                    different[column] = values;
                }
            }
        }

        string? primaryKey = key.Length == 1 ? key[0] : null;
        return new WalkedTable(relation.Table, primaryKey, Leaves(relation, source, rows))
        {
            KeyColumns = key,
            DifferentValues = different,
        };
    }

    private static IReadOnlyList<WalkedLeaf> Leaves(RelationPlan relation, string source, List<Row> rows)
    {
        Row[] stored = [.. rows.Where(row => row.Kind is not ('p' or 'I'))];
        if (rows.Count <= 1 || stored.Length == 0)
        {
            return [.. rows.Select(row => Leaf(source, row)).DefaultIfEmpty(new WalkedLeaf(source, 0, false, null))];
        }

        if (NamesSchema(relation, source) && Array.TrueForAll(stored, row => row.Kind is 'r' or 'm'))
        {
            // Called by schema and table, only the whole answers; a range of pages is then that range of each leaf.
            return
            [
                new WalkedLeaf(source, stored.Max(row => row.Pages), true, stored.Sum(row => row.RowsPerPage))
                {
                    Oids = [.. stored.Select(row => row.Oid)],
                },
            ];
        }

        return [.. stored.Select(row => Leaf(row.IsRoot ? $"ONLY {source}" : $"ONLY {row.Name} AS {relation.Table}", row))];
    }

    private static WalkedLeaf Leaf(string from, Row row) => new(from, row.Pages, row.Kind is 'r' or 'm', row.RowsPerPage)
    {
        Oids = row.Kind is 'r' or 'm' ? [row.Oid] : [],
        IndexedColumns = row.IndexedColumns,
        SummarisedColumns = row.SummarisedColumns,
        VisibleShare = row.VisibleShare,
        IsAnalysed = row.AnalysedPages > 0 && row.Pages < 2L * row.AnalysedPages && row.AnalysedPages < 2 * row.Pages,
    };

    private static bool NamesSchema(RelationPlan relation, string source) => relation.Schema is not null && relation.Joins
        .Concat(relation.Fragments.SelectMany(fragment =>
        (string?[])[.. fragment.Columns, .. fragment.GroupBy, fragment.Filter, fragment.TimestampColumn, fragment.BatchColumn]))
        .Any(sql => sql is not null && sql.Contains(source + ".", StringComparison.OrdinalIgnoreCase));

    private sealed record Row(
        string Name,
        bool IsRoot,
        char Kind,
        long Pages,
        double? RowsPerPage,
        uint Oid,
        string[] IndexedColumns,
        string[] SummarisedColumns,
        double VisibleShare,
        int AnalysedPages);
}
