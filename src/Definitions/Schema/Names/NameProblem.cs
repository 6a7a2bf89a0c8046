using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Names;

/// <summary>A name in a piece of SQL that does not mean anything, or not one thing.</summary>
/// <param name="Kind">What is wrong with it.</param>
/// <param name="Start">The offset of the name in the piece.</param>
/// <param name="Length">The length of the name.</param>
/// <param name="Name">The name, as PostgreSQL sees it.</param>
/// <param name="Owner">The table or alias in which a column was looked for; null where it was looked for everywhere.</param>
/// <param name="Suggestion">The nearest name, as SQL; null where none is near.</param>
internal sealed record NameProblem(FindingKind Kind, int Start, int Length, string Name, string? Owner, string? Suggestion)
{
    /// <summary>The values that a parameter of that name may stand for, because it is compared with a column that has no others.</summary>
    public AllowedValues? Allowed { get; init; }
}

/// <summary>What an expression is, where it is more than a calculation.</summary>
/// <param name="Type">Its type, or null.</param>
/// <param name="Name">The name that a select list would give it, or null.</param>
/// <param name="Source">The source of the column that it is, or null.</param>
/// <param name="Column">The column that it is, or null.</param>
internal readonly record struct Operand(SqlType? Type, string? Name = null, Source? Source = null, Column? Column = null)
{
    /// <summary>The constant or parameter that it is; null where it is none.</summary>
    public SqlToken? Constant { get; init; }

    /// <summary>What stands in its parentheses or in those of its ARRAY; null where there are none.</summary>
    public IReadOnlyList<Operand>? Items { get; init; }

    /// <summary>Whether an operator stands in front of it.</summary>
    public bool HasPrefix { get; init; }
}
