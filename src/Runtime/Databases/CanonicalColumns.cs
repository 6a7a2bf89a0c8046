using System.Data;
using Npgsql;

namespace ServicePing;

/// <summary>How values are brought to the client so that two are equal there exactly when PostgreSQL holds them equal.</summary>
/// <param name="Expression">The expression to select.</param>
/// <param name="IsInteger">Whether it is a whole number; a text otherwise.</param>
/// <param name="IsNullable">Whether it may be NULL; a list of columns is not, even when all of them are.</param>
internal sealed record CanonicalColumns(string Expression, bool IsInteger, bool IsNullable)
{
    /// <summary>Asks the server for the types of columns, which executes nothing.</summary>
    internal static async Task<CanonicalColumns> ProbeAsync(
        IReadOnlyList<string> columns,
        bool asRow,
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
        string[] types = [.. columns.Select((_, column) => reader.GetPostgresType(column).Name)];

        if (columns.Count > 1 || asRow)
        {
            return new($"ROW({string.Join(", ", columns.Zip(types, Canonical))})::text", IsInteger: false, IsNullable: false);
        }

        return types[0] is "smallint" or "integer" or "bigint"
            ? new(columns[0], IsInteger: true, IsNullable: true)
            : new(Text(columns[0], types[0]), IsInteger: false, IsNullable: true);
    }

    private static string Text(string column, string type) => type is "text" or "character varying"
        ? column
        : $"{Sql.Operand(Canonical(column, type))}::text";

    /// <summary>1.0 and 1.00 are equal as <c>numeric</c>, 0 and -0 as floating-point numbers, a and A as <c>citext</c>.</summary>
    private static string Canonical(string column, string type) => type switch
    {
        "numeric" => $"trim_scale({column})",
        "real" or "double precision" => $"{Sql.Operand(column)} + 0",
        "citext" => $"lower({Sql.Operand(column)}::text)",
        _ => column,
    };
}
