using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Names;

internal sealed partial class SqlWalker
{
    // Each such query within another one doubles the work.
    private const int DeepestRecursiveQuery = 3;

    private static readonly HashSet<string> s_clauses = new(StringComparer.Ordinal)
    {
        "from", "where", "group", "having", "window", "order", "limit", "offset", "fetch", "for", "union", "intersect", "except",
    };

    private bool IsQuery() => _cursor.Is("select") || _cursor.Is("with") || _cursor.Is("table")
        || (_cursor.Is("values") && _cursor.Peek(1).Kind == SqlTokenKind.OpenParenthesis);

    // A whole query, up to the token behind it. Its columns are those of the first of several united queries.
    private Rows Select(NameScope? outer)
    {
        if (++_depth > DeepestNesting)
        {
            Lose();
        }

        var names = new NameScope(outer);
        if (_cursor.Take("with"))
        {
            NamedQueries(names);
        }

        var scope = new NameScope(names);
        Rows rows = SelectCore(scope);
        while (_cursor.Take("union") || _cursor.Take("intersect") || _cursor.Take("except"))
        {
            _ = _cursor.Take("all") || _cursor.Take("distinct");
            SelectCore(new NameScope(names));

            // The other query may select other values.
            rows = rows with { Columns = [.. rows.Columns.Select(static column => column with { Values = [] })] };
        }

        scope.OutputNames.UnionWith(rows.Columns.Select(column => column.Name));
        if (_cursor.Take("order", "by"))
        {
            OrderBy(scope);
        }

        TakeLimits(names);
        _depth--;
        return rows;
    }

    private void NamedQueries(NameScope names)
    {
        bool isRecursive = _cursor.Take("recursive");
        do
        {
            string name = _cursor.TakeName() ?? "";
            List<string>? aliases = TakeColumnAliases();
            if (isRecursive)
            {
                names.NamedQueries[name] = Rows.Unknown;
            }

            if (!_cursor.Take("as"))
            {
                Lose();
            }

            _cursor.Take("not");
            _cursor.Take("materialized");
            Expect(SqlTokenKind.OpenParenthesis);
            int start = _cursor.Position;
            int known = _problems.Count;
            names.NamedQueries[name] = Renamed(Select(names), aliases);
            if (isRecursive && _depth <= DeepestRecursiveQuery && !IsLost)
            {
                // Once more, now that the columns are known which the query reads of itself.
                _problems.RemoveRange(known, _problems.Count - known);
                _cursor.Position = start;
                Select(names);
            }

            Expect(SqlTokenKind.CloseParenthesis);
        }
        while (_cursor.Take(SqlTokenKind.Comma));
    }

    private Rows SelectCore(NameScope scope)
    {
        if (_cursor.Take("values"))
        {
            return Values(scope);
        }

        if (_cursor.Take("table"))
        {
            FromItem(scope, scope);
            return scope.Sources.Count == 1 ? scope.Sources[0].Rows : Rows.Unknown;
        }

        if (_cursor.Take(SqlTokenKind.OpenParenthesis))
        {
            Rows inner = Select(scope.Outer);
            Expect(SqlTokenKind.CloseParenthesis);
            return inner;
        }

        if (!_cursor.Take("select"))
        {
            Lose();
        }

        return SelectClauses(scope);
    }

    // FROM first, although it stands behind the select list, which needs its names.
    private Rows SelectClauses(NameScope scope)
    {
        _ = _cursor.Take("all");
        int start = _cursor.Position;
        SkipSelectList();
        int from = _cursor.Position;
        if (_cursor.Take("from"))
        {
            FromList(scope);
        }

        int behindFrom = _cursor.Position;
        if (IsLost)
        {
            return Rows.Unknown;
        }

        _cursor.Position = start;
        if (_cursor.Take("distinct") && _cursor.Take("on"))
        {
            Parenthesis(scope);
        }

        Rows rows = _cursor.Position == from ? new Rows([], true) : SelectList(scope);
        if (_cursor.Position != from)
        {
            Lose();
        }

        _cursor.Position = IsLost ? _cursor.Position : behindFrom;
        if (_cursor.Take("where"))
        {
            Expression(scope);
        }

        if (_cursor.Take("group", "by"))
        {
            scope.OutputNames.UnionWith(rows.Columns.Select(column => column.Name));
            ExpressionList(scope);
        }

        if (_cursor.Take("having"))
        {
            Expression(scope);
        }

        return rows;
    }

    private void SkipSelectList()
    {
        while (!_cursor.IsAtEnd && _cursor.Kind != SqlTokenKind.CloseParenthesis)
        {
            // Any word may be a name behind a dot or AS, and IS DISTINCT FROM is an operator.
            if (_cursor.Kind == SqlTokenKind.Dot || _cursor.Is("as") || (_cursor.Is("distinct") && _cursor.Is("from", 1)))
            {
                _cursor.Position += 2;
            }
            else if (_cursor.Kind == SqlTokenKind.Word && s_clauses.Contains(_cursor.Name()))
            {
                return;
            }
            else
            {
                _cursor.SkipNested();
            }
        }
    }

    // LIMIT, OFFSET and FETCH; what locks rows is left for the caller to stumble over.
    private void TakeLimits(NameScope scope)
    {
        while (true)
        {
            if (_cursor.Take("limit"))
            {
                if (!_cursor.Take("all"))
                {
                    Expression(scope);
                }
            }
            else if (_cursor.Take("offset"))
            {
                Expression(scope);
                _ = _cursor.Take("row") || _cursor.Take("rows");
            }
            else if (_cursor.Take("fetch"))
            {
                _ = _cursor.Take("first") || _cursor.Take("next");
                _cursor.Take(SqlTokenKind.Number);
                _ = _cursor.Take("row") || _cursor.Take("rows");
                _ = _cursor.Take("only") || _cursor.Take("with", "ties");
            }
            else
            {
                return;
            }
        }
    }
}
