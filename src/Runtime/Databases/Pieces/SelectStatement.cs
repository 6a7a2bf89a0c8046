using System.Text;

namespace ServicePing.Runtime.Databases.Pieces;

/// <summary>
/// A statement of a pass, composed from fragments and parameters and nothing else. Its text is made to be read by whoever finds
/// it in <c>pg_stat_activity</c>: one select item a line with its filter, filters aligned.
/// </summary>
internal sealed record SelectStatement
{
    /// <summary>What is selected.</summary>
    public required IReadOnlyList<SelectItem> Items { get; init; }

    /// <summary>The table, as it stands after FROM.</summary>
    public required string From { get; init; }

    /// <summary>Whole join clauses.</summary>
    public IReadOnlyList<string> Joins { get; init; } = [];

    /// <summary>Conditions on rows, all of which must hold; each complete in itself.</summary>
    public IReadOnlyList<string> Where { get; init; } = [];

    /// <summary>Whether equal rows are returned once.</summary>
    public bool IsDistinct { get; init; }

    /// <summary>By what rows are grouped; nothing for one row of aggregates, or none.</summary>
    public IReadOnlyList<string> GroupBy { get; init; } = [];

    /// <summary>The SQL.</summary>
    public override string ToString()
    {
        string verb = IsDistinct ? "SELECT DISTINCT " : "SELECT ";
        int width = Items.Max(item => item.Filter is null ? 0 : item.Expression.Length);
        string separator = ",\n" + new string(' ', verb.Length);

        StringBuilder sql = new(verb);
        sql.AppendJoin(separator, Items.Select(item => item.ToString(width))).Append('\n');
        sql.Append("FROM ").Append(From);
        foreach (string join in Joins)
        {
            sql.Append('\n').Append(join);
        }

        if (Where.Count > 0)
        {
            sql.Append("\nWHERE ").AppendJoin("\n  AND ", Where);
        }

        if (GroupBy.Count > 0)
        {
            sql.Append("\nGROUP BY ").AppendJoin(", ", GroupBy);
        }

        return sql.ToString();
    }
}

/// <summary>One column of a statement's result.</summary>
/// <param name="Expression">The expression or aggregate.</param>
/// <param name="Filter">The condition on the rows that the aggregate takes; null for all.</param>
internal readonly record struct SelectItem(string Expression, string? Filter = null)
{
    internal string ToString(int width) =>
        Filter is null ? Expression : $"{Expression.PadRight(width)} FILTER (WHERE {Filter})";
}
