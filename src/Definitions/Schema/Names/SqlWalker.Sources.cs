using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Names;

internal sealed partial class SqlWalker
{
    // What follows FROM: items with their joins. Every item sees the ones in front of it only where it says LATERAL.
    private void FromList(NameScope scope)
    {
        do
        {
            var item = new NameScope(scope.Outer);
            FromItem(item, scope);
            JoinClauses(item, scope);
            scope.Sources.AddRange(item.Sources);
        }
        while (_cursor.Take(SqlTokenKind.Comma));
    }

    private void FromItem(NameScope item, NameScope list)
    {
        bool isLateral = _cursor.Take("lateral");
        if (_cursor.Take(SqlTokenKind.OpenParenthesis))
        {
            if (IsQuery() || _cursor.Kind == SqlTokenKind.OpenParenthesis)
            {
                Rows rows = Select(isLateral ? Lateral(item, list) : item.Outer);
                Expect(SqlTokenKind.CloseParenthesis);
                AddSource(item, null, rows, null);
            }
            else
            {
                FromItem(item, list);
                JoinClauses(item, list);
                Expect(SqlTokenKind.CloseParenthesis);
            }

            return;
        }

        _cursor.Take("only");
        if (!_cursor.IsName || (_cursor.Kind == SqlTokenKind.Word && SqlKeywords.IsReserved(_cursor.Name())))
        {
            Lose();
            return;
        }

        List<SqlToken> parts = [_cursor.Take()];
        while (_cursor.Take(SqlTokenKind.Dot) && _cursor.IsName)
        {
            parts.Add(_cursor.Take());
        }

        if (_cursor.Kind == SqlTokenKind.OpenParenthesis)
        {
            string name = NameOf(parts[parts.Count - 1]);
            Function(Lateral(item, list), name);
            AddFunction(item, name);
            return;
        }

        if (_cursor.IsOperator("*"))
        {
            _cursor.Take();
        }

        AddTable(item, parts);
        if (_cursor.Take("tablesample"))
        {
            _cursor.TakeName();
            _cursor.SkipNested();
            if (_cursor.Take("repeatable"))
            {
                _cursor.SkipNested();
            }
        }
    }

    private static NameScope Lateral(NameScope item, NameScope list)
    {
        var scope = new NameScope(item.Outer);
        scope.Sources.AddRange(item == list ? item.Sources : [.. list.Sources, .. item.Sources]);
        scope.IsIncomplete = item.IsIncomplete || list.IsIncomplete;
        return scope;
    }

    private void AddTable(NameScope item, List<SqlToken> parts, string? called = null)
    {
        string name = NameOf(parts[parts.Count - 1]);
        string? schema = parts.Count > 1 ? NameOf(parts[parts.Count - 2]) : null;
        if (schema is null && item.FindNamedQuery(name) is { } rows)
        {
            AddSource(item, null, rows, name);
            return;
        }

        Table? table = _schema.FindTable(schema, name);
        bool isCatalogue = schema is "pg_catalog" or "information_schema"
            || (schema is null && name.StartsWith("pg_", StringComparison.Ordinal));
        if (table is null && !isCatalogue)
        {
            ReportMissing(FindingKind.UnknownTable, parts[parts.Count - 1], schema is null ? name : $"{schema}.{name}", null,
                _schema.NearestTable(schema, name), _schema.FindGap(schema));
        }

        AddSource(item, table, table is null ? Rows.Unknown : new Rows(table.Columns, table.HasKnownColumns), called ?? name);
    }

    // A function that returns one column gives it its own name or that of the alias, if it does not name its result.
    private void AddFunction(NameScope item, string name)
    {
        bool hasOrdinality = _cursor.Take("with", "ordinality");
        int start = _cursor.Position;
        bool isElement = name is "jsonb_array_elements" or "jsonb_array_elements_text"
            or "json_array_elements" or "json_array_elements_text";
        string column = isElement ? "value"
            : TakeAlias() ?? name;
        _cursor.Position = start;
        bool isKnown = isElement || name is "unnest" or "generate_series" or "jsonb_object_keys" or "json_object_keys"
            or "regexp_split_to_table" or "string_to_table" or "generate_subscripts";
        var columns = new List<Column> { new(column, null, true) };
        if (hasOrdinality)
        {
            columns.Add(new Column("ordinality", s_bigint, false));
        }

        AddSource(item, null, isKnown ? new Rows(columns, true) : Rows.Unknown, name);
    }

    private void AddSource(NameScope item, Table? table, Rows rows, string? name)
    {
        string? alias = TakeAlias();
        if (alias is null && name is null && _cursor.Kind == SqlTokenKind.OpenParenthesis)
        {
            Lose();
        }

        List<string>? columns = alias is null ? null : TakeColumnAliases();
        item.Sources.Add(new Source(alias ?? name, table, Renamed(rows, columns)));
    }

    private void JoinClauses(NameScope item, NameScope list)
    {
        while (!_cursor.IsAtEnd)
        {
            bool isNatural = _cursor.Take("natural");
            bool isCross = _cursor.Take("cross");
            if (!isCross && !_cursor.Take("inner") && (_cursor.Take("left") || _cursor.Take("right") || _cursor.Take("full")))
            {
                _cursor.Take("outer");
            }

            if (!_cursor.Take("join"))
            {
                return;
            }

            List<Source> left = [.. item.Sources];
            SqlToken joined = _cursor.Token;
            FromItem(item, list);
            if (IsLost)
            {
                return;
            }

            TakeJoinCondition(item, left, joined, isNatural);
        }
    }

    private void TakeJoinCondition(NameScope item, List<Source> left, SqlToken joined, bool isNatural)
    {
        // A joined table in parentheses may have its own joins and then several sources.
        Source source = item.Sources[item.Sources.Count - 1];
        int start = _cursor.Position + 1;
        string? condition = null;
        var columns = new List<string>();
        if (_cursor.Take("on"))
        {
            Expression(item);
            condition = IsLost ? null : _cursor.Slice(start, _cursor.Position);
        }
        else if (_cursor.Take("using"))
        {
            columns = Using(left, source);
        }
        else if (isNatural)
        {
            columns = [.. source.Rows.Columns.Select(column => column.Name)
                .Where(name => left.Exists(one => one.Find(name) is not null))];
            source.Merged.UnionWith(columns);
        }

        if (item.Outer is null)
        {
            Joins.Add(new Join(source, condition, columns, joined.Start, joined.Length));
        }
    }

    private List<string> Using(List<Source> left, Source right)
    {
        var columns = new List<string>();
        do
        {
            _cursor.Take();
            SqlToken token = _cursor.Token;
            if (_cursor.TakeName() is { } name)
            {
                columns.Add(name);
                bool isKnown = right.Find(name) is not null && left.Exists(source => source.Find(name) is not null);
                if (!isKnown && right.Rows.IsComplete && left.TrueForAll(source => source.Rows.IsComplete))
                {
                    string? owner = right.Find(name) is null ? right.Alias : null;
                    string? nearest = Suggestion.Nearest(name, right.Rows.Columns.Select(column => column.Name));
                    ReportMissing(
                        FindingKind.UnknownColumn, token, name, owner, nearest is null ? null : SqlName.Quote(nearest), _schema.AlteringGap);
                }
            }
        }
        while (_cursor.Kind == SqlTokenKind.Comma);

        Expect(SqlTokenKind.CloseParenthesis);
        right.Merged.UnionWith(columns);
        if (_cursor.Take("as"))
        {
            _cursor.TakeName();
        }

        return columns;
    }
}
