using System.Text.Json;
using Npgsql;

namespace ServicePing.Runtime.Databases.Snapshots;

/// <summary>
/// The types that a connection has met, asked of the server and not of the driver: a data source knows what there was when it connected
/// first, or nothing at all, and a migration may have made a type since.
/// </summary>
internal sealed class SqlTypes
{
    private const string TypesSql = """
        WITH RECURSIVE types (oid) AS (
            SELECT pg_catalog.unnest(pg_catalog.string_to_array($1, ',')::oid[])
            UNION
            SELECT part
            FROM types
            JOIN pg_catalog.pg_type ON pg_type.oid = types.oid
            CROSS JOIN LATERAL (
                SELECT typelem WHERE typsubscript = 'pg_catalog.array_subscript_handler'::regproc
                UNION ALL
                SELECT typbasetype WHERE typtype = 'd'
                UNION ALL
                SELECT atttypid FROM pg_catalog.pg_attribute WHERE typtype = 'c' AND attrelid = typrelid AND attnum > 0 AND NOT attisdropped
                UNION ALL
                SELECT rngsubtype FROM pg_catalog.pg_range WHERE rngtypid = types.oid
                UNION ALL
                SELECT rngtypid FROM pg_catalog.pg_range WHERE rngmultitypid = types.oid
            ) AS parts (part)
        )
        SELECT types.oid::bigint,
               CASE WHEN nspname = 'pg_catalog' THEN pg_catalog.format_type(types.oid, NULL)
                    WHEN typname = 'citext' THEN typname::text
                    ELSE nspname || '.' || typname
               END,
               pg_catalog.format_type(types.oid, NULL),
               CASE WHEN typsubscript = 'pg_catalog.array_subscript_handler'::regproc THEN 'a' ELSE typtype::text END,
               CASE WHEN typsubscript = 'pg_catalog.array_subscript_handler'::regproc THEN pg_catalog.json_build_array(typelem::bigint)
                    WHEN typtype = 'd' THEN pg_catalog.json_build_array(typbasetype::bigint)
                    WHEN typtype = 'c' THEN (
                        SELECT pg_catalog.json_agg(atttypid::bigint ORDER BY attnum)
                        FROM pg_catalog.pg_attribute
                        WHERE attrelid = typrelid AND attnum > 0 AND NOT attisdropped)
                    WHEN typtype IN ('r', 'm') THEN (
                        SELECT pg_catalog.json_agg(CASE WHEN rngtypid = types.oid THEN rngsubtype ELSE rngtypid END::bigint)
                        FROM pg_catalog.pg_range
                        WHERE types.oid IN (rngtypid, rngmultitypid))
               END::text
        FROM types
        JOIN pg_catalog.pg_type ON pg_type.oid = types.oid
        JOIN pg_catalog.pg_namespace ON pg_namespace.oid = typnamespace
        """;

    private readonly Dictionary<uint, SqlType> _known = new(OfEveryServer);

    /// <summary>Types that are the same on every server, and asked of none.</summary>
    internal static IReadOnlyDictionary<uint, SqlType> OfEveryServer { get; } = new Dictionary<uint, SqlType>
    {
        [16] = SqlType.Base("boolean"),
        [20] = SqlType.Base("bigint"),
        [21] = SqlType.Base("smallint"),
        [23] = SqlType.Base("integer"),
        [25] = SqlType.Base("text"),
        [700] = SqlType.Base("real"),
        [701] = SqlType.Base("double precision"),
        [1043] = SqlType.Base("character varying"),
        [1082] = SqlType.Base("date"),
        [1114] = SqlType.Base("timestamp without time zone"),
        [1184] = SqlType.Base("timestamp with time zone"),
        [1700] = SqlType.Base("numeric"),
        [2950] = SqlType.Base("uuid"),
        [3802] = SqlType.Base("jsonb"),
    };

    /// <summary>The types of some identifiers, in their order.</summary>
    internal async Task<IReadOnlyList<SqlType>> FindAsync(
        IReadOnlyList<uint> oids, SnapshotSession session, CancellationToken cancellationToken)
    {
        uint[] asked = [.. oids.Distinct().Where(oid => !_known.ContainsKey(oid))];
        if (asked.Length > 0)
        {
            Dictionary<uint, Row> rows = await AskAsync(asked, session, cancellationToken).ConfigureAwait(false);
            foreach (uint oid in asked)
            {
                _known[oid] = Build(oid, rows, []);
            }
        }

        return [.. oids.Select(oid => _known[oid])];
    }

    private static async Task<Dictionary<uint, Row>> AskAsync(
        IEnumerable<uint> oids, SnapshotSession session, CancellationToken cancellationToken)
    {
        Dictionary<uint, Row> rows = [];
        await using NpgsqlCommand command = session.Command(TypesSql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = string.Join(',', oids) });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows[(uint)reader.GetInt64(0)] = new Row(
                reader.GetString(1), reader.GetString(2), KindOf(reader.GetString(3)[0]), reader.IsDBNull(4) ? [] : Oids(reader.GetString(4)));
        }

        return rows;
    }

    /// <summary>A row may hold an array of its like; what is inside itself is known by nothing.</summary>
    private SqlType Build(uint oid, Dictionary<uint, Row> rows, IReadOnlyList<uint> inside) =>
        _known.TryGetValue(oid, out SqlType? known) ? known
        : inside.Contains(oid) || !rows.TryGetValue(oid, out Row? row) ? SqlType.Base("unknown")
        : new SqlType(row.Name, row.FullName, row.Kind, [.. row.Parts.Select(part => Build(part, rows, [.. inside, oid]))]);

    private static SqlTypeKind KindOf(char kind) => kind switch
    {
        'a' => SqlTypeKind.Array,
        'c' => SqlTypeKind.Composite,
        'd' => SqlTypeKind.Domain,
        'e' => SqlTypeKind.Enumeration,
        'm' => SqlTypeKind.Multirange,
        'r' => SqlTypeKind.Range,
        _ => SqlTypeKind.Base,
    };

    private static uint[] Oids(string json)
    {
        using JsonDocument oids = JsonDocument.Parse(json);
        return [.. oids.RootElement.EnumerateArray().Select(oid => (uint)oid.GetInt64())];
    }

    private sealed record Row(string Name, string FullName, SqlTypeKind Kind, uint[] Parts);
}
