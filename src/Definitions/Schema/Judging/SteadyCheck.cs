using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Judging;

/// <summary>
/// Finds what may come out differently in each statement that reads a slice: subqueries that take some rows of several without
/// saying which, samples, and where rows lie. What one statement would answer once, slices would answer each for itself.
/// </summary>
internal sealed class SteadyCheck(SqlOutline outline, QueryFinding place, SchemaLookup? schema)
{
    private const string NoOrder = "takes rows in an order that nobody has said";

    private static readonly Dictionary<string, string> s_systemColumns = new(StringComparer.Ordinal)
    {
        ["ctid"] = "is where a row lies",
        ["xmin"] = "is the transaction that wrote a row",
        ["xmax"] = "is the transaction that locks or replaces a row",
        ["cmin"] = "is the command that wrote a row",
        ["cmax"] = "is the command that replaces a row",
    };

    // Functions that return rows in an order of their own.
    private static readonly HashSet<string> s_orderedFunctions = new(StringComparer.Ordinal)
    {
        "unnest", "generate_series", "generate_subscripts", "json_array_elements", "json_array_elements_text", "json_each",
        "json_each_text", "json_object_keys", "jsonb_array_elements", "jsonb_array_elements_text", "jsonb_each",
        "jsonb_each_text", "jsonb_object_keys", "jsonb_path_query", "regexp_matches", "regexp_split_to_table", "string_to_table",
    };

    // Whoever asks these does not see an order.
    private static readonly HashSet<string> s_unordered = new(StringComparer.Ordinal)
    {
        "any", "all", "some", "unnest", "cardinality", "array_length", "array_upper", "json_array_length", "jsonb_array_length",
    };

    public IEnumerable<QueryFinding> Check(Func<string, bool> isAlias)
    {
        foreach (SqlQuery query in outline.Queries)
        {
            if (!outline.Is(query.Opening - 1, "exists") && JudgeQuery(query) is { } finding)
            {
                yield return finding;
            }
        }

        for (int at = 0; at < outline.Count; at++)
        {
            if (outline.IsName(at) && JudgeName(at, isAlias) is { } finding)
            {
                yield return finding;
            }
        }
    }

    private QueryFinding? JudgeQuery(SqlQuery query)
    {
        if (query.Selects.FirstOrDefault(select => select.DistinctOn is not null) is { DistinctOn: { } on } picking
            && new SqlRange(picking.Place + 1, picking.Place + 3) is var words
            && JudgePick(query, picking, "DISTINCT ON", words, outline.Items(on)) is { } distinct)
        {
            return distinct;
        }

        if (Limiting(query) is not var (word, at))
        {
            return null;
        }

        if (query.Only is { } select)
        {
            return JudgePick(query, select, word, new(at, at + 1), []);
        }

        // Of a union all that is selected must be ordered by, since its rows have no key.
        bool isDecided = query.OrderBy is { } order && query.Selects.Count > 0
            && new RowOrder(outline, query.Selects[0], schema) is var rows
            && rows.Selected.ToList() is { Count: > 0 } values
            && outline.Items(order).Count >= values.Count
            && rows.Decides(outline.Items(order), values);
        return isDecided ? null : Pick(word, new(at, at + 1), query.OrderBy is not null, "all that is selected");
    }

    // The word that leaves rows out; one that leaves out none does not count.
    private (string Word, int At)? Limiting(SqlQuery query)
    {
        if (query.Offset is { } offset && !IsOnly(offset, "0"))
        {
            return ("OFFSET", offset.Start - 1);
        }

        if (query.Limit is { } limit && !IsOnly(limit, "all") && !IsOnly(limit, "null") && !IsOnly(limit, "0"))
        {
            return ("LIMIT", limit.Start - 1);
        }

        bool hasTies = query.Fetch is { } ties && outline.Is(ties.End - 2, "with") && outline.Is(ties.End - 1, "ties");
        return query.Fetch is { } fetch && !hasTies ? ("FETCH", fetch.Start - 1) : null;
    }

    private bool IsOnly(SqlRange range, string word) =>
        range.End - range.Start == 1 && string.Equals(outline.Slice(range), word, StringComparison.OrdinalIgnoreCase);

    private QueryFinding? JudgePick(SqlQuery query, SqlSelect select, string word, SqlRange at, IReadOnlyList<SqlRange> distinct)
    {
        if (select.From is null || HasOneRow(select))
        {
            return null;
        }

        RowOrder rows = new(outline, select, schema);
        bool isOrdered = rows.OnlySource?.Function is { } function && s_orderedFunctions.Contains(function);
        IEnumerable<SqlRange> order = query.OrderBy is { } by ? outline.Items(by) : [];
        return isOrdered || rows.Decides([.. distinct, .. order], [.. rows.Selected])
            ? null
            : Pick(word, at, query.OrderBy is not null, "a key, such as id");
    }

    // An aggregate without groups has one row, whatever it reads.
    private bool HasOneRow(SqlSelect select)
    {
        if (select.GroupBy is not null)
        {
            return false;
        }

        for (int at = select.List.Start; at < select.List.End; at++)
        {
            if (IsAggregate(at) && !SqlAggregates.IsWindow(outline, at)
                && outline.QueryAround(at) == outline.QueryAround(select.Place))
            {
                return true;
            }
        }

        return select.Having is not null;
    }

    private bool IsAggregate(int at) => outline.IsCall(at)
        && (SqlAggregates.Contains(outline.Name(at)) || schema?.IsAggregate(outline.Name(at)) == true);

    private QueryFinding? JudgeName(int at, Func<string, bool> isAlias)
    {
        string name = outline.Name(at);
        if (outline.Is(at, "tablesample") && !outline.Is(at - 1, "as") && outline.IsName(at + 1))
        {
            return Finding(new(at, at + 1), "TABLESAMPLE", "reads other rows in each statement",
                "leave it out");
        }

        if (s_systemColumns.TryGetValue(name, out string? meaning))
        {
            bool isMember = outline.Kind(at - 1) == SqlTokenKind.Dot;
            bool isColumn = outline.Kind(at + 1) is not (SqlTokenKind.OpenParenthesis or SqlTokenKind.Dot)
                && !outline.Is(at - 1, "as") && (!isMember || outline.IsName(at - 2)) && !isAlias(name);
            return isColumn
                ? Finding(new(at, at + 1), name, $"{meaning}, which another statement may find changed", "use the primary key")
                : null;
        }

        if (outline.Is(at, "array") && outline.QueryIn(at + 1) is { Only: { } list } query)
        {
            return JudgeArray(at, query, list);
        }

        return outline.IsCall(at) && outline.QueryAround(at) is { } around
            && SelectAround(around, at) is { From: not null } select
            ? JudgeCall(at, name, select)
            : null;
    }

    private static SqlSelect? SelectAround(SqlQuery query, int at) => query.Selects.LastOrDefault(select => select.Place < at);

    private QueryFinding? JudgeCall(int at, string name, SqlSelect select)
    {
        if (SqlAggregates.WindowOf(outline, at) is var window and >= 0)
        {
            return JudgeWindow(at, name, window, select);
        }

        if (name == "any_value")
        {
            return Finding(new(at, at + 1), name, "takes whichever row comes first", "take min or max");
        }

        if (!SqlAggregates.DependsOnOrder(name) || outline.Is(at + 2, "distinct"))
        {
            return null;
        }

        RowOrder rows = new(outline, select, schema);
        SqlRange? order = SqlAggregates.OrderOf(outline, at);
        SqlRange arguments = new(at + 2, order is { } by ? by.Start - 2 : outline.Partner(at + 1));
        bool isDecided = order is { } said
            ? rows.Decides(outline.Items(said), outline.Items(arguments), OrderPlace.Aggregate)
            : rows.OnlySource is { Query: >= 0 and var inner } && outline.QueryIn(inner) is { OrderBy: not null };
        return isDecided || IsUnordered(at, outline.Partner(at + 1))
            ? null
            : Order(at, name, order is not null, "in its parentheses");
    }

    private QueryFinding? JudgeArray(int at, SqlQuery query, SqlSelect select)
    {
        if (select.From is null || HasOneRow(select) || IsUnordered(at, outline.Partner(at + 1)))
        {
            return null;
        }

        RowOrder rows = new(outline, select, schema);
        bool isOrdered = rows.OnlySource?.Function is { } function && s_orderedFunctions.Contains(function);
        return isOrdered || rows.Decides(query.OrderBy is { } by ? outline.Items(by) : [], [.. rows.Selected])
            ? null
            : Order(at, "ARRAY", query.OrderBy is not null, "in its query");
    }

    private QueryFinding? JudgeWindow(int at, string name, int window, SqlSelect select)
    {
        SqlWindow definition = SqlWindow.Read(outline, select, window);
        if (!SqlAggregates.PlacesRows(name) && !definition.CountsRows)
        {
            return null;
        }

        // A number tells rows apart; a value does not where it is equal.
        List<SqlRange> arguments = outline.Items(new(at + 2, outline.Partner(at + 1)));
        IReadOnlyList<SqlRange>? values = name is "row_number" or "ntile" || arguments.Count == 0 ? null : arguments;
        return new RowOrder(outline, select, schema).Decides(definition.Order, values, OrderPlace.Window)
            ? null
            : Order(at, name, definition.IsOrdered, "behind OVER");
    }

    // Whether what was made of rows is only asked for members; one that is taken out by its place is not.
    private bool IsUnordered(int start, int end)
    {
        for (int level = 0; level < 4; level++)
        {
            if (outline.Kind(end + 1) == SqlTokenKind.OpenBracket)
            {
                return false;
            }

            if (IsOfSets(start - 1) || IsOfSets(outline.Kind(end + 1) == SqlTokenKind.Cast ? end + 3 : end + 1))
            {
                return true;
            }

            int opening = outline.Opening(start);
            if (opening < 0)
            {
                return false;
            }

            if (outline.IsName(opening - 1) && s_unordered.Contains(outline.Name(opening - 1)))
            {
                return true;
            }

            start = opening;
            end = outline.Partner(opening);
        }

        return false;
    }

    private bool IsOfSets(int at) =>
        outline.Kind(at) == SqlTokenKind.Operator && outline[at].In(outline.Text) is "@>" or "<@" or "&&";

    private QueryFinding Pick(string word, SqlRange at, bool isOrdered, string end) => Finding(
        at, word,
        isOrdered ? "leaves open which of the rows it takes that ORDER BY holds equal" : NoOrder,
        isOrdered ? $"end ORDER BY with {end}" : $"add ORDER BY with {end}");

    private QueryFinding Order(int at, string name, bool isOrdered, string where) => Finding(
        new(at, at + 1), name,
        isOrdered ? "leaves open in which order rows come that ORDER BY holds equal" : NoOrder,
        isOrdered ? $"end ORDER BY {where} with a key, such as id" : $"say ORDER BY with a key {where}, such as id");

    private QueryFinding Finding(SqlRange range, string subject, string cause, string advice) => place with
    {
        Kind = FindingKind.Unsteady,
        Start = outline[range.Start].Start,
        Length = outline[range.End - 1].End - outline[range.Start].Start,
        Subject = subject,
        Detail = cause,
        Advice = advice,
    };
}
