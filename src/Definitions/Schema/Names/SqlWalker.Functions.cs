using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Names;

internal sealed partial class SqlWalker
{
    // From the opening parenthesis on. Some functions of the standard have words between their arguments.
    private Operand Function(NameScope scope, string name)
    {
        _cursor.Take();
        if (name == "extract" && _cursor.Is("from", 1))
        {
            _cursor.Position += 2;
        }
        else if (name == "trim")
        {
            _ = _cursor.Take("leading") || _cursor.Take("trailing") || _cursor.Take("both");
            _cursor.Take("from");
        }

        Operand first = default;
        bool isFirst = true;
        while (!_cursor.IsAtEnd && _cursor.Kind != SqlTokenKind.CloseParenthesis)
        {
            Operand argument = Argument(scope);
            first = isFirst ? argument : first;
            isFirst = false;
            if (_cursor.Take("order", "by"))
            {
                OrderBy(scope);
            }

            bool hasMore = _cursor.Take(SqlTokenKind.Comma) || _cursor.Take("from") || _cursor.Take("for")
                || _cursor.Take("placing");
            if (!hasMore && _cursor.Kind != SqlTokenKind.CloseParenthesis)
            {
                Lose();
            }
        }

        Expect(SqlTokenKind.CloseParenthesis);
        TakeAggregateClauses(scope);
        return new(TypeOf(name, first), name);
    }

    private Operand Argument(NameScope scope)
    {
        _ = _cursor.Take("distinct") || _cursor.Take("all") || _cursor.Take("variadic");
        if (_cursor.IsOperator("*") && _cursor.Peek(1).Kind == SqlTokenKind.CloseParenthesis)
        {
            _cursor.Take();
            return default;
        }

        if (IsQuery())
        {
            Select(scope);
            return default;
        }

        if (_cursor.IsName && (_cursor.IsOperator("=>", 1) || _cursor.IsOperator(":=", 1)))
        {
            _cursor.Position += 2;
        }

        return Expression(scope);
    }

    private void TakeAggregateClauses(NameScope scope)
    {
        if (_cursor.Is("within") && _cursor.Is("group", 1) && _cursor.Peek(2).Kind == SqlTokenKind.OpenParenthesis)
        {
            _cursor.Position += 3;
            TakeClause("order", "by", scope);
        }

        if (_cursor.Is("filter") && _cursor.Peek(1).Kind == SqlTokenKind.OpenParenthesis)
        {
            _cursor.Position += 2;
            if (!_cursor.Take("where"))
            {
                Lose();
            }

            Expression(scope);
            Expect(SqlTokenKind.CloseParenthesis);
        }

        if (_cursor.Take("over") && !_cursor.Take(SqlTokenKind.Word) && !_cursor.Take(SqlTokenKind.QuotedName))
        {
            Expect(SqlTokenKind.OpenParenthesis);
            Window(scope);
        }
    }

    private void TakeClause(string word, string next, NameScope scope)
    {
        if (!_cursor.Take(word, next))
        {
            Lose();
        }

        OrderBy(scope);
        Expect(SqlTokenKind.CloseParenthesis);
    }

    // PARTITION BY …, ORDER BY …, and a frame, in which only numbers and strings stand.
    private void Window(NameScope scope)
    {
        if (_cursor.Take("partition", "by"))
        {
            ExpressionList(scope);
        }

        if (_cursor.Take("order", "by"))
        {
            OrderBy(scope);
        }

        while (!_cursor.IsAtEnd && _cursor.Kind != SqlTokenKind.CloseParenthesis)
        {
            _cursor.SkipNested();
        }

        Expect(SqlTokenKind.CloseParenthesis);
    }

    private void ExpressionList(NameScope scope)
    {
        do
        {
            Expression(scope);
        }
        while (_cursor.Take(SqlTokenKind.Comma));
    }

    private void OrderBy(NameScope scope)
    {
        do
        {
            Expression(scope);
            _ = _cursor.Take("asc") || _cursor.Take("desc");
            if (_cursor.Take("using"))
            {
                Expect(SqlTokenKind.Operator);
            }

            if (_cursor.Take("nulls") && !_cursor.Take("first") && !_cursor.Take("last"))
            {
                Lose();
            }
        }
        while (_cursor.Take(SqlTokenKind.Comma));
    }

    private static SqlType? TypeOf(string function, Operand first) => function switch
    {
        "count" => s_bigint,
        "lower" or "upper" or "btrim" or "trim" or "md5" or "concat" or "substring" or "left" or "right" => s_text,
        "extract" => s_number,
        "coalesce" or "nullif" or "greatest" or "least" or "min" or "max" or "abs" => first.Type,
        _ => null,
    };
}
