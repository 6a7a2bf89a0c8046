using System.Text;

namespace ServicePing.Generators.CSharp;

/// <summary>Makes documentation comments of the texts in definitions.</summary>
internal static class Documentation
{
    /// <summary>What a tooltip shows; longer texts are cut.</summary>
    private const int MaximumLength = 400;

    /// <summary>A text on one line, safe in XML.</summary>
    public static string Text(string text)
    {
        StringBuilder line = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (line.Length >= MaximumLength && !char.IsLowSurrogate(text[i]))
            {
                line.Append('…');
                break;
            }

            Append(line, text, i);
        }

        return line.ToString().Trim();
    }

    private static void Append(StringBuilder line, string text, int index)
    {
        char character = text[index];
        _ = character switch
        {
            '&' => line.Append("&amp;"),
            '<' => line.Append("&lt;"),
            '>' => line.Append("&gt;"),
            _ when char.IsWhiteSpace(character) || char.IsControl(character) => AppendSpace(line),
            _ when IsBroken(text, index) => line.Append('\uFFFD'),
            _ => line.Append(character),
        };
    }

    private static StringBuilder AppendSpace(StringBuilder line) =>
        line.Length > 0 && line[line.Length - 1] == ' ' ? line : line.Append(' ');

    /// <summary>Half of a surrogate pair, or a character that XML does not know.</summary>
    private static bool IsBroken(string text, int index) =>
        text[index] >= '\uFFFE'
        || (char.IsHighSurrogate(text[index]) && !(index + 1 < text.Length && char.IsLowSurrogate(text[index + 1])))
        || (char.IsLowSurrogate(text[index]) && !(index > 0 && char.IsHighSurrogate(text[index - 1])));
}
