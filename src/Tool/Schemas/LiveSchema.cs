using System.Data;
using Npgsql;

namespace ServicePing.Tool.Schemas;

/// <summary>The schema of a live database as a script that makes it again: tables, views, types, functions, indexes, keys, triggers, sequences.</summary>
/// <remarks>Two databases that are alike give the same text. What belongs to an extension is not in it, nor are rights and comments.</remarks>
internal static class LiveSchema
{
    /// <summary>The statements of each kind of object, in the order in which they can be run.</summary>
    private static readonly string[] Questions =
    [
        // The order in which names are looked up, where the database says one.
        """
        SELECT 'ALTER DATABASE ' || quote_ident(current_database()) || ' SET search_path TO ' || substr(setting, length('search_path=') + 1)
        FROM pg_catalog.pg_db_role_setting AS s, unnest(s.setconfig) AS setting
        WHERE s.setrole = 0 AND s.setdatabase = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) AND setting LIKE 'search\_path=%'
        """,
        $"""
        SELECT 'CREATE SCHEMA ' || quote_ident(n.nspname) FROM pg_catalog.pg_namespace AS n
        WHERE n.nspname <> 'public' AND {Of("pg_catalog.pg_namespace", "n.oid")} ORDER BY n.nspname
        """,
        """
        SELECT 'CREATE EXTENSION IF NOT EXISTS ' || quote_ident(e.extname) || ' WITH SCHEMA ' || quote_ident(n.nspname)
        FROM pg_catalog.pg_extension AS e JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
        WHERE e.extname <> 'plpgsql' ORDER BY e.extname
        """,
        $"""
        SELECT 'CREATE TYPE ' || {Name("t.typname")} || ' AS ENUM (' || (
            SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = t.oid) || ')'
        FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
        WHERE t.typtype = 'e' AND {Of("pg_catalog.pg_type", "t.oid")} ORDER BY n.nspname, t.typname
        """,
        $"""
        SELECT 'CREATE DOMAIN ' || {Name("t.typname")} || ' AS ' || format_type(t.typbasetype, t.typtypmod)
            || coalesce(' DEFAULT ' || t.typdefault, '') || CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END || coalesce((
            SELECT string_agg(' CONSTRAINT ' || quote_ident(c.conname) || ' ' || pg_get_constraintdef(c.oid), '' ORDER BY c.conname)
            FROM pg_catalog.pg_constraint AS c WHERE c.contypid = t.oid AND c.contype = 'c'), '')
        FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
        WHERE t.typtype = 'd' AND {Of("pg_catalog.pg_type", "t.oid")} ORDER BY t.oid
        """,
        $"""
        SELECT 'CREATE TYPE ' || {Name("c.relname")} || ' AS (' || (
            SELECT string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
            FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) || ')'
        FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relkind = 'c' AND {Of("pg_catalog.pg_type", "c.reltype")} ORDER BY c.oid
        """,
        // Those of identity columns come with their columns.
        $"""
        SELECT 'CREATE SEQUENCE ' || {Name("c.relname")}
        FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relkind = 'S' AND {Of("pg_catalog.pg_class", "c.oid")}
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS i WHERE i.classid = 'pg_catalog.pg_class'::regclass AND i.objid = c.oid AND i.deptype = 'i')
        ORDER BY n.nspname, c.relname
        """,
        $"""
        SELECT rtrim(pg_get_functiondef(p.oid), E'\n')
        FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
        WHERE p.prokind IN ('f', 'p') AND {Of("pg_catalog.pg_proc", "p.oid")} ORDER BY n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)
        """,
        // Whoever inherits, and a partition, is younger than what it is a part of.
        $"""
        SELECT 'CREATE ' || CASE WHEN c.relkind = 'f' THEN 'FOREIGN ' WHEN c.relpersistence = 'u' THEN 'UNLOGGED ' ELSE '' END || 'TABLE ' || {Name("c.relname")}
            || CASE WHEN c.relispartition THEN ' PARTITION OF ' || parents.names || ' ' || pg_get_expr(c.relpartbound, c.oid)
               ELSE coalesce(E' (\n' || columns.list || E'\n)', ' ()') || coalesce(E'\nINHERITS (' || parents.names || ')', '') END
            || CASE WHEN c.relkind = 'p' THEN E'\nPARTITION BY ' || pg_get_partkeydef(c.oid) ELSE '' END
            || coalesce(E'\nSERVER ' || quote_ident(server.srvname), '')
        FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        LEFT JOIN LATERAL (
            SELECT string_agg(quote_ident(pn.nspname) || '.' || quote_ident(p.relname), ', ' ORDER BY i.inhseqno) AS names
            FROM pg_catalog.pg_inherits AS i JOIN pg_catalog.pg_class AS p ON p.oid = i.inhparent JOIN pg_catalog.pg_namespace AS pn ON pn.oid = p.relnamespace
            WHERE i.inhrelid = c.oid) AS parents ON true
        LEFT JOIN LATERAL (
            SELECT string_agg('    ' || quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
                || coalesce(' COLLATE ' || quote_ident(cn.nspname) || '.' || quote_ident(co.collname), '')
                || CASE WHEN a.attgenerated = 's' THEN ' GENERATED ALWAYS AS (' || pg_get_expr(d.adbin, d.adrelid) || ') STORED'
                        WHEN a.attgenerated = 'v' THEN ' GENERATED ALWAYS AS (' || pg_get_expr(d.adbin, d.adrelid) || ')'
                        WHEN a.attidentity = 'a' THEN ' GENERATED ALWAYS AS IDENTITY'
                        WHEN a.attidentity = 'd' THEN ' GENERATED BY DEFAULT AS IDENTITY'
                        ELSE coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '') END
                || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END, E',\n' ORDER BY a.attnum) AS list
            FROM pg_catalog.pg_attribute AS a
            LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            LEFT JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
            LEFT JOIN pg_catalog.pg_collation AS co ON co.oid = a.attcollation AND a.attcollation <> t.typcollation
            LEFT JOIN pg_catalog.pg_namespace AS cn ON cn.oid = co.collnamespace
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attislocal) AS columns ON true
        LEFT JOIN pg_catalog.pg_foreign_table AS ft ON ft.ftrelid = c.oid
        LEFT JOIN pg_catalog.pg_foreign_server AS server ON server.oid = ft.ftserver
        WHERE c.relkind IN ('r', 'p', 'f') AND {Of("pg_catalog.pg_class", "c.oid")}
        ORDER BY c.relispartition, parents.names IS NOT NULL, CASE WHEN parents.names IS NULL THEN 0 ELSE c.oid::bigint END, n.nspname, c.relname
        """,
        $"""
        SELECT 'ALTER SEQUENCE ' || {Name("c.relname")} || ' OWNED BY ' || quote_ident(tn.nspname) || '.' || quote_ident(t.relname) || '.' || quote_ident(a.attname)
        FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'a' AND d.refobjsubid > 0
        JOIN pg_catalog.pg_class AS t ON t.oid = d.refobjid JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.relnamespace
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
        WHERE c.relkind = 'S' AND {Of("pg_catalog.pg_class", "c.oid")} ORDER BY n.nspname, c.relname
        """,
        Constraints("'p', 'u', 'x', 'c'", "array_position(ARRAY['p', 'u', 'x', 'c'], o.contype::text), "),
        // A view reads what is older; the order of creation is the one that works.
        $"""
        SELECT 'CREATE ' || CASE WHEN c.relkind = 'm' THEN 'MATERIALIZED ' ELSE '' END || 'VIEW ' || {Name("c.relname")} || E' AS\n' || rtrim(pg_get_viewdef(c.oid), ';')
        FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('v', 'm') AND {Of("pg_catalog.pg_class", "c.oid")} ORDER BY c.oid
        """,
        // Those of constraints come with them, those of partitions with the table's.
        $"""
        SELECT regexp_replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ')
        FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE NOT c.relispartition AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS o WHERE o.conindid = i.indexrelid AND o.contype IN ('p', 'u', 'x'))
        AND {Of("pg_catalog.pg_class", "i.indrelid")} ORDER BY n.nspname, c.relname
        """,
        Constraints("'f'", ""),
        $"""
        SELECT pg_get_triggerdef(g.oid)
        FROM pg_catalog.pg_trigger AS g JOIN pg_catalog.pg_class AS c ON c.oid = g.tgrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE NOT g.tgisinternal AND g.tgparentid = 0 AND {Of("pg_catalog.pg_class", "c.oid")} ORDER BY n.nspname, c.relname, g.tgname
        """,
    ];

    /// <summary>Reads the schema of a database.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached, or refuses.</exception>
    internal static async Task<string> ReadAsync(string connection, CancellationToken cancellationToken)
    {
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(connection);
        await using NpgsqlConnection open = await database.OpenConnectionAsync(cancellationToken);
        await using NpgsqlTransaction transaction = await open.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

        // Every name is written with its schema then, and every moment alike.
        await using (NpgsqlCommand settings = new("SET TRANSACTION READ ONLY; SET LOCAL search_path = ''; SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL IntervalStyle = 'postgres'", open, transaction))
        {
            await settings.ExecuteNonQueryAsync(cancellationToken);
        }

        List<string> statements = ["SET check_function_bodies = false"];
        foreach (string question in Questions)
        {
            await using NpgsqlCommand command = new(question, open, transaction);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                statements.Add(reader.GetString(0));
            }
        }

        return "-- Written by `serviceping schema dump` from a database.\n\n" + string.Join("\n\n", statements.Select(statement => statement + ";")) + "\n";
    }

    /// <summary>A name with its schema, as SQL.</summary>
    private static string Name(string column) => $"quote_ident(n.nspname) || '.' || quote_ident({column})";

    /// <summary>A condition that leaves out the server's own schemas, and what an extension has made.</summary>
    private static string Of(string catalogue, string oid) => $"""
        n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE e.classid = '{catalogue}'::regclass AND e.objid = {oid} AND e.deptype = 'e')
        """;

    /// <summary>The constraints of tables that are not inherited from what the table is a part of.</summary>
    private static string Constraints(string types, string order) => $"""
        SELECT 'ALTER TABLE ' || CASE WHEN c.relkind = 'r' AND o.contype <> 'c' THEN 'ONLY ' ELSE '' END || {Name("c.relname")}
            || ' ADD CONSTRAINT ' || quote_ident(o.conname) || ' ' || pg_get_constraintdef(o.oid)
        FROM pg_catalog.pg_constraint AS o JOIN pg_catalog.pg_class AS c ON c.oid = o.conrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE o.contype IN ({types}) AND o.conislocal AND o.conparentid = 0 AND {Of("pg_catalog.pg_class", "c.oid")}
        ORDER BY {order}n.nspname, c.relname, o.conname
        """;
}
