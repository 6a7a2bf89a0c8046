namespace ServicePing.Definitions.Sql;

/// <summary>A query in parentheses that has a name, as in <c>JOIN (SELECT …) AS a (b, c)</c>.</summary>
internal sealed class DerivedTable(SqlQuery query, string alias, List<string> columns)
{
    public string Alias => alias;

    /// <summary>The derived tables of join clauses.</summary>
    public static IEnumerable<DerivedTable> Among(SqlOutline outline)
    {
        foreach (SqlQuery query in outline.Queries)
        {
            int at = outline.Partner(query.Opening) + 1;
            at += outline.Is(at, "as") ? 1 : 0;
            if (!outline.IsName(at) || (outline.Kind(at) == SqlTokenKind.Word && SqlKeywords.IsReserved(outline.Name(at))))
            {
                continue;
            }

            List<string> columns = outline.Kind(at + 1) == SqlTokenKind.OpenParenthesis
                ? outline.Items(new SqlRange(at + 2, outline.Partner(at + 1))).ConvertAll(item => outline.IsName(item.Start) ? outline.Name(item.Start) : "")
                : [];
            yield return new DerivedTable(query, outline.Name(at), columns);
        }
    }

    /// <summary>The expression that a column is; null where it is none of this table, or selected otherwise than by name.</summary>
    public SqlRange? Find(SqlOutline outline, string column)
    {
        if (query.Selects.Count == 0)
        {
            return null;
        }

        List<SqlRange> items = outline.Items(query.Selects[0].List);
        int index = columns.FindIndex(name => string.Equals(name, column, StringComparison.OrdinalIgnoreCase));
        if (index < 0)
        {
            index = items.FindIndex(item => string.Equals(NameOf(outline, item), column, StringComparison.OrdinalIgnoreCase));
            index = index < columns.Count ? -1 : index;
        }

        return index >= 0 && index < items.Count ? WithoutAlias(outline, items[index]) : null;
    }

    /// <summary>The expression of an item of a select list.</summary>
    public static SqlRange WithoutAlias(SqlOutline outline, SqlRange item)
    {
        int last = item.End - 1;
        return last - 1 > item.Start && outline.Is(last - 1, "as") ? item with { End = last - 1 }
            : last > item.Start && outline.IsName(last) && EndsOperand(outline, last - 1) ? item with { End = last }
            : item;
    }

    private static string? NameOf(SqlOutline outline, SqlRange item) =>
        !item.IsEmpty && outline.IsName(item.End - 1) ? outline.Name(item.End - 1) : null;

    private static bool EndsOperand(SqlOutline outline, int at) =>
        outline.Kind(at) is SqlTokenKind.Text or SqlTokenKind.Number or SqlTokenKind.QuotedName or SqlTokenKind.CloseParenthesis
            or SqlTokenKind.CloseBracket
        || (outline.Kind(at) == SqlTokenKind.Word && (outline.Is(at, "end") || !SqlKeywords.IsReserved(outline.Name(at))));
}
