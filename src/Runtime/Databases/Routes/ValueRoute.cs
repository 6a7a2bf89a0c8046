using Npgsql;
using ServicePing.Runtime.Databases.Snapshots;
using ServicePing.Runtime.Databases.Tables;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Databases.Routes;

/// <summary>Values of an indexed column, in ranges of about equally many rows by the database's own statistics.</summary>
/// <param name="Leaf">The part.</param>
/// <param name="Column">The column, as fragments call it.</param>
/// <param name="Bounds">The values between the ranges, each as its text.</param>
internal sealed record ValueRoute(WalkedLeaf Leaf, string Column, IReadOnlyList<string> Bounds) : StepRoute(Leaf, Column)
{
    // Statistics are looked for by names that are known, as the view of them is not to be searched by what it is joined with.
    private const string BoundsSql = """
        SELECT DISTINCT ON (bound) bound::text AS text
        FROM pg_catalog.pg_class AS class
        JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace
        JOIN pg_catalog.pg_attribute AS attribute ON attrelid = class.oid AND attribute.attname = $2
        CROSS JOIN pg_catalog.unnest((
            SELECT histogram_bounds::text::{0}[] || most_common_vals::text::{0}[]
            FROM pg_catalog.pg_stats
            WHERE schemaname = nspname AND tablename = relname AND pg_stats.attname = $2 AND NOT inherited)) AS bound
        WHERE class.oid = pg_catalog.to_regclass($1)
          AND (attcollation = 0 OR attcollation = 'pg_catalog.default'::regcollation)
        ORDER BY bound
        """;

    /// <summary>The types whose texts the server reads back as the same values.</summary>
    private static readonly HashSet<string> Types =
    [
        "smallint", "integer", "bigint", "uuid", "text", "character varying", "date",
        "timestamp without time zone", "timestamp with time zone",
    ];

    internal override Int128 End => Bounds.Count + 1;

    /// <summary>The values of a part; null where there are no statistics to go by.</summary>
    /// <param name="leaf">The part, which is the whole relation.</param>
    /// <param name="column">The column's name, as it stands in the catalogue.</param>
    /// <param name="expression">The column, as fragments call it.</param>
    /// <param name="typeName">Its type.</param>
    /// <param name="relation">The relation.</param>
    /// <param name="session">The connection.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    internal static async Task<ValueRoute?> FindAsync(
        WalkedLeaf leaf,
        string column,
        string expression,
        string typeName,
        RelationPlan relation,
        SnapshotSession session,
        CancellationToken cancellationToken)
    {
        if (!Types.Contains(typeName))
        {
            return null;
        }

        await using NpgsqlCommand command = session.Command(BoundsSql.Replace("{0}", typeName, StringComparison.Ordinal));
        command.Parameters.Add(new NpgsqlParameter<string>
        {
            TypedValue = relation.Source,
        });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = column.Trim('"').Replace("\"\"", "\"", StringComparison.Ordinal) });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        List<string> bounds = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            bounds.Add(reader.GetString(0));
        }

        return bounds.Count == 0 ? null : new ValueRoute(leaf, expression, bounds);
    }

    private protected override (string[]? From, string[]? Before) ValuesOf(Slice slice) => (
        slice.Start == 0 ? null : [Bounds[(int)slice.Start - 1]],
        slice.End is { } end ? [Bounds[(int)end - 1]] : null);
}
