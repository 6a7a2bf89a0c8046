using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Yaml;

/// <summary>What a plain scalar stands for, by the core schema of YAML 1.2.</summary>
internal static class PlainScalar
{
    public static OptionKind Resolve(string text)
    {
        if (text.Length == 0)
        {
            return OptionKind.Null;
        }

        return text[0] switch
        {
            '~' or 'n' or 'N' => text is "~" or "null" or "Null" or "NULL" ? OptionKind.Null : OptionKind.String,
            't' or 'T' => text is "true" or "True" or "TRUE" ? OptionKind.Boolean : OptionKind.String,
            'f' or 'F' => text is "false" or "False" or "FALSE" ? OptionKind.Boolean : OptionKind.String,
            '+' or '-' or '.' or (>= '0' and <= '9') => IsNumber(text) ? OptionKind.Number : OptionKind.String,
            _ => OptionKind.String,
        };
    }

    private static bool IsNumber(string text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return text.Length > 2
                && All(text, 2, static c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F'));
        }

        if (text.StartsWith("0o", StringComparison.Ordinal))
        {
            return text.Length > 2 && All(text, 2, static c => c is >= '0' and <= '7');
        }

        int at = text[0] is '+' or '-' ? 1 : 0;
        if (text.Length - at == 4 && text[at] == '.')
        {
            string word = text.Substring(at + 1);
            if (word is "inf" or "Inf" or "INF" || (at == 0 && word is "nan" or "NaN" or "NAN"))
            {
                return true;
            }
        }

        int digits = Digits(text, ref at);
        if (at < text.Length && text[at] == '.')
        {
            at++;
            digits += Digits(text, ref at);
        }

        if (digits > 0 && at < text.Length && text[at] is 'e' or 'E')
        {
            at++;
            if (at < text.Length && text[at] is '+' or '-')
            {
                at++;
            }

            digits = Digits(text, ref at);
        }

        return digits > 0 && at == text.Length;
    }

    private static int Digits(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && text[at] is >= '0' and <= '9')
        {
            at++;
        }

        return at - start;
    }

    private static bool All(string text, int from, Func<char, bool> belongs)
    {
        for (int i = from; i < text.Length; i++)
        {
            if (!belongs(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
