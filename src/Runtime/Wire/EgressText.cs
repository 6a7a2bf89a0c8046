using System.Text;

namespace ServicePing.Runtime.Wire;

/// <summary>Texts of others, made fit to be shown or sent.</summary>
internal static class EgressText
{
    /// <summary>One line of a text, cut where it is too long, and never within a character.</summary>
    internal static string Line(string text, int longest = 300)
    {
        StringBuilder line = new();
        foreach (Rune letter in text.Trim().EnumerateRunes())
        {
            if (line.Length >= longest)
            {
                return line.Append('…').ToString();
            }

            line.Append(Rune.IsControl(letter) ? " " : letter.ToString());
        }

        return line.ToString().Trim();
    }

    /// <summary>What a header can hold.</summary>
    internal static string Ascii(string text) => string.Concat(text.Select(letter => letter is >= ' ' and <= '~' ? letter : '?')).Trim();
}
