using System.Data;
using Npgsql;
using Npgsql.PostgresTypes;

namespace ServicePing;

/// <summary>Columns whose types are known, so that two values are equal exactly when PostgreSQL holds them equal.</summary>
/// <param name="columns">The expressions, and their types.</param>
internal sealed class CanonicalColumns(IReadOnlyList<(string Expression, PostgresType Type)> columns)
{
    /// <summary>Asks the server for the types of columns, which executes nothing.</summary>
    internal static async Task<CanonicalColumns> ProbeAsync(
        IReadOnlyList<string> columns,
        SelectStatement source,
        SnapshotSession session,
        PassParameters parameters,
        CancellationToken cancellationToken)
    {
        SelectStatement probe = source with { Items = [.. columns.Select(column => new SelectItem(column))] };
        await using NpgsqlCommand command = session.Command(probe.ToString());
        parameters.AddTo(command.Parameters);
        await using NpgsqlDataReader reader =
            await command.ExecuteReaderAsync(CommandBehavior.SchemaOnly, cancellationToken).ConfigureAwait(false);
        return new([.. columns.Select((column, place) => (column, reader.GetPostgresType(place)))]);
    }

    internal CanonicalColumns First(int count) => new([.. columns.Take(count)]);

    internal CanonicalColumns After(int count) => new([.. columns.Skip(count)]);

    /// <summary>Whether there is one, of whole numbers.</summary>
    internal bool IsInteger => columns is [{ Type.Name: "smallint" or "integer" or "bigint" }];

    /// <summary>Whether a value may be NULL; a list of columns is not, even when all of them are.</summary>
    internal bool IsNullable => columns.Count == 1;

    /// <summary>The name of the only column's type, as a cast spells it.</summary>
    internal string TypeName => columns[0].Type.FullName;

    /// <summary>The expression to select: a whole number, or a text.</summary>
    internal string Value => columns switch
    {
        [(var expression, _)] when IsInteger => expression,
        [(var expression, { Name: "text" or "character varying" })] => expression,
        [(var expression, var type)] => $"{Sql.Operand(Canonical(expression, type))}::text",
        _ => Row,
    };

    /// <summary>Groups by each column, named by its text.</summary>
    internal IReadOnlyList<GroupKey> GroupKeys =>
    [
        .. columns.Select(column => IsGroupedAsItIs(column.Type)
            ? new GroupKey($"{Sql.Operand(column.Expression)}::text", Sql.Operand(column.Expression))
            : new GroupKey(Text(column), Text(column))),
    ];

    /// <summary>Groups by all columns at once, NULL among their values.</summary>
    internal GroupKey RowKey => new(
        Row,
        columns is [(var expression, var type)] && IsGroupedAsItIs(type) ? Sql.Operand(expression) : Row);

    private string Row => $"ROW({string.Join(", ", columns.Select(column => Canonical(column.Expression, column.Type)))})::text";

    private static string Text((string Expression, PostgresType Type) column) =>
        $"{Sql.Operand(Canonical(column.Expression, column.Type))}::text";

    /// <summary>Equal values of these types have equal texts.</summary>
    private static bool IsGroupedAsItIs(PostgresType type) => type is PostgresEnumType
        or { Name: "smallint" or "integer" or "bigint" or "boolean" or "text" or "character varying" or "uuid" or "date"
            or "timestamp without time zone" or "timestamp with time zone" };

    /// <summary>1.0 and 1.00 are equal as <c>numeric</c>, 0 and -0 as floating-point numbers, a and A as <c>citext</c>.</summary>
    private static string Canonical(string column, PostgresType type) => type.Name switch
    {
        "numeric" => $"trim_scale({column})",
        "real" or "double precision" => $"{Sql.Operand(column)} + 0",
        "citext" => $"lower({Sql.Operand(column)}::text)",
        _ => column,
    };
}
