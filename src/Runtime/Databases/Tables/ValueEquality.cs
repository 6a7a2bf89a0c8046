using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Snapshots;

namespace ServicePing.Runtime.Databases.Tables;

/// <summary>How values of a type are told apart exactly as PostgreSQL tells them apart.</summary>
/// <remarks>
/// The server's extended hash follows the equality of a type and its collation, so that 0 and -0, or 'a' and 'A' of a <c>citext</c>, are
/// one. But it was made for buckets, and of many types it leaves something out whatever the seed: a 64-bit integer is folded to 32 bits
/// (<c>hashint8extended</c>), moments with it; <c>hash_numeric_extended</c> knows no sign and no infinity, <c>jsonb_hash_extended</c> not
/// where a list ends, <c>hash_array_extended</c> no dimensions. Values of such types are hashed by a text that is the same exactly for
/// equal values.
/// </remarks>
internal static class ValueEquality
{
    /// <summary>Types whose hash takes in all that their equality does.</summary>
    private static readonly HashSet<string> ToldByHash =
    [
        "boolean", "smallint", "integer", "oid", "date", "real", "double precision", "uuid", "bytea", "text", "character varying",
        "character", "name", "citext", "inet", "cidr", "macaddr", "macaddr8",
    ];

    /// <summary>Types of which equal values have equal texts, and others other ones, in a session with fixed settings.</summary>
    private static readonly HashSet<string> ToldByText =
    [
        "boolean", "smallint", "integer", "bigint", "oid", "date", "timestamp without time zone", "timestamp with time zone",
        "time without time zone", "time with time zone", "uuid", "bytea", "inet", "cidr", "macaddr", "macaddr8", "money", "bit",
        "bit varying", "tsvector", "pg_lsn", "xid", "xid8",
    ];

    private static readonly HashSet<string> Texts = ["text", "character varying", "character", "name"];

    /// <summary>Whether values are texts, whose equality is that of their collation.</summary>
    internal static bool IsText(SqlType type) => Texts.Contains(type.Name);

    /// <summary>Whether two values are equal exactly when their texts are.</summary>
    internal static bool IsToldByText(SqlType type) => Leaves(type).All(leaf =>
        leaf.Kind == SqlTypeKind.Enumeration || (leaf.Kind == SqlTypeKind.Base && ToldByText.Contains(leaf.Name)));

    /// <summary>What is hashed to tell a value from others; null where nothing does.</summary>
    internal static string? Hashed(string expression, SqlType type)
    {
        string operand = Sql.Operand(expression);
        return type switch
        {
            { Kind: SqlTypeKind.Domain } => Hashed(expression, type.Parts[0]),
            { Name: "numeric" } => $"pg_catalog.trim_scale({expression})::text",

            // One day and 24 hours are equal, as are 30 days and a month.
            { Name: "interval" } => $"pg_catalog.justify_interval({expression})::text",

            // Its text has all in order, but 1.0 and 1.00 are equal: zeros at the end of a number go, what stands in quotes stays.
            { Name: "jsonb" } =>
                $$"""pg_catalog.regexp_replace({{operand}}::text, '("(?:[^"\\]|\\.)*")|(\d+\.\d*[1-9])0*|(\d+)(?:\.0+)?', '\1\2\3', 'g')""",
            _ when IsToldByHash(type) => expression,
            _ when IsToldByText(type) => $"{operand}::text",
            { Kind: SqlTypeKind.Array } when IsToldByHash(type.Parts[0]) => $"{expression}, pg_catalog.array_dims({expression})",

            // A value of nothing but NULL is another than NULL, and has its hash.
            { Kind: SqlTypeKind.Composite } when type.Parts.All(IsToldByHash) =>
                $"{expression}, {operand} IS DISTINCT FROM NULL",
            { Kind: SqlTypeKind.Range or SqlTypeKind.Multirange } when Leaves(type).All(IsToldByHash) => expression,
            _ => null,
        };
    }

    private static bool IsToldByHash(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Domain => IsToldByHash(type.Parts[0]),
        SqlTypeKind.Enumeration => true,
        SqlTypeKind.Base => ToldByHash.Contains(type.Name),
        _ => false,
    };

    private static IEnumerable<SqlType> Leaves(SqlType type) => type.Parts.Count == 0 ? [type] : type.Parts.SelectMany(Leaves);
}
