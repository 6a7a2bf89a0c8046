namespace ServicePing.Definitions.Prometheus;

/// <summary>Cuts PromQL into tokens. No text makes it throw.</summary>
/// <remarks>
/// <c>:name</c>, lower-case and with no other colon behind it, is a parameter, where a metric may be called <c>:node_memory:sum</c>; in square
/// brackets a colon before anything but a letter is that of a subquery.
/// </remarks>
internal static class PromTokenizer
{
    private static readonly string[] s_operators = ["==", "!=", ">=", "<=", "=~", "!~", "+", "-", "*", "/", "%", "^", ">", "<", "="];

    private static readonly string[] s_units = ["ms", "y", "w", "d", "h", "m", "s"];

    /// <summary>All tokens, with <see cref="PromTokenKind.End"/> as the last; comments among them.</summary>
    public static List<PromToken> ReadAll(string text)
    {
        List<PromToken> tokens = new((text.Length / 4) + 1);
        int brackets = 0;
        int at = 0;
        while (true)
        {
            while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] == '\uFEFF'))
            {
                at++;
            }

            if (at == text.Length)
            {
                tokens.Add(new PromToken(PromTokenKind.End, at, 0));
                return tokens;
            }

            PromToken token = Read(text, at, brackets > 0);
            brackets += token.Kind switch
            {
                PromTokenKind.OpenBracket => 1,
                PromTokenKind.CloseBracket when brackets > 0 => -1,
                _ => 0,
            };
            tokens.Add(token);
            at = token.End;
        }
    }

    private static PromToken Read(string text, int start, bool isInBrackets)
    {
        char first = text[start];
        PromTokenKind sign = first switch
        {
            '(' => PromTokenKind.OpenParenthesis,
            ')' => PromTokenKind.CloseParenthesis,
            '{' => PromTokenKind.OpenBrace,
            '}' => PromTokenKind.CloseBrace,
            '[' => PromTokenKind.OpenBracket,
            ']' => PromTokenKind.CloseBracket,
            ',' => PromTokenKind.Comma,
            '@' => PromTokenKind.At,
            _ => PromTokenKind.End,
        };
        if (sign != PromTokenKind.End)
        {
            return new PromToken(sign, start, 1);
        }

        if (first is '"' or '\'' or '`')
        {
            return Quoted(text, start);
        }

        if (first == '#')
        {
            int line = text.IndexOf('\n', start);
            return new PromToken(PromTokenKind.Comment, start, (line < 0 ? text.Length : line) - start);
        }

        if (first == ':')
        {
            return Colon(text, start, isInBrackets);
        }

        if (IsDigit(first) || (first == '.' && IsDigit(At(text, start + 1))))
        {
            return Number(text, start);
        }

        if (IsNameStart(first))
        {
            return Word(text, start, isInBrackets);
        }

        return Array.Find(s_operators, one => string.CompareOrdinal(text, start, one, 0, one.Length) == 0) is { } @operator
            ? new PromToken(PromTokenKind.Operator, start, @operator.Length)
            : new PromToken(PromTokenKind.Broken, start, char.IsHighSurrogate(first) && start + 1 < text.Length ? 2 : 1);
    }

    private static PromToken Quoted(string text, int start)
    {
        char quote = text[start];
        for (int at = start + 1; at < text.Length; at++)
        {
            if (text[at] == quote)
            {
                return new PromToken(PromTokenKind.Text, start, at + 1 - start);
            }

            if (quote != '`' && text[at] == '\n')
            {
                break;
            }

            at += quote != '`' && text[at] == '\\' ? 1 : 0;
        }

        return new PromToken(PromTokenKind.Broken, start, text.Length - start);
    }

    private static PromToken Colon(string text, int start, bool isInBrackets)
    {
        int end = start + 1;
        if (IsNameStart(At(text, end)))
        {
            bool isLower = true;
            for (; IsNamePart(At(text, end)) || (!isInBrackets && At(text, end) == ':'); end++)
            {
                isLower &= text[end] is '_' or (>= 'a' and <= 'z') or (>= '0' and <= '9');
            }

            return new PromToken(isLower ? PromTokenKind.Parameter : PromTokenKind.Word, start, end - start);
        }

        // Elsewhere a metric may even be called by colons and digits alone.
        return isInBrackets ? new PromToken(PromTokenKind.Colon, start, 1) : Word(text, start, isInBrackets);
    }

    private static PromToken Word(string text, int start, bool isInBrackets)
    {
        int end = start + 1;
        while (IsNamePart(At(text, end)) || (!isInBrackets && At(text, end) == ':'))
        {
            end++;
        }

        return new PromToken(PromTokenKind.Word, start, end - start);
    }

    /// <summary>A number or a duration; a letter that directly follows belongs to neither.</summary>
    private static PromToken Number(string text, int start)
    {
        int end = Duration(text, start);
        if (end > start && !IsNamePart(At(text, end)))
        {
            return new PromToken(PromTokenKind.Duration, start, end - start);
        }

        end = start;
        if (text[start] == '0' && At(text, start + 1) is 'x' or 'X')
        {
            for (end = start + 2; IsHexadecimal(At(text, end)); end++)
            {
            }
        }
        else
        {
            end = Digits(text, start);
            end = At(text, end) == '.' ? Digits(text, end + 1) : end;
            if (At(text, end) is 'e' or 'E')
            {
                int exponent = At(text, end + 1) is '+' or '-' ? end + 2 : end + 1;
                end = IsDigit(At(text, exponent)) ? Digits(text, exponent) : end;
            }
        }

        int rest = end;
        while (IsNamePart(At(text, rest)) || At(text, rest) == '.')
        {
            rest++;
        }

        return new PromToken(rest > end ? PromTokenKind.Broken : PromTokenKind.Number, start, rest - start);
    }

    /// <summary>Where pairs of digits and a unit end; the start where there is none.</summary>
    private static int Duration(string text, int start)
    {
        int end = start;
        while (Digits(text, end) is var digits && digits > end
            && Array.Find(s_units, unit => string.CompareOrdinal(text, digits, unit, 0, unit.Length) == 0) is { } found)
        {
            end = digits + found.Length;
        }

        return end;
    }

    private static int Digits(string text, int start)
    {
        int end = start;
        while (IsDigit(At(text, end)) || (At(text, end) == '_' && IsDigit(At(text, end + 1)) && end > start))
        {
            end++;
        }

        return end;
    }

    private static char At(string text, int at) => at < text.Length ? text[at] : '\0';

    private static bool IsDigit(char letter) => letter is >= '0' and <= '9';

    private static bool IsHexadecimal(char letter) => IsDigit(letter) || letter is (>= 'a' and <= 'f') or (>= 'A' and <= 'F');

    private static bool IsNameStart(char letter) => letter is '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

    private static bool IsNamePart(char letter) => IsNameStart(letter) || IsDigit(letter);
}
