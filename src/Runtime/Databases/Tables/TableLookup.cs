using System.Text.Json;
using Npgsql;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>Asks the system catalogue what a relation's table consists of.</summary>
internal static class TableLookup
{
    private const string OnlyColumns = "may be read by columns alone, or by few rows";

    // A partitioned table has no pages of its own, an inherited one has some, and both are read with their children. Names are qualified,
    // and arrays come as JSON: what others have put into the search path, or have not put into their data source, changes nothing.
    private const string LeavesSql = """
        WITH RECURSIVE tree (oid, is_root) AS (
            SELECT pg_catalog.to_regclass($1)::oid, true
            UNION
            SELECT inhrelid, false
            FROM pg_catalog.pg_inherits
            JOIN tree ON inhparent = tree.oid
        )
        SELECT pg_catalog.quote_ident(nspname::text) || '.' || pg_catalog.quote_ident(relname::text) AS name,
               is_root,
               relkind::text,
               CASE WHEN relkind IN ('r', 'm')
                    THEN pg_catalog.pg_relation_size(class.oid) / pg_catalog.current_setting('block_size')::bigint
                    ELSE 0
               END,
               CASE WHEN relpages > 0 AND reltuples > 0 THEN reltuples / relpages END::float8,
               class.oid::bigint,
               CASE WHEN relpages > 0 THEN relallvisible::float8 / relpages ELSE 0 END,
               relpages,
               pg_catalog.has_table_privilege(class.oid, 'SELECT') AND NOT pg_catalog.row_security_active(class.oid),
               pg_catalog.array_to_json(ARRAY(
                   SELECT pg_catalog.quote_ident(attname::text)
                   FROM pg_catalog.pg_index
                   CROSS JOIN pg_catalog.generate_series(0, indnkeyatts - 1) AS place
                   JOIN pg_catalog.pg_attribute ON attrelid = indrelid AND attnum = indkey[place]
                   WHERE indisprimary AND indrelid = class.oid
                   ORDER BY place))::text,
               pg_catalog.array_to_json(ARRAY(
                   SELECT pg_catalog.quote_ident(attname::text)
                   FROM pg_catalog.pg_index
                   JOIN pg_catalog.pg_class AS index ON index.oid = indexrelid
                   JOIN pg_catalog.pg_am ON pg_am.oid = index.relam
                   JOIN pg_catalog.pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
                   JOIN pg_catalog.pg_opclass ON pg_opclass.oid = indclass[0]
                   WHERE indrelid = class.oid AND indisvalid AND indpred IS NULL AND amname = 'btree'
                     AND opcdefault AND indcollation[0] = attcollation))::text,
               pg_catalog.array_to_json(ARRAY(
                   SELECT pg_catalog.quote_ident(attname::text)
                   FROM pg_catalog.pg_index
                   JOIN pg_catalog.pg_class AS index ON index.oid = indexrelid
                   JOIN pg_catalog.pg_am ON pg_am.oid = index.relam
                   JOIN pg_catalog.pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey::smallint[])
                   WHERE indrelid = class.oid AND indisvalid AND indpred IS NULL AND amname = 'brin'))::text,
               (SELECT pg_catalog.json_object_agg(
                           pg_catalog.quote_ident(attname::text),
                           CASE WHEN n_distinct < 0 THEN -n_distinct * greatest(reltuples, 1) ELSE n_distinct END)
                FROM pg_catalog.pg_stats
                WHERE schemaname = nspname AND tablename = relname AND inherited = (relkind = 'p'))::text
        FROM tree
        JOIN pg_catalog.pg_class AS class ON class.oid = tree.oid
        JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace
        ORDER BY NOT is_root, name
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

        List<Row> rows = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(Read(reader));
        }

        Row? root = rows.Find(row => row.IsRoot);
        string[] key = root?.KeyColumns ?? [];
        return new WalkedTable(relation.Table, key.Length == 1 ? key[0] : null, Leaves(relation, source, rows))
        {
            KeyColumns = key,
            DifferentValues = root?.DifferentValues ?? [],
        };
    }

    private static Row Read(NpgsqlDataReader reader) => new(
        reader.GetString(0),
        reader.GetBoolean(1),
        reader.GetString(2)[0],
        reader.GetInt64(3),
        reader.IsDBNull(4) ? null : reader.GetDouble(4),
        (uint)reader.GetInt64(5),
        reader.GetDouble(6),
        reader.GetInt32(7),
        reader.GetBoolean(8),
        Names(reader.GetString(9)),
        Names(reader.GetString(10)),
        Names(reader.GetString(11)),
        reader.IsDBNull(12) ? [] : Numbers(reader.GetString(12)));

    private static string[] Names(string json)
    {
        using JsonDocument names = JsonDocument.Parse(json);
        return [.. names.RootElement.EnumerateArray().Select(name => name.GetString()!)];
    }

    private static Dictionary<string, double> Numbers(string json)
    {
        using JsonDocument numbers = JsonDocument.Parse(json);
        return numbers.RootElement.EnumerateObject()
            .ToDictionary(number => number.Name, number => number.Value.GetDouble(), StringComparer.Ordinal);
    }

    private static IReadOnlyList<WalkedLeaf> Leaves(RelationPlan relation, string source, List<Row> rows)
    {
        Row[] stored = [.. rows.Where(row => row.Kind is not ('p' or 'I'))];
        if (rows.Count <= 1 || stored.Length == 0)
        {
            return [.. rows.Select(row => Leaf(source, row)).DefaultIfEmpty(new WalkedLeaf(source, 0, false, null))];
        }

        // Called by schema and table, only the whole answers; and what a role may see of the whole it may not of a part by itself.
        if (NamesSchema(relation, source) || rows.Exists(row => !row.IsReadable))
        {
            return [Whole(source, rows[0], stored)];
        }

        return [.. stored.Select(row => Leaf(row.IsRoot ? $"ONLY {source}" : $"ONLY {row.Name} AS {relation.Table}", row))];
    }

    /// <summary>All parts through the table itself; a range of pages is then that range of each part.</summary>
    private static WalkedLeaf Whole(string source, Row root, Row[] parts) =>
        root.IsReadable && Array.TrueForAll(parts, part => part.Kind is 'r' or 'm')
            ? new WalkedLeaf(source, parts.Max(part => part.Pages), true, parts.Sum(part => part.RowsPerPage))
            {
                Oids = [.. parts.Select(part => part.Oid)],
            }
            : new WalkedLeaf(source, 0, false, null) { WhyNoPages = root.IsReadable ? "has parts that are foreign tables" : OnlyColumns };

    // Who may read columns, and not the table, may not read where its rows are.
    private static WalkedLeaf Leaf(string from, Row row)
    {
        bool isTable = row.Kind is 'r' or 'm';
        return new WalkedLeaf(from, row.Pages, isTable && row.IsReadable, row.RowsPerPage)
        {
            Oids = isTable ? [row.Oid] : [],
            IndexedColumns = row.IndexedColumns,
            SummarisedColumns = row.SummarisedColumns,
            VisibleShare = row.VisibleShare,
            IsAnalysed = row.AnalysedPages > 0 && row.Pages < 2L * row.AnalysedPages && row.AnalysedPages < 2 * row.Pages,
            WhyNoPages = row.Kind switch
            {
                'v' => "is a view",
                'f' => "is a foreign table",
                'p' => null,
                _ => OnlyColumns,
            },
        };
    }

    private static bool NamesSchema(RelationPlan relation, string source) => relation.Schema is not null && relation.Joins
        .Concat(relation.Fragments.SelectMany(fragment =>
        (string?[])[.. fragment.Columns, .. fragment.GroupBy, fragment.Filter, fragment.TimestampColumn, fragment.BatchColumn]))
        .Any(sql => sql is not null && sql.Contains(source + ".", StringComparison.OrdinalIgnoreCase));

    /// <param name="Name">Schema and name, quoted where needed.</param>
    /// <param name="IsRoot">Whether it is the table that a definition names.</param>
    /// <param name="Kind">What it is, as <c>relkind</c> has it.</param>
    /// <param name="Pages">Its size.</param>
    /// <param name="RowsPerPage">How many rows a page holds; null where that is not known.</param>
    /// <param name="Oid">Its identifier.</param>
    /// <param name="VisibleShare">The share of pages whose rows everybody sees.</param>
    /// <param name="AnalysedPages">Its size when it was last analysed.</param>
    /// <param name="IsReadable">Whether it may be read by itself, and no policy cuts its rows.</param>
    /// <param name="KeyColumns">The columns of its primary key.</param>
    /// <param name="IndexedColumns">The columns that an index of all rows is ordered by, as the column's type is.</param>
    /// <param name="SummarisedColumns">The columns that an index has ranges of.</param>
    /// <param name="DifferentValues">How many values the database believes its columns to have.</param>
    private sealed record Row(
        string Name,
        bool IsRoot,
        char Kind,
        long Pages,
        double? RowsPerPage,
        uint Oid,
        double VisibleShare,
        int AnalysedPages,
        bool IsReadable,
        string[] KeyColumns,
        string[] IndexedColumns,
        string[] SummarisedColumns,
        Dictionary<string, double> DifferentValues);
}
