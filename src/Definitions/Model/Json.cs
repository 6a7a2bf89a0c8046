using System.Globalization;
using System.Text;
using ServicePing.Definitions.Collections;

namespace ServicePing.Definitions.Model;

/// <summary>Writes the free-form values of a definition as JSON.</summary>
internal static class Json
{
    public static string Write(EquatableArray<Option> members)
    {
        StringBuilder json = new();
        Write(members, json);
        return json.ToString();
    }

    public static string Write(OptionValue value)
    {
        StringBuilder json = new();
        Write(value, json);
        return json.ToString();
    }

    private static void Write(EquatableArray<Option> members, StringBuilder json)
    {
        json.Append('{');
        for (int i = 0; i < members.Count; i++)
        {
            json.Append(i == 0 ? "" : ",");
            Write(members[i].Name, json);
            json.Append(':');
            Write(members[i].Value, json);
        }

        json.Append('}');
    }

    private static void Write(OptionValue value, StringBuilder json)
    {
        switch (value.Kind)
        {
            case OptionKind.Null:
                json.Append("null");
                break;
            case OptionKind.Boolean:
                json.Append(value.Text[0] is 't' or 'T' ? "true" : "false");
                break;
            case OptionKind.Number:
                json.Append(Number(value.Text));
                break;
            case OptionKind.String:
                Write(value.Text, json);
                break;
            case OptionKind.Map:
                Write(value.Members, json);
                break;
            default:
                json.Append('[');
                for (int i = 0; i < value.Items.Count; i++)
                {
                    json.Append(i == 0 ? "" : ",");
                    Write(value.Items[i], json);
                }

                json.Append(']');
                break;
        }
    }

    /// <summary>A YAML number as a JSON number; null for infinity and what is no number, which JSON cannot say.</summary>
    private static string Number(string text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal) || text.StartsWith("0o", StringComparison.Ordinal))
        {
            return Digits(text.Substring(2), text[1] == 'x' ? 16 : 8);
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
        {
            return whole.ToString(CultureInfo.InvariantCulture);
        }

        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact))
        {
            return exact.ToString(CultureInfo.InvariantCulture);
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double real)
            && !double.IsInfinity(real) && !double.IsNaN(real)
            ? real.ToString("R", CultureInfo.InvariantCulture)
            : "null";
    }

    /// <summary>Hexadecimal or octal digits as a decimal number; null where it is larger than any counter.</summary>
    private static string Digits(string digits, int radix)
    {
        ulong number = 0;
        foreach (char digit in digits)
        {
            if (number > ulong.MaxValue / 16)
            {
                return "null";
            }

            number = (number * (ulong)radix) + (ulong)(digit <= '9' ? digit - '0' : char.ToLowerInvariant(digit) - 'a' + 10);
        }

        return number.ToString(CultureInfo.InvariantCulture);
    }

    private static void Write(string text, StringBuilder json)
    {
        json.Append('"');
        foreach (char character in text)
        {
            switch (character)
            {
                case '"':
                    json.Append("\\\"");
                    break;
                case '\\':
                    json.Append("\\\\");
                    break;
                case < ' ' or '\u2028' or '\u2029' or (>= '\uD800' and <= '\uDFFF'):
                    json.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    json.Append(character);
                    break;
            }
        }

        json.Append('"');
    }
}
