namespace ServicePing.Definitions.Sql;

/// <summary>What stands after FROM: a table, a subquery or a call of a function, and the name by which the rest of the query calls it.</summary>
/// <param name="Source">The table, alone or behind its schema; the subquery with its parentheses; or the call; as written.</param>
/// <param name="Alias">The alias as SQL reads it, without quotes; null where a table goes by its own name.</param>
internal sealed record FromItem(string Source, string? Alias)
{
    /// <summary>
    /// Reads <c>table</c> and <c>schema.table</c>, which may have an alias, and <c>(SELECT …) AS alias</c> and <c>function(…) AS alias</c>,
    /// which must; AS may be left out. Null for anything else.
    /// </summary>
    public static FromItem? Of(string text)
    {
        if (IsTable(text))
        {
            return new FromItem(text, null);
        }

        SqlOutline outline = new(text);
        int end = EndOfSource(outline);
        int alias = outline.Is(end, "as") ? end + 1 : end;
        return end > 0 && alias == outline.Count - 1 && IsAlias(outline, alias)
            ? new FromItem(outline.Slice(new(0, end)), outline.Name(alias))
            : null;
    }

    /// <summary>The item as it is written in a definition.</summary>
    public override string ToString() => Alias is null ? Source : $"{Source} AS {SqlName.Quote(Alias)}";

    // The place behind a subquery, a table or a call; 0 where none of these begins the text.
    private static int EndOfSource(SqlOutline outline)
    {
        if (outline.QueryIn(0) is not null)
        {
            return Behind(outline, 0);
        }

        int name = outline.IsName(0) && outline.Kind(1) == SqlTokenKind.Dot ? 2 : 0;
        if (!outline.IsName(0) || !outline.IsName(name) || outline.Is(0, "only") || outline.Is(0, "lateral"))
        {
            return 0;
        }

        return outline.IsCall(name) ? Behind(outline, name + 1)
            : IsTable(outline.Slice(new(0, name + 1))) ? name + 1
            : 0;
    }

    private static int Behind(SqlOutline outline, int opening) =>
        outline.Kind(outline.Partner(opening)) == SqlTokenKind.CloseParenthesis ? outline.Partner(opening) + 1 : 0;

    private static bool IsTable(string text) => SqlName.Parts(text) is { Length: 1 or 2 };

    private static bool IsAlias(SqlOutline outline, int at) => outline.Kind(at) switch
    {
        SqlTokenKind.Word => !SqlKeywords.IsReserved(outline.Name(at)),
        SqlTokenKind.QuotedName => outline[at].Length > 2,
        _ => false,
    };
}
