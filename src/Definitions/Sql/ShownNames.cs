namespace ServicePing.Definitions.Sql;

/// <summary>
/// The columns and JSON keys whose values an expression shows, whole or in part. A comparison, a length or a function that is not
/// known here shows none.
/// </summary>
internal sealed class ShownNames
{
    private const int DeepestNesting = 50;

    private static readonly HashSet<string> s_judging = new(StringComparer.Ordinal)
    {
        "and", "or", "not", "is", "in", "like", "ilike", "between", "similar", "isnull", "notnull", "overlaps", "exists", "at",
    };

    private readonly SqlOutline _outline;
    private readonly List<ShownName> _names = [];

    private ShownNames(SqlOutline outline) => _outline = outline;

    /// <summary>The names that an expression shows, by what it says and what derived tables say about the columns that it names.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="joins">The join clauses around it.</param>
    public static IEnumerable<ShownName> Of(string text, IEnumerable<string> joins)
    {
        var outline = new SqlOutline(text);
        List<SqlOutline> sources = [.. joins.Select(static join => new SqlOutline(join))];
        return In(outline, new SqlRange(0, outline.Count)).SelectMany(name => Follow(name, sources, 0));
    }

    private static List<ShownName> In(SqlOutline outline, SqlRange range)
    {
        var names = new ShownNames(outline);
        names.Add(range, isHashed: false, 0);
        return names._names;
    }

    // The column of a derived table shows what its query selects under that name.
    private static List<ShownName> Follow(ShownName name, List<SqlOutline> sources, int depth)
    {
        foreach (SqlOutline outline in sources)
        {
            foreach (DerivedTable table in DerivedTable.Among(outline))
            {
                if (!name.IsKey && depth < DeepestNesting && (name.Owner is null || name.Owner == table.Alias)
                    && table.Find(outline, name.Name) is { } range)
                {
                    return In(outline, range)
                        .ConvertAll(inner => inner with { Start = name.Start, Length = name.Length, IsBehind = true, IsHashed = inner.IsHashed || name.IsHashed });
                }
            }
        }

        return [name];
    }

    private void Add(SqlRange range, bool isHashed, int depth)
    {
        if (range.IsEmpty || depth > DeepestNesting || Judges(range))
        {
            return;
        }

        int start = range.Start;
        for (int at = range.Start; at < range.End; at = Next(at))
        {
            if (_outline.Kind(at) == SqlTokenKind.Operator && _outline[at].In(_outline.Text) == "||")
            {
                AddValue(new SqlRange(start, at), isHashed, depth);
                start = at + 1;
            }
        }

        AddValue(new SqlRange(start, range.End), isHashed, depth);
    }

    // Whether the range is the answer to a question, or a calculation.
    private bool Judges(SqlRange range)
    {
        for (int at = range.Start; at < range.End; at = Next(at))
        {
            bool isOther = _outline.Kind(at) == SqlTokenKind.Operator
                && _outline[at].In(_outline.Text) is not ("||" or "->" or "->>" or "#>" or "#>>");
            bool isWord = _outline.Kind(at) == SqlTokenKind.Word && _outline.Kind(at - 1) != SqlTokenKind.Dot
                && s_judging.Contains(_outline.Name(at));
            if (isOther || isWord)
            {
                return true;
            }
        }

        return false;
    }

    private void AddValue(SqlRange range, bool isHashed, int depth)
    {
        int at = range.Start;
        int first = _names.Count;
        if (_outline.Is(at, "case"))
        {
            AddCase(at, isHashed, depth);
            at = Next(at);
        }
        else if (_outline.Kind(at) == SqlTokenKind.OpenParenthesis)
        {
            AddParenthesis(at, isHashed, depth);
            at = Next(at);
        }
        else if (_outline.IsName(at))
        {
            at = AddName(at, isHashed, depth);
        }
        else
        {
            return;
        }

        while (at < range.End)
        {
            at = TakeBehind(at, range.End, first, isHashed);
        }
    }

    // A column, or a function with its arguments.
    private int AddName(int at, bool isHashed, int depth)
    {
        int start = at;
        while (_outline.Kind(at + 1) == SqlTokenKind.Dot && _outline.IsName(at + 2))
        {
            at += 2;
        }

        if (!_outline.IsCall(at))
        {
            bool isConstant = at == start && _outline.Kind(at) == SqlTokenKind.Word && SqlKeywords.IsReserved(_outline.Name(at));
            if (!isConstant)
            {
                string? owner = at > start ? _outline.Name(at - 2) : null;
                string name = SqlName.Exactly(_outline.Text, _outline[at]);
                _names.Add(new ShownName(name, owner, _outline[start].Start, _outline[at].End - _outline[start].Start, isHashed));
            }

            return at + 1;
        }

        string function = _outline.Name(at);
        var arguments = new SqlRange(at + 2, _outline.Partner(at + 1));
        if (function is "jsonb_extract_path_text" or "json_extract_path_text" or "jsonb_extract_path" or "json_extract_path")
        {
            SqlRange last = _outline.Items(arguments).LastOrDefault();
            AddKey(last.Start, last.End, isHashed);
        }
        else if (ShowingFunctions.Show(function) || ShowingFunctions.Hash(function))
        {
            foreach (SqlRange argument in _outline.Items(arguments))
            {
                Add(Cut(argument, function), isHashed || ShowingFunctions.Hash(function), depth + 1);
            }
        }

        return _outline.Partner(at + 1) + 1;
    }

    // What words of the standard stand between the value and the rest: substring(a from 1), trim(both 'x' from a), cast(a as text).
    private SqlRange Cut(SqlRange argument, string function)
    {
        for (int at = argument.Start; at < argument.End; at = Next(at))
        {
            if (_outline.Is(at, "from") && function == "trim")
            {
                return new SqlRange(at + 1, argument.End);
            }

            if (_outline.Is(at, "from") || _outline.Is(at, "for") || _outline.Is(at, "placing") || _outline.Is(at, "as"))
            {
                return new SqlRange(argument.Start, at);
            }
        }

        return argument;
    }

    private void AddParenthesis(int at, bool isHashed, int depth)
    {
        if (_outline.QueryIn(at) is not { } query)
        {
            foreach (SqlRange item in _outline.Items(new SqlRange(at + 1, _outline.Partner(at))))
            {
                Add(item, isHashed, depth + 1);
            }

            return;
        }

        foreach (SqlSelect select in query.Selects)
        {
            foreach (SqlRange item in _outline.Items(select.List))
            {
                Add(DerivedTable.WithoutAlias(_outline, item), isHashed, depth + 1);
            }
        }
    }

    // What stands behind THEN and ELSE.
    private void AddCase(int at, bool isHashed, int depth)
    {
        int end = Next(at) - 1;
        int start = -1;
        for (int part = at + 1; part <= end; part = Next(part))
        {
            if (start >= 0 && (part == end || _outline.Is(part, "when") || _outline.Is(part, "else")))
            {
                Add(new SqlRange(start, part), isHashed, depth + 1);
                start = -1;
            }

            start = _outline.Is(part, "then") || _outline.Is(part, "else") ? part + 1 : start;
        }
    }

    // A cast, a collation, a key, an index, a field.
    private int TakeBehind(int at, int end, int first, bool isHashed)
    {
        if (_outline.Kind(at) == SqlTokenKind.Operator)
        {
            // A number is a position in what has the name.
            int next = at + 1;
            int behind = _outline.Is(next, "array") ? Next(next + 1) : Next(next);
            if (_outline.Kind(next) != SqlTokenKind.Number)
            {
                _names.RemoveRange(first, _names.Count - first);
                AddKey(next, behind, isHashed);
            }

            return Math.Max(behind, at + 1);
        }

        if (_outline.Kind(at) == SqlTokenKind.OpenBracket)
        {
            if (_outline.Kind(at + 1) == SqlTokenKind.Text)
            {
                _names.RemoveRange(first, _names.Count - first);
                AddKey(at + 1, at + 2, isHashed);
            }

            return Next(at);
        }

        if (_outline.Kind(at) == SqlTokenKind.Dot && _outline.IsName(at + 1))
        {
            _names.RemoveRange(first, _names.Count - first);
            _names.Add(new ShownName(SqlName.Exactly(_outline.Text, _outline[at + 1]), null, _outline[at + 1].Start, _outline[at + 1].Length, isHashed) { IsKey = true });
            return at + 2;
        }

        // The words of a type or a collation.
        return Math.Min(Next(at), end);
    }

    // 'email', '{user,email}', ARRAY['user', 'email']: the last key names the value.
    private void AddKey(int start, int end, bool isHashed)
    {
        for (int at = end - 1; at >= start; at--)
        {
            if (_outline.Kind(at) == SqlTokenKind.Text)
            {
                string[] keys = SqlString.Of(_outline.Text, _outline[at]).Trim('{', '}').Split(',');
                string key = keys.LastOrDefault(static one => !one.Trim().All(char.IsDigit)) ?? "";
                _names.Add(new ShownName(key.Trim(' ', '"'), null, _outline[at].Start, _outline[at].Length, isHashed) { IsKey = true });
                return;
            }
        }
    }

    // CASE and its END enclose as parentheses do.
    private int Next(int at)
    {
        if (!_outline.Is(at, "case"))
        {
            return _outline.Next(at);
        }

        int depth = 0;
        for (; at < _outline.Count; at = _outline.Next(at))
        {
            depth += _outline.Is(at, "case") ? 1 : _outline.Is(at, "end") ? -1 : 0;
            if (depth == 0)
            {
                return at + 1;
            }
        }

        return _outline.Count;
    }
}
