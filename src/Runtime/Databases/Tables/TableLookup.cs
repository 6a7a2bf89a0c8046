using System.Text.Json;
using Npgsql;
using ServicePing.Runtime.Databases.Snapshots;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Databases.Tables;

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
               relname::text,
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
               pg_catalog.has_table_privilege(class.oid, 'SELECT'),
               pg_catalog.row_security_active(class.oid),
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
               pg_catalog.array_to_json(ARRAY(
                   SELECT pg_catalog.quote_ident(attname::text)
                   FROM pg_catalog.pg_index
                   JOIN pg_catalog.pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
                   WHERE indrelid = class.oid AND (indpred IS NOT NULL OR NOT indisvalid)))::text,
               (SELECT pg_catalog.json_object_agg(
                           pg_catalog.quote_ident(attname::text),
                           CASE WHEN n_distinct < 0 THEN -n_distinct * greatest(reltuples, 1) ELSE n_distinct END)
                FROM pg_catalog.pg_stats
                WHERE schemaname = nspname AND tablename = relname AND inherited = (relkind = 'p'))::text,
               CASE WHEN relispartition
                    THEN (SELECT inhparent::bigint FROM pg_catalog.pg_inherits WHERE inhrelid = class.oid)
               END,
               CASE WHEN relispartition
                    THEN (SELECT pg_catalog.json_build_array(
                                     pg_catalog.quote_ident(attname::text), partnatts, pg_catalog.pg_get_expr(relpartbound, class.oid))
                          FROM pg_catalog.pg_inherits
                          JOIN pg_catalog.pg_partitioned_table ON partrelid = inhparent
                          JOIN pg_catalog.pg_opclass ON pg_opclass.oid = partclass[0]
                          JOIN pg_catalog.pg_attribute ON attrelid = inhparent AND attnum = partattrs[0]
                          WHERE inhrelid = class.oid AND partstrat = 'r' AND opcdefault
                            AND atttypid IN ('pg_catalog.date'::regtype, 'pg_catalog.timestamp'::regtype, 'pg_catalog.timestamptz'::regtype))
               END::text
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
        if (relation.Rows is not null)
        {
            return WalkedTable.Derived(relation);
        }

        string source = relation.Source;
        await using NpgsqlCommand command = session.Command(LeavesSql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = source });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);

        List<WalkedPart> parts = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            parts.Add(Read(reader));
        }

        Dictionary<uint, WalkedPart> partOf = parts.ToDictionary(part => part.Oid);
        parts = [.. parts.Select(part => part with { Bounds = [.. BoundsOf(part, partOf)] })];
        WalkedPart? root = parts.Find(part => part.IsRoot);
        IReadOnlyList<string> key = root?.KeyColumns ?? [];
        return new WalkedTable(relation.Name, key.Count == 1 ? key[0] : null, Leaves(relation, source, parts))
        {
            KeyColumns = key,
            DifferentValues = root?.DifferentValues ?? new Dictionary<string, double>(),
            Parts = parts,
        };
    }

    private static WalkedPart Read(NpgsqlDataReader reader) => new(
        reader.GetString(0),
        reader.GetString(1),
        reader.GetBoolean(2),
        reader.GetString(3)[0],
        reader.GetInt64(4),
        reader.IsDBNull(5) ? null : reader.GetDouble(5),
        (uint)reader.GetInt64(6),
        reader.GetDouble(7),
        reader.GetInt32(8),
        reader.GetBoolean(9),
        reader.GetBoolean(10),
        Names(reader.GetString(11)),
        Names(reader.GetString(12)),
        Names(reader.GetString(13)),
        Names(reader.GetString(14)),
        reader.IsDBNull(15) ? [] : Numbers(reader.GetString(15)))
    {
        Parent = reader.IsDBNull(16) ? null : (uint)reader.GetInt64(16),
        Bounds = reader.IsDBNull(17) ? [] : Bounds(reader.GetString(17)),
    };

    /// <summary>Its own bounds, and those of what it is a part of.</summary>
    private static IEnumerable<TimeBounds> BoundsOf(WalkedPart part, Dictionary<uint, WalkedPart> partOf) =>
        part.Parent is { } oid && partOf.TryGetValue(oid, out WalkedPart? parent) ? part.Bounds.Concat(BoundsOf(parent, partOf)) : part.Bounds;

    private static TimeBounds[] Bounds(string json)
    {
        using JsonDocument bounds = JsonDocument.Parse(json);
        JsonElement row = bounds.RootElement;
        return TimeBounds.Of(row[0].GetString()!, row[1].GetInt32(), row[2].GetString()!) is { } known ? [known] : [];
    }

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

    private static IReadOnlyList<WalkedLeaf> Leaves(RelationPlan relation, string source, List<WalkedPart> parts)
    {
        WalkedPart[] stored = [.. parts.Where(part => !part.IsPartitioned)];
        if (parts.Count <= 1 || stored.Length == 0)
        {
            return [parts.Count == 0 ? new WalkedLeaf(relation.From, 0, false, null) { Name = source } : Leaf(relation.From, parts[0])];
        }

        // Called by schema and table, only the whole answers; and what a role may see of the whole it may not of a part by itself.
        if (NamesSchema(relation, source) || parts.Exists(part => !part.IsReadable))
        {
            return [Whole(relation, parts[0], stored)];
        }

        return [.. stored.Select(part => Leaf(part.IsRoot ? $"ONLY {relation.From}" : $"ONLY {part.Name} AS {relation.Name}", part))];
    }

    /// <summary>All parts through the table itself; a range of pages is then that range of each part.</summary>
    private static WalkedLeaf Whole(RelationPlan relation, WalkedPart root, WalkedPart[] parts) =>
        root.IsReadable && Array.TrueForAll(parts, part => part.IsTable)
            ? new WalkedLeaf(relation.From, parts.Max(part => part.Pages), true, parts.Sum(part => part.RowsPerPage))
            {
                Name = relation.Source,
                IsWhole = true,
                Oids = [.. parts.Select(part => part.Oid)],
            }
            : new WalkedLeaf(relation.From, 0, false, null)
            {
                Name = relation.Source,
                IsWhole = true,
                WhyNoPages = root.IsReadable ? "has parts that are foreign tables" : OnlyColumns,
            };

    // Who may read columns, and not the table, may not read where its rows are.
    private static WalkedLeaf Leaf(string from, WalkedPart part) =>
        new(from, part.Pages, part.IsTable && part.IsReadable, part.RowsPerPage)
        {
            Name = part.Name,
            Oids = part.IsTable ? [part.Oid] : [],
            IndexedColumns = part.IndexedColumns,
            SummarisedColumns = part.SummarisedColumns,
            VisibleShare = part.VisibleShare,
            IsAnalysed = part.IsAnalysed,
            UnknownPages = Math.Max(0, part.Pages - part.AnalysedPages),
            Bounds = part.Bounds,
            WhyNoPages = part.Kind switch
            {
                'v' => "is a view",
                'f' => "is a foreign table",
                'p' => null,
                _ => OnlyColumns,
            },
        };

    private static bool NamesSchema(RelationPlan relation, string source) => relation.Schema is not null && relation.Joins
        .Concat(relation.Fragments.SelectMany(fragment =>
        (string?[])[.. fragment.Columns, .. fragment.GroupBy, fragment.Filter, fragment.TimestampColumn, fragment.BatchColumn]))
        .Any(sql => sql is not null && sql.Contains(source + ".", StringComparison.OrdinalIgnoreCase));
}
