namespace ServicePing.Definitions.Reading;

/// <summary>Finds where a text stops to be JSON; what the JSON says is nobody's concern here.</summary>
internal sealed class JsonText(string text)
{
    private const int Deepest = 64;

    private int _at;
    private int _depth;

    /// <summary>What is wrong with a text that should be a JSON object, and at which offset; null where it is one.</summary>
    public static (int Offset, string Flaw)? FlawOfObject(string text)
    {
        JsonText json = new(text);
        json.Space();
        if (json.Current is not '{')
        {
            return (json._at, json._at == text.Length ? "the text ends" : "an object begins with '{'");
        }

        if (json.Value() is { } flaw)
        {
            return (json._at, flaw);
        }

        json.Space();
        return json._at < text.Length ? (json._at, "something stands behind the object") : null;
    }

    private char Current => _at < text.Length ? text[_at] : '\0';

    private string? Value()
    {
        Space();
        switch (Current)
        {
            case '{':
                return Members('}', isObject: true);
            case '[':
                return Members(']', isObject: false);
            case '"':
                return Text();
            case '-' or (>= '0' and <= '9'):
                return Number();
            default:
                foreach (string word in (string[])["true", "false", "null"])
                {
                    if (string.CompareOrdinal(text, _at, word, 0, word.Length) == 0)
                    {
                        _at += word.Length;
                        return null;
                    }
                }

                return _at >= text.Length ? "the text ends" : "no value begins like this";
        }
    }

    private string? Members(char end, bool isObject)
    {
        if (++_depth > Deepest)
        {
            return "it is nested too deep";
        }

        _at++;
        Space();
        bool isFirst = true;
        while (Current != end)
        {
            if (!isFirst && !Take(','))
            {
                return _at >= text.Length ? "the text ends" : $"a ',' or '{end}' is missing";
            }

            isFirst = false;
            Space();
            if (isObject && (Current != '"' ? "a key in quotes is missing" : Text()) is { } flaw)
            {
                return flaw;
            }

            Space();
            if (isObject && !Take(':'))
            {
                return "a ':' is missing";
            }

            if (Value() is { } inner)
            {
                return inner;
            }

            Space();
        }

        _at++;
        _depth--;
        return null;
    }

    private string? Text()
    {
        for (_at++; Current != '"'; _at++)
        {
            if (Current < ' ')
            {
                return _at >= text.Length ? "a text has no end" : "a text has a character that must be written as '\\u…'";
            }

            _at += Current == '\\' ? 1 : 0;
        }

        _at++;
        return null;
    }

    private string? Number()
    {
        int start = _at;
        while (Current is '-' or '+' or '.' or 'e' or 'E' or (>= '0' and <= '9'))
        {
            _at++;
        }

        start += text[start] == '-' ? 1 : 0;
        string number = text.Substring(start, _at - start);
        bool isWrong = number.Length == 0 || number[0] is < '0' or > '9' || (number[0] == '0' && number.Length > 1 && number[1] is >= '0' and <= '9')
            || !double.TryParse(number, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _);
        return isWrong ? "this is no number" : null;
    }

    private bool Take(char character)
    {
        bool isThere = Current == character;
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private void Space()
    {
        while (Current is ' ' or '\t' or '\n' or '\r')
        {
            _at++;
        }
    }
}
