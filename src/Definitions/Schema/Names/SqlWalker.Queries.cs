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

    private Rows SelectList(NameScope scope)
    {
        var columns = new List<Column>();
        bool isComplete = true;
        do
        {
            if (_cursor.IsOperator("*"))
            {
                _cursor.Take();
                scope.Sources.ForEach(source => AddAll(source, columns, ref isComplete));
            }
            else if (_cursor.IsName && _cursor.Peek(1).Kind == SqlTokenKind.Dot && _cursor.IsOperator("*", 2))
            {
                if (FindSource(scope, [_cursor.Token, _cursor.Peek(2)]) is { } source)
                {
                    AddAll(source, columns, ref isComplete);
                }

                _cursor.Position += 3;
            }
            else
            {
                Operand operand = Expression(scope);
                string? alias = TakeAlias();
                columns.Add(new Column(alias ?? operand.Name ?? "?column?", operand.Type, operand.Column?.IsNullable ?? true));
            }
        }
        while (_cursor.Take(SqlTokenKind.Comma));

        return new Rows(columns, isComplete);
    }

    private static void AddAll(Source source, List<Column> columns, ref bool isComplete)
    {
        isComplete &= source.Rows.IsComplete;
        columns.AddRange(source.Rows.Columns.Where(column => !source.Merged.Contains(column.Name)));
    }

    private Rows Values(NameScope scope)
    {
        var columns = new List<Column>();
        do
        {
            Expect(SqlTokenKind.OpenParenthesis);
            int number = 0;
            do
            {
                Operand operand = Expression(scope);
                if (++number > columns.Count)
                {
                    columns.Add(new Column($"column{number}", operand.Type, true));
                }
            }
            while (_cursor.Take(SqlTokenKind.Comma));

            Expect(SqlTokenKind.CloseParenthesis);
        }
        while (_cursor.Take(SqlTokenKind.Comma));

        return new Rows(columns, true);
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

    private string? TakeAlias() =>
        _cursor.Take("as") ? _cursor.TakeName()
        : _cursor.Kind == SqlTokenKind.QuotedName || (_cursor.Kind == SqlTokenKind.Word && !SqlKeywords.IsReserved(_cursor.Name()))
            ? _cursor.TakeName()
        : null;

    // (a, b), or behind a function that returns records (a integer, b text).
    private List<string>? TakeColumnAliases()
    {
        if (_cursor.Kind != SqlTokenKind.OpenParenthesis)
        {
            return null;
        }

        var names = new List<string>();
        do
        {
            _cursor.Take();
            names.Add(_cursor.TakeName() ?? "");
            if (_cursor.IsName)
            {
                TakeType();
            }
        }
        while (_cursor.Kind == SqlTokenKind.Comma);

        Expect(SqlTokenKind.CloseParenthesis);
        return names;
    }

    internal static Rows Renamed(Rows rows, IReadOnlyList<string>? aliases)
    {
        if (aliases is null || aliases.Count == 0)
        {
            return rows;
        }

        var columns = rows.Columns.Select((column, i) => i < aliases.Count ? column with { Name = aliases[i] } : column).ToList();
        columns.AddRange(aliases.Skip(columns.Count).Select(alias => new Column(alias, null, true)));
        return rows with { Columns = columns };
    }
}
