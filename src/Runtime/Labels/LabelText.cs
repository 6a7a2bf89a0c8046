using System.Globalization;
using System.Text;

namespace ServicePing.Runtime.Labels;

/// <summary>What becomes of a text that somebody wrote before it is a field of a counter or a key of the payload.</summary>
/// <remarks>
/// White space around it is left out. A character that nobody sees becomes U+FFFD (�): controls, among them NUL and line breaks, line and
/// paragraph separators, formatting such as marks of direction, halves of a pair of surrogates, and code points that are no characters.
/// The two joiners that scripts and emoji are written with stay. Everything else stays as it is, in case and composition.
/// </remarks>
internal static class LabelText
{
    private const int NonJoiner = 0x200C;
    private const int Joiner = 0x200D;

    internal static string Normalize(string text)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        if (!IsPlain(trimmed) && !IsClean(trimmed))
        {
            return Clean(trimmed);
        }

        return trimmed.Length == text.Length ? text : trimmed.ToString();
    }

    // A loop, as the framework's search, before it is compiled with optimizations, allocates at each call.
    private static bool IsPlain(ReadOnlySpan<char> text)
    {
        foreach (char letter in text)
        {
            if (letter is < ' ' or > '~')
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsClean(ReadOnlySpan<char> text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!IsSeen(rune))
            {
                return false;
            }
        }

        // A half of a pair is enumerated as the character that it is replaced by.
        return !HasLoneSurrogate(text);
    }

    private static string Clean(ReadOnlySpan<char> text)
    {
        StringBuilder clean = new(text.Length);
        Span<char> characters = stackalloc char[2];
        foreach (Rune rune in text.EnumerateRunes())
        {
            int length = (IsSeen(rune) ? rune : Rune.ReplacementChar).EncodeToUtf16(characters);
            clean.Append(characters[..length]);
        }

        return clean.ToString();
    }

    private static bool IsSeen(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.Format => rune.Value is NonJoiner or Joiner,
        UnicodeCategory.OtherNotAssigned => (rune.Value & 0xFFFE) != 0xFFFE && rune.Value is not (>= 0xFDD0 and <= 0xFDEF),
        _ => true,
    };

    private static bool HasLoneSurrogate(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    return true;
                }

                i++;
            }
        }

        return false;
    }
}
