using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Names;

internal sealed partial class SqlWalker
{
    private static readonly HashSet<string> s_constants = new(StringComparer.Ordinal)
    {
        "null", "true", "false", "default", "current_date", "current_time", "current_timestamp", "localtime", "localtimestamp",
        "current_user", "session_user", "user", "current_role", "current_catalog", "current_schema", "system_user",
    };

    // Words that begin the name of a type of several words, and so may stand in front of a string: timestamp with time zone '…'.
    private static readonly HashSet<string> s_longTypes = new(StringComparer.Ordinal)
    {
        "timestamp", "time", "double", "character", "char", "bit", "national", "interval",
    };

    private Operand OperandItself(NameScope scope)
    {
        switch (_cursor.Kind)
        {
            case SqlTokenKind.Text:
                SqlToken text = _cursor.Take();
                bool isWhole = _cursor.Kind != SqlTokenKind.Text;
                while (_cursor.Take(SqlTokenKind.Text))
                {
                }

                return new Operand(null) { Constant = isWhole ? text : null };
            case SqlTokenKind.Number or SqlTokenKind.Parameter or SqlTokenKind.Ordinal:
                return new Operand(null) { Constant = _cursor.Take() };
            case SqlTokenKind.OpenParenthesis:
                return Parenthesis(scope);
            case SqlTokenKind.QuotedName:
                return Name(scope);
            case SqlTokenKind.Word:
                return Keyword(scope) ?? Name(scope);
            default:
                Lose();
                return default;
        }
    }

    private Operand Parenthesis(NameScope scope)
    {
        Expect(SqlTokenKind.OpenParenthesis);
        Operand operand;
        if (IsQuery())
        {
            Rows rows = Select(scope);
            operand = new(rows.Columns.Count == 1 ? rows.Columns[0].Type : null);
        }
        else
        {
            List<Operand> items = [Expression(scope)];
            while (_cursor.Take(SqlTokenKind.Comma))
            {
                items.Add(Expression(scope));
            }

            operand = (items.Count == 1 ? items[0] : default) with { Items = items };
        }

        Expect(SqlTokenKind.CloseParenthesis);
        return operand;
    }

    // The operands that begin with a word that PostgreSQL keeps for itself; null where the word is a name.
    private Operand? Keyword(NameScope scope)
    {
        string word = _cursor.Name();
        SqlTokenKind next = _cursor.Peek(1).Kind;
        if (s_constants.Contains(word))
        {
            _cursor.Take();
            if (_cursor.Kind == SqlTokenKind.OpenParenthesis)
            {
                _cursor.SkipNested();
            }

            return word is "true" or "false" ? new Operand(s_boolean) : default(Operand);
        }

        switch (word)
        {
            case "case":
                _cursor.Take();
                Case(scope);
                return default(Operand);
            case "exists" or "any" or "some" or "all" or "row" when next == SqlTokenKind.OpenParenthesis:
                _cursor.Take();
                if (_cursor.Peek(1).Kind == SqlTokenKind.CloseParenthesis)
                {
                    _cursor.SkipNested();
                    return default(Operand);
                }

                Operand inner = Parenthesis(scope);
                bool isArray = word is "any" or "some" or "all" && inner.Items?.Count == 1;
                return word == "exists" ? new Operand(s_boolean) : new Operand(null) { Items = isArray ? inner.Items![0].Items : null };
            case "array" when next is SqlTokenKind.OpenBracket or SqlTokenKind.OpenParenthesis:
                _cursor.Take();
                return new Operand(null) { Items = Array(scope) };
            case "cast" when next == SqlTokenKind.OpenParenthesis:
                return Cast(scope);
        }

        if (SqlKeywords.IsReserved(word) && next != SqlTokenKind.OpenParenthesis)
        {
            Lose();
            return default(Operand);
        }

        return null;
    }

    private void Case(NameScope scope)
    {
        Operand compared = _cursor.Is("when") ? default : Expression(scope);
        while (_cursor.Take("when"))
        {
            Compare(compared, Expression(scope));
            if (!_cursor.Take("then"))
            {
                Lose();
            }

            Expression(scope);
        }

        if (_cursor.Take("else"))
        {
            Expression(scope);
        }

        if (!_cursor.Take("end"))
        {
            Lose();
        }
    }

    // The elements, as far as they are written one by one.
    private List<Operand>? Array(NameScope scope)
    {
        if (_cursor.Kind == SqlTokenKind.OpenParenthesis)
        {
            Parenthesis(scope);
            return null;
        }

        var items = new List<Operand>();

        if (++_depth > DeepestNesting)
        {
            Lose();
        }

        do
        {
            _cursor.Take();
            if (_cursor.Kind == SqlTokenKind.OpenBracket)
            {
                Array(scope);
            }
            else if (_cursor.Kind != SqlTokenKind.CloseBracket)
            {
                items.Add(Expression(scope));
            }
        }
        while (_cursor.Kind == SqlTokenKind.Comma);

        Expect(SqlTokenKind.CloseBracket);
        _depth--;
        return items;
    }

    private Operand Cast(NameScope scope)
    {
        _cursor.Position += 2;
        Operand operand = Expression(scope);
        if (!_cursor.Take("as"))
        {
            Lose();
        }

        SqlType? type = TakeType();
        Expect(SqlTokenKind.CloseParenthesis);
        return operand with { Type = type };
    }

    // A column, a function, a whole row, or a string with its type in front.
    private Operand Name(NameScope scope)
    {
        int start = _cursor.Position;
        bool mayBeType = _cursor.Peek(1).Kind == SqlTokenKind.Text
            || (_cursor.Kind == SqlTokenKind.Word && s_longTypes.Contains(_cursor.Name()));
        if (mayBeType)
        {
            SqlType? type = SqlType.Take(_cursor);
            SqlToken text = _cursor.Token;
            if (_cursor.Take(SqlTokenKind.Text))
            {
                SqlType.TakeIntervalFields(_cursor, type);
                return new(type) { Constant = text };
            }

            _cursor.Position = start;
        }

        List<SqlToken> parts = [_cursor.Take()];
        while (_cursor.Take(SqlTokenKind.Dot))
        {
            if (_cursor.IsName)
            {
                parts.Add(_cursor.Take());
            }
            else if (_cursor.IsOperator("*"))
            {
                parts.Add(_cursor.Take());
                FindSource(scope, parts);
                return default;
            }
            else
            {
                Lose();
                return default;
            }
        }

        return _cursor.Kind == SqlTokenKind.OpenParenthesis ? Function(scope, SqlName.Of(_cursor.Text, parts[parts.Count - 1]))
            : parts.Count <= 3 ? Column(scope, parts)
            : LoseOperand();
    }

    private Operand LoseOperand()
    {
        Lose();
        return default;
    }
}
