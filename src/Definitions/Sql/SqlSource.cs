namespace ServicePing.Definitions.Sql;

/// <summary>An entry of FROM, as far as its text tells.</summary>
/// <param name="Alias">The name by which its columns are called; null where it has none.</param>
/// <param name="Table">The parts of a table's name; empty for a query or a function.</param>
/// <param name="Function">The function that returns the rows; null for anything else.</param>
/// <param name="Query">The parenthesis of the query that returns the rows; -1 for anything else.</param>
/// <param name="Join">How it is joined to what stands in front of it.</param>
/// <param name="Condition">What stands behind ON.</param>
/// <param name="Using">What stands in the parentheses behind USING.</param>
internal sealed record SqlSource(
    string? Alias, IReadOnlyList<string> Table, string? Function, int Query, SqlJoin Join, SqlRange Condition, SqlRange Using)
{
    // Deeper texts are nobody's, and would end the compiler's stack.
    private const int DeepestNesting = 50;

    /// <summary>The entries of FROM in their order, with those in parentheses; null where the text cannot be followed.</summary>
    public static List<SqlSource>? Read(SqlOutline outline, SqlRange from)
    {
        List<SqlSource> sources = [];
        return Read(outline, from, sources, 0) ? sources : null;
    }

    private static bool Read(SqlOutline outline, SqlRange from, List<SqlSource> sources, int depth)
    {
        SqlJoin join = SqlJoin.None;
        int at = from.Start;
        while (at < from.End)
        {
            int first = sources.Count;
            if (!ReadItem(outline, ref at, from.End, sources, join, depth))
            {
                return false;
            }

            if (outline.Is(at, "on"))
            {
                int start = ++at;
                while (at < from.End && outline.Kind(at) != SqlTokenKind.Comma && SqlJoins.At(outline, at) is null)
                {
                    at = outline.Next(at);
                }

                sources[first] = sources[first] with { Condition = new(start, at) };
            }
            else if (outline.Is(at, "using") && outline.Kind(at + 1) == SqlTokenKind.OpenParenthesis)
            {
                sources[first] = sources[first] with { Using = new(at + 2, outline.Partner(at + 1)) };
                at = outline.Partner(at + 1) + 1;
                at += outline.Is(at, "as") ? 2 : 0;
            }

            if (at >= from.End)
            {
                return true;
            }

            if (outline.Kind(at) == SqlTokenKind.Comma)
            {
                join = SqlJoin.None;
                at++;
            }
            else if (SqlJoins.At(outline, at) is { } next)
            {
                join = next.Join;
                at = next.Behind;
            }
            else
            {
                return false;
            }
        }

        return false;
    }

    private static bool ReadItem(
        SqlOutline outline, ref int at, int end, List<SqlSource> sources, SqlJoin join, int depth)
    {
        at += outline.Is(at, "lateral") || outline.Is(at, "only") ? 1 : 0;
        if (outline.Kind(at) == SqlTokenKind.OpenParenthesis)
        {
            int opening = at;
            at = outline.Partner(at) + 1;
            if (outline.QueryIn(opening) is not null)
            {
                sources.Add(new(TakeAlias(outline, ref at, end), [], null, opening, join, default, default));
                return true;
            }

            int first = sources.Count;
            if (depth >= DeepestNesting || !Read(outline, new(opening + 1, outline.Partner(opening)), sources, depth + 1))
            {
                return false;
            }

            sources[first] = sources[first] with { Join = join };
            return TakeAlias(outline, ref at, end) is null;
        }

        List<string> parts = [];
        while (at < end && outline.IsName(at))
        {
            parts.Add(outline.Name(at++));
            if (outline.Kind(at) != SqlTokenKind.Dot)
            {
                break;
            }

            at++;
        }

        if (parts.Count == 0)
        {
            return false;
        }

        string name = parts[parts.Count - 1];
        bool isFunction = outline.Kind(at) == SqlTokenKind.OpenParenthesis;
        if (isFunction)
        {
            at = outline.Partner(at) + 1;
            at += outline.Is(at, "with") && outline.Is(at + 1, "ordinality") ? 2 : 0;
        }
        else if (outline[at].In(outline.Text) == "*")
        {
            at++;
        }

        string alias = TakeAlias(outline, ref at, end) ?? name;
        sources.Add(new(alias, isFunction ? [] : parts, isFunction ? name : null, -1, join, default, default));
        return true;
    }

    private static string? TakeAlias(SqlOutline outline, ref int at, int end)
    {
        at += outline.Is(at, "as") ? 1 : 0;
        bool isAlias = at < end && outline.IsName(at)
            && (outline.Kind(at) == SqlTokenKind.QuotedName || !SqlKeywords.IsReserved(outline.Name(at)));
        if (!isAlias)
        {
            return null;
        }

        string alias = outline.Name(at++);
        at = outline.Kind(at) == SqlTokenKind.OpenParenthesis ? outline.Partner(at) + 1 : at;
        return alias;
    }
}
