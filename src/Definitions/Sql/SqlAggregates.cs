namespace ServicePing.Definitions.Sql;

/// <summary>The functions of PostgreSQL that take many rows together.</summary>
internal static class SqlAggregates
{
    private static readonly HashSet<string> s_names = new(StringComparer.Ordinal)
    {
        "any_value", "array_agg", "avg", "bit_and", "bit_or", "bit_xor", "bool_and", "bool_or", "corr", "count", "covar_pop",
        "covar_samp", "every", "grouping", "json_agg", "json_agg_strict", "json_arrayagg", "json_object_agg",
        "json_object_agg_strict", "json_object_agg_unique", "json_object_agg_unique_strict", "json_objectagg", "jsonb_agg",
        "jsonb_agg_strict", "jsonb_object_agg", "jsonb_object_agg_strict", "jsonb_object_agg_unique",
        "jsonb_object_agg_unique_strict", "max", "min", "mode", "percentile_cont", "percentile_disc", "range_agg",
        "range_intersect_agg", "regr_avgx", "regr_avgy", "regr_count", "regr_intercept", "regr_r2", "regr_slope", "regr_sxx",
        "regr_sxy", "regr_syy", "stddev", "stddev_pop", "stddev_samp", "string_agg", "sum", "var_pop", "var_samp", "variance",
        "xmlagg",
    };

    /// <summary>Those whose result depends on the order of the rows.</summary>
    private static readonly HashSet<string> s_ordered = new(StringComparer.Ordinal)
    {
        "array_agg", "json_agg", "json_agg_strict", "json_arrayagg", "jsonb_agg", "jsonb_agg_strict", "string_agg", "xmlagg",
    };

    /// <summary>Window functions that tell rows apart which ORDER BY holds equal.</summary>
    private static readonly HashSet<string> s_placing = new(StringComparer.Ordinal)
    {
        "row_number", "ntile", "lag", "lead", "first_value", "last_value", "nth_value",
    };

    public static bool Contains(string name) => s_names.Contains(name);

    public static bool DependsOnOrder(string name) => s_ordered.Contains(name);

    public static bool PlacesRows(string name) => s_placing.Contains(name);

    /// <summary>Whether a call says by its arguments, or by what follows them, that it takes many rows together.</summary>
    public static bool IsMarked(SqlOutline outline, int call) => IsWindow(outline, call)
        || (outline.Is(call + 2, "distinct") && !outline.Is(call + 3, "from"))
        || (outline.Is(call + 2, "all") && outline.Kind(call + 3) != SqlTokenKind.OpenParenthesis)
        || OrderOf(outline, call) is not null
        || Behind(outline, call, "filter")
        || Behind(outline, call, "within");

    /// <summary>Whether a call is one of a window function.</summary>
    public static bool IsWindow(SqlOutline outline, int call) => WindowOf(outline, call) >= 0;

    /// <summary>The place behind OVER; -1 where there is none.</summary>
    public static int WindowOf(SqlOutline outline, int call)
    {
        int at = outline.Partner(call + 1) + 1;
        at = outline.Is(at, "within") && outline.Is(at + 1, "group") ? outline.Next(at + 2) : at;
        at = outline.Is(at, "filter") && outline.Kind(at + 1) == SqlTokenKind.OpenParenthesis ? outline.Next(at + 1) : at;
        at += (outline.Is(at, "ignore") || outline.Is(at, "respect")) && outline.Is(at + 1, "nulls") ? 2 : 0;
        bool isWindow = outline.Is(at, "over") && (outline.IsName(at + 1) || outline.Kind(at + 1) == SqlTokenKind.OpenParenthesis);
        return isWindow ? at + 1 : -1;
    }

    /// <summary>What the arguments of a call are ordered by; null where nobody says.</summary>
    public static SqlRange? OrderOf(SqlOutline outline, int call)
    {
        int end = outline.Partner(call + 1);
        for (int at = call + 2; at < end; at = outline.Next(at))
        {
            if (outline.Is(at, "order") && outline.Is(at + 1, "by"))
            {
                return new(at + 2, end);
            }
        }

        return null;
    }

    private static bool Behind(SqlOutline outline, int call, string word)
    {
        int at = outline.Partner(call + 1) + 1;
        return outline.Is(at, word)
            && (outline.Kind(at + 1) == SqlTokenKind.OpenParenthesis || (word == "within" && outline.Is(at + 1, "group")));
    }
}
