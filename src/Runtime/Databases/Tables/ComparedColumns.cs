using System.Data;
using Npgsql;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Snapshots;

namespace ServicePing.Runtime.Databases.Tables;

/// <summary>Columns whose types are known, so that two values are equal exactly when PostgreSQL holds them equal.</summary>
/// <param name="columns">The expressions, and their types; null for what is not known yet, and taken for a whole number.</param>
/// <param name="areTextsEqualByBytes">Whether no collation of the database holds different texts equal.</param>
internal sealed class ComparedColumns(IReadOnlyList<(string Expression, SqlType? Type)> columns, bool areTextsEqualByBytes)
{
    /// <summary>Columns of a database that has not been looked at.</summary>
    internal static ComparedColumns Unseen(IEnumerable<string> columns) =>
        new([.. columns.Select(column => (column, (SqlType?)null))], areTextsEqualByBytes: true);

    /// <summary>Asks the server for the types of columns, which executes nothing.</summary>
    internal static async Task<ComparedColumns> ProbeAsync(
        IReadOnlyList<string> columns,
        SelectStatement source,
        SnapshotSession session,
        PassParameters parameters,
        CancellationToken cancellationToken)
    {
        SelectStatement probe = source with { Items = [.. columns.Select(column => new SelectItem(column))] };
        uint[] oids;
        await using (NpgsqlCommand command = session.Command(probe.ToString()))
        {
            parameters.AddTo(command.Parameters);
            await using NpgsqlDataReader reader =
                await command.ExecuteReaderAsync(CommandBehavior.SchemaOnly, cancellationToken).ConfigureAwait(false);
            oids = [.. columns.Select((_, place) => reader.GetDataTypeOID(place))];
        }

        IReadOnlyList<SqlType> types = await session.Types.FindAsync(oids, session, cancellationToken).ConfigureAwait(false);
        bool areTextsEqualByBytes = !types.Any(ValueEquality.IsText)
            || await session.AreTextsEqualByBytesAsync(cancellationToken).ConfigureAwait(false);
        return new([.. columns.Zip(types, (column, type) => (column, (SqlType?)type))], areTextsEqualByBytes);
    }

    internal ComparedColumns First(int count) => new([.. columns.Take(count)], areTextsEqualByBytes);

    internal ComparedColumns After(int count) => new([.. columns.Skip(count)], areTextsEqualByBytes);

    /// <summary>Why values cannot be told apart; null where they can.</summary>
    internal string? Problem => columns.Where(column => Hashed(column) is null)
        .Select(column => $"Values of the type {column.Type!.FullName} cannot be told apart exactly: name its parts one by one, or compute a text of it.")
        .FirstOrDefault();

    /// <summary>Whether there is one, of whole numbers.</summary>
    internal bool IsInteger => columns is [{ Type: null or { Name: "smallint" or "integer" or "bigint" } }];

    /// <summary>The name of the only column's type, as a cast spells it.</summary>
    internal string TypeName => columns[0].Type?.FullName ?? "bigint";

    /// <summary>What of them is told apart.</summary>
    internal ComparedValue Value => new(IsInteger ? [WholeNumber] : [Hash(0), Hash(1)], HasValue, Text);

    // Not every data source reads a smaller number as a larger one.
    private string WholeNumber => columns[0].Type is null or { Name: "bigint" } ? columns[0].Expression : $"{Sql.Operand(columns[0].Expression)}::bigint";

    // A composite value with a NULL in it is not NULL, but IS NOT NULL does not hold for it.
    private string? HasValue => columns switch
    {
        [(var expression, { Kind: SqlTypeKind.Composite })] => $"{Sql.Operand(expression)} IS DISTINCT FROM NULL",
        [(var expression, _)] => $"{Sql.Operand(expression)} IS NOT NULL",
        _ => null,
    };

    private string Text => columns switch
    {
        [(var expression, null or { Name: "text" or "character varying" })] => expression,
        [(var expression, { Name: "numeric" })] => $"trim_scale({expression})::text",
        [(var expression, _)] => $"{Sql.Operand(expression)}::text",
        _ => $"ROW({string.Join(", ", columns.Select(column => column.Expression))})::text",
    };

    /// <summary>Groups by each column.</summary>
    internal IReadOnlyList<GroupKey> GroupKeys => [.. columns.Select(column => KeyOf(column))];

    /// <summary>Groups by all columns at once, NULL among their values; nobody asks for their names, and a hash tells them apart.</summary>
    internal GroupKey RowKey => new(
        ComparedValue.BytesOf([Hash(0), Hash(1)]), string.Join(", ", columns.Select(column => Sql.Operand(column.Expression))));

    private GroupKey KeyOf((string Expression, SqlType? Type) column)
    {
        string operand = Sql.Operand(column.Expression);
        if (IsNamedByText(column))
        {
            return new GroupKey($"{operand}::text", operand);
        }

        return new GroupKey(new ComparedColumns([column], areTextsEqualByBytes).Hashes, operand) { Name = $"{operand}::text COLLATE \"C\"" };
    }

    private bool IsNamedByText((string Expression, SqlType? Type) column) => column.Type is not { } type
        || ValueEquality.IsToldByText(type)
        || (areTextsEqualByBytes && ValueEquality.IsText(type));

    private string Hashes => $"{Hash(0)}::text || ' ' || {Hash(1)}::text";

    private string Hash(int seed) =>
        ComparedValue.Hash(columns.Select(column => Hashed(column)!), seed);

    private static string? Hashed((string Expression, SqlType? Type) column) =>
        column.Type is { } type ? ValueEquality.Hashed(column.Expression, type) : column.Expression;
}
