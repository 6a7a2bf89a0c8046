using Npgsql;

namespace ServicePing.Shared.Schemas;

/// <summary>What a live database has, as its catalogue says it: what PostgreSQL, an extension, a partition or ServicePing itself has made is left out.</summary>
internal static class LiveObjects
{
    /// <summary>A row an object: its kind, its table, its name, its definition.</summary>
    private static readonly string Question =
        $"""
        WITH schemas AS (
            SELECT oid, CASE WHEN nspname = 'public' THEN '' ELSE nspname || '.' END AS prefix
            FROM pg_catalog.pg_namespace
            WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'service_ping', 'service_ping_counters')
        ),
        relations AS (
            SELECT c.oid, c.relkind, s.prefix || c.relname AS name
            FROM pg_catalog.pg_class AS c JOIN schemas AS s ON s.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S') AND NOT c.relispartition AND NOT EXISTS (
                SELECT FROM pg_catalog.pg_depend AS d
                WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        ),
        tables AS (SELECT * FROM relations WHERE relkind <> 'S'),
        keys AS (
            SELECT o.conrelid, o.contype, (
                SELECT string_agg(a.attname, ', ' ORDER BY k.position)
                FROM unnest(o.conkey) WITH ORDINALITY AS k (number, position)
                JOIN pg_catalog.pg_attribute AS a ON a.attrelid = o.conrelid AND a.attnum = k.number) AS columns
            FROM pg_catalog.pg_constraint AS o
            WHERE o.contype IN ('p', 'u')
        )

        SELECT 0, t.name, '', CASE t.relkind WHEN 'f' THEN 'foreign table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' ELSE 'table' END
            || coalesce((SELECT ', primary key (' || k.columns || ')' FROM keys AS k WHERE k.conrelid = t.oid AND k.contype = 'p'), '')
            || coalesce((SELECT string_agg(', unique (' || k.columns || ')', '' ORDER BY k.columns COLLATE "C") FROM keys AS k WHERE k.conrelid = t.oid AND k.contype = 'u'), '')
        FROM tables AS t

        UNION ALL
        SELECT 1, t.name, a.attname, CASE WHEN y.typcategory = 'A' AND y.typelem <> 0 THEN {NameOf("e")} || '[]' ELSE {NameOf("y")} END
            || CASE WHEN (a.attnotnull OR y.typnotnull) AND t.relkind IN ('r', 'p') THEN ' NOT NULL' ELSE '' END
        FROM tables AS t JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_catalog.pg_type AS y ON y.oid = a.atttypid LEFT JOIN pg_catalog.pg_type AS e ON e.oid = y.typelem

        UNION ALL
        SELECT 2, t.name, '(' || referring.columns || ') to ' || coalesce(s.prefix, '') || f.relname || '(' || referred.columns || ')',
            coalesce(nullif(concat_ws(' ',
                CASE o.confdeltype WHEN 'r' THEN 'on delete restrict' WHEN 'c' THEN 'on delete cascade' WHEN 'n' THEN 'on delete set null' WHEN 'd' THEN 'on delete set default' END,
                CASE o.confupdtype WHEN 'r' THEN 'on update restrict' WHEN 'c' THEN 'on update cascade' WHEN 'n' THEN 'on update set null' WHEN 'd' THEN 'on update set default' END,
                CASE WHEN o.condeferred THEN 'initially deferred' WHEN o.condeferrable THEN 'deferrable' END), ''), 'no action')
        FROM tables AS t JOIN pg_catalog.pg_constraint AS o ON o.conrelid = t.oid AND o.contype = 'f' AND o.conparentid = 0
        JOIN pg_catalog.pg_class AS f ON f.oid = o.confrelid LEFT JOIN schemas AS s ON s.oid = f.relnamespace
        CROSS JOIN LATERAL (
            SELECT string_agg(a.attname, ', ' ORDER BY k.position) AS columns
            FROM unnest(o.conkey) WITH ORDINALITY AS k (number, position)
            JOIN pg_catalog.pg_attribute AS a ON a.attrelid = o.conrelid AND a.attnum = k.number) AS referring
        CROSS JOIN LATERAL (
            SELECT string_agg(a.attname, ', ' ORDER BY k.position) AS columns
            FROM unnest(o.confkey) WITH ORDINALITY AS k (number, position)
            JOIN pg_catalog.pg_attribute AS a ON a.attrelid = o.confrelid AND a.attnum = k.number) AS referred

        UNION ALL
        SELECT 3, t.name, c.relname, CASE WHEN i.indisunique THEN 'unique ' ELSE '' END || m.amname || ' (' || (
                SELECT string_agg(coalesce(a.attname, 'expression'), ', ' ORDER BY k.position)
                FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, position)
                LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.number AND k.number <> 0
                WHERE k.position <= i.indnkeyatts) || ')' || CASE WHEN i.indpred IS NULL THEN '' ELSE ' where condition' END
        FROM tables AS t JOIN pg_catalog.pg_index AS i ON i.indrelid = t.oid
        JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid JOIN pg_catalog.pg_am AS m ON m.oid = c.relam
        WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS o WHERE o.conindid = i.indexrelid AND o.contype IN ('p', 'u', 'x'))

        UNION ALL
        SELECT 4, t.name, g.tgname, CASE WHEN g.tgtype & 64 > 0 THEN 'instead of ' WHEN g.tgtype & 2 > 0 THEN 'before ' ELSE 'after ' END
            || array_to_string(ARRAY[
                CASE WHEN g.tgtype & 8 > 0 THEN 'delete' END, CASE WHEN g.tgtype & 4 > 0 THEN 'insert' END,
                CASE WHEN g.tgtype & 32 > 0 THEN 'truncate' END,
                CASE WHEN g.tgtype & 16 > 0 THEN 'update' || coalesce((
                    SELECT ' of ' || string_agg(a.attname, ', ' ORDER BY a.attname COLLATE "C")
                    FROM unnest(g.tgattr::int2[]) AS number JOIN pg_catalog.pg_attribute AS a ON a.attrelid = g.tgrelid AND a.attnum = number), '') END], ' or ')
            || CASE WHEN g.tgtype & 1 > 0 THEN ' for each row' ELSE ' for each statement' END || CASE WHEN g.tgqual IS NULL THEN '' ELSE ' when condition' END
            || ' execute ' || p.proname
        FROM tables AS t JOIN pg_catalog.pg_trigger AS g ON g.tgrelid = t.oid AND NOT g.tgisinternal AND g.tgparentid = 0
        JOIN pg_catalog.pg_proc AS p ON p.oid = g.tgfoid

        UNION ALL
        SELECT 5, '', r.name, 'owned by ' || coalesce((
                SELECT o.name || '.' || a.attname
                FROM pg_catalog.pg_depend AS d JOIN relations AS o ON o.oid = d.refobjid
                JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = r.oid AND d.deptype = 'a' AND d.refobjsubid > 0), 'nothing')
        FROM relations AS r
        WHERE r.relkind = 'S'
        """;

    /// <summary>The name of a type without its schema, in the long form of PostgreSQL's own types.</summary>
    private static string NameOf(string type) =>
        $"CASE WHEN {type}.typnamespace = 'pg_catalog'::regnamespace THEN btrim(format_type({type}.oid, NULL), '\"') ELSE {type}.typname END";

    /// <summary>Reads them in one statement.</summary>
    /// <exception cref="NpgsqlException">The database refuses, or the connection is lost.</exception>
    internal static async Task<SchemaObjects> ReadAsync(NpgsqlConnection connection, int seconds, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = new(Question, connection) { CommandTimeout = seconds };
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        List<SchemaObject> all = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            all.Add(new SchemaObject((SchemaObjectKind)reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetString(3)));
        }

        return new SchemaObjects(all, IsWhole: true);
    }
}
