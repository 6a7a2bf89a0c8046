using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Names;

internal sealed partial class SqlWalker
{
    private static readonly SqlType s_boolean = new(null, "boolean", false);
    private static readonly SqlType s_bigint = new(null, "bigint", false);
    private static readonly SqlType s_text = new(null, "text", false);
    private static readonly SqlType s_number = new(null, "numeric", false);

    // Operand, operator, operand … up to the first token that continues nothing.
    private Operand Expression(NameScope scope)
    {
        if (++_depth > DeepestNesting)
        {
            Lose();
        }

        Operand operand = PrefixedOperand(scope);
        bool isAlone = true;
        while (TakeOperator(out bool needsOperand))
        {
            isAlone = false;
            if (needsOperand)
            {
                PrefixedOperand(scope);
            }
        }

        _depth--;
        return isAlone ? operand : default;
    }

    private bool TakeOperator(out bool needsOperand)
    {
        int start = _cursor.Position;
        needsOperand = true;
        if (_cursor.Take(SqlTokenKind.Operator) || _cursor.Take("and") || _cursor.Take("or") || _cursor.Take("escape")
            || _cursor.Take("overlaps"))
        {
            return true;
        }

        if (_cursor.Is("operator") && _cursor.Peek(1).Kind == SqlTokenKind.OpenParenthesis)
        {
            _cursor.Take();
            _cursor.SkipNested();
            return true;
        }

        if (_cursor.Is("at") && _cursor.Is("time", 1) && _cursor.Is("zone", 2))
        {
            _cursor.Position += 3;
            return true;
        }

        _cursor.Take("not");
        if (_cursor.Take("like") || _cursor.Take("ilike") || _cursor.Take("in") || _cursor.Take("similar", "to"))
        {
            return true;
        }

        if (_cursor.Take("between"))
        {
            _ = _cursor.Take("symmetric") || _cursor.Take("asymmetric");
            return true;
        }

        _cursor.Position = start;
        needsOperand = false;
        if (_cursor.Take("is"))
        {
            _cursor.Take("not");
            needsOperand = _cursor.Take("distinct", "from");
            bool isTest = needsOperand || _cursor.Take("null") || _cursor.Take("true") || _cursor.Take("false")
                || _cursor.Take("unknown");
            if (!isTest)
            {
                Lose();
            }

            return true;
        }

        return _cursor.Take("isnull") || _cursor.Take("notnull");
    }

    private Operand PrefixedOperand(NameScope scope)
    {
        bool isNegated = false;
        while (_cursor.Kind == SqlTokenKind.Operator || _cursor.Is("not"))
        {
            isNegated |= _cursor.Is("not");
            _cursor.Take();
        }

        int start = _cursor.Position;
        Operand operand = OperandItself(scope);
        while (true)
        {
            if (_cursor.Take(SqlTokenKind.Cast))
            {
                operand = operand with { Type = TakeType() };
            }
            else if (_cursor.Take("collate"))
            {
                TakeType();
            }
            else if (_cursor.Take(SqlTokenKind.OpenBracket))
            {
                TakeSubscript(scope);
                operand = new(operand.Type?.Element, operand.Name);
            }
            else if (_cursor.Kind == SqlTokenKind.Dot && _cursor.Position > start)
            {
                // A field of a composite value, (value).field: its names are not known here.
                _cursor.Take();
                operand = default;
                if (!_cursor.IsName && !_cursor.IsOperator("*"))
                {
                    Lose();
                }

                _cursor.Take();
            }
            else
            {
                return isNegated ? new Operand(s_boolean) : operand;
            }
        }
    }

    private SqlType? TakeType()
    {
        SqlType? type = SqlType.Take(_cursor);
        if (type is null)
        {
            Lose();
        }

        return type;
    }

    private void TakeSubscript(NameScope scope)
    {
        while (!_cursor.Take(SqlTokenKind.CloseBracket))
        {
            if (!_cursor.Take(SqlTokenKind.Colon))
            {
                Expression(scope);
            }

            if (_cursor.IsAtEnd)
            {
                Lose();
                return;
            }
        }
    }
}
