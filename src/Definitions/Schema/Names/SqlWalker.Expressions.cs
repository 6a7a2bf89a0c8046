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

        bool isNegated = TakeNegation();
        Operand operand = PrefixedOperand(scope);
        bool isAlone = true;
        Operand left = operand;
        Operand? compared = null;
        Binding before = Binding.Joins;
        while (TakeOperator(out bool needsOperand, out Binding binding))
        {
            // The AND of BETWEEN joins nothing.
            isAlone = false;
            binding = before == Binding.Ranges && binding == Binding.Joins ? Binding.Computes : binding;
            if (compared is { } one && binding == Binding.Joins)
            {
                Compare(one, left);
            }

            if (binding == Binding.Joins)
            {
                TakeNegation();
            }

            Operand right = needsOperand ? PrefixedOperand(scope) : default;
            compared = binding == Binding.Compares && before == Binding.Joins ? left : null;
            before = binding;
            left = right;
        }

        if (compared is { } last)
        {
            Compare(last, left);
        }

        _depth--;
        return !isAlone ? default : isNegated ? new Operand(s_boolean) : operand;
    }

    // NOT concerns all up to the next AND or OR.
    private bool TakeNegation()
    {
        bool isThere = false;
        while (_cursor.Take("not"))
        {
            isThere = true;
        }

        return isThere;
    }

    private bool TakeOperator(out bool needsOperand, out Binding binding)
    {
        int start = _cursor.Position;
        needsOperand = true;
        binding = _cursor.IsOperator("=") || _cursor.IsOperator("<>") || _cursor.IsOperator("!=") ? Binding.Compares
            : _cursor.Is("and") || _cursor.Is("or") ? Binding.Joins
            : Binding.Computes;
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
        binding = _cursor.Is("in") ? Binding.Compares : _cursor.Is("between") ? Binding.Ranges : Binding.Computes;
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
            binding = needsOperand ? Binding.Compares : Binding.Computes;
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
        bool hasPrefix = _cursor.Kind == SqlTokenKind.Operator;
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
                return isNegated ? new Operand(s_boolean) : operand with { HasPrefix = hasPrefix };
            }
        }
    }

    private void Compare(Operand left, Operand right)
    {
        CompareWith(left, right);
        CompareWith(right, left);
    }

    // What is compared with a column of few values has to be one of them.
    private void CompareWith(Operand read, Operand other)
    {
        if (read is not { HasPrefix: false, Column: { } column } || _schema.AllowedFor(column, read.Type) is not { } allowed)
        {
            return;
        }

        foreach (Operand item in other.Items ?? [other])
        {
            if (item is not { HasPrefix: false, Constant: { } token })
            {
                continue;
            }

            string name = column.Name;
            if (token.Kind == SqlTokenKind.Parameter)
            {
                string parameter = _cursor.Text.Substring(token.Start + 1, token.Length - 1);
                _problems.Add(new(FindingKind.ParameterValues, token.Start, token.Length, parameter, name, null) { Allowed = allowed });
            }
            else if (AllowedValues.ValueOf(_cursor.Text, token) is { } value && allowed.Excludes(value))
            {
                Report(FindingKind.NotAmongValues, token, value, name, allowed.Advice(value));
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

    /// <summary>What an operator does with its operands.</summary>
    private enum Binding
    {
        /// <summary>AND and OR.</summary>
        Joins,

        /// <summary>Says whether two are equal.</summary>
        Compares,

        /// <summary>BETWEEN, which has an AND of its own.</summary>
        Ranges,

        /// <summary>Anything else.</summary>
        Computes,
    }
}
