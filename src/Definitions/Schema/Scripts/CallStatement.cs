using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Scripts;

/// <summary>
/// Reads SELECT, CALL and plpgsql's PERFORM, which are about tables only where they make one by INTO, or call a function that
/// does something: what it does, stands nowhere.
/// </summary>
internal static class CallStatement
{
    /// <summary>Functions that dumps and migrations call beside those of PostgreSQL whose names begin alike.</summary>
    private static readonly HashSet<string> s_harmless = new(StringComparer.Ordinal)
    {
        "set_config", "setval", "nextval", "currval", "lastval", "count", "max", "min", "sum", "avg", "coalesce", "greatest", "least",
        "nullif", "now", "version", "exists", "array_agg", "string_agg", "format", "concat", "lower", "upper", "quote_ident",
        "quote_literal", "row_number", "rank", "generate_series", "unnest", "md5", "random", "gen_random_uuid", "uuid_generate_v4",
        "length", "substring", "substr", "trim", "replace", "cast", "extract", "round", "abs", "date_trunc", "current_setting",
        "current_database", "current_schema", "to_regclass", "to_char", "to_timestamp", "clock_timestamp", "has_table_privilege",
        "has_schema_privilege", "bool_or", "bool_and", "encode", "decode", "char_length", "position", "split_part", "make_interval",
        "regexp_replace", "obj_description", "col_description", "format_type", "txid_current", "notify", "timeofday",
    };

    private static readonly string[] s_families = ["pg_", "json", "array_", "lo_", "to_", "regexp_"];

    public static void Read(SqlCursor cursor, SchemaDraft draft)
    {
        bool isSelect = cursor.Is("select");
        int depth = 0;
        for (; !cursor.IsAtEnd; cursor.Take())
        {
            depth += SqlConjunction.Nesting(cursor.Token);
            if (depth == 0 && isSelect && !draft.IsInBlock && cursor.Is("into"))
            {
                ReadInto(cursor, draft);
            }

            if (cursor.IsName && cursor.Peek(1).Kind == SqlTokenKind.OpenParenthesis && !IsHarmless(cursor, draft))
            {
                draft.Report(cursor.Token, new SchemaGap(0, 0, $"{cursor.Token.In(cursor.Text)}()"));
            }
        }
    }

    private static void ReadInto(SqlCursor cursor, SchemaDraft draft)
    {
        cursor.Take();
        while (cursor.Take("temp") || cursor.Take("temporary") || cursor.Take("unlogged") || cursor.Take("table"))
        {
        }

        if (draft.TakeNewName(cursor) is { } name)
        {
            draft.Tables[name] = new TableBuilder(name, TableKind.Table) { IsIncomplete = true };
        }
    }

    private static bool IsHarmless(SqlCursor cursor, SchemaDraft draft)
    {
        string name = cursor.Name();
        bool isQualified = cursor.Position > 0 && cursor.Peek(-1).Kind == SqlTokenKind.Dot;
        bool isCatalogue = isQualified && cursor.Position > 1 && cursor.Is("pg_catalog", -2);
        return isCatalogue || (cursor.Position > 0 && cursor.Peek(-1).Kind == SqlTokenKind.Cast)
            || (!isQualified && (SqlKeywords.IsReserved(name) || name is "values" or "materialized" or "filter" or "over" or "row"))
            || s_harmless.Contains(name)
            || Array.Exists(s_families, family => name.StartsWith(family, StringComparison.Ordinal))
            || draft.Functions.Any(function => function.Key.Name == name && !function.Value.IsVolatile);
    }
}
