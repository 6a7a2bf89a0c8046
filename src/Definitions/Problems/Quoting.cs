namespace ServicePing.Definitions.Problems;

/// <summary>How pieces of a definition appear in messages, which are one line each.</summary>
internal static class Quoting
{
    private const int Longest = 60;

    /// <summary>A text without line breaks and control characters, cut where it is too long to be read.</summary>
    public static string Shorten(string text)
    {
        int length = Math.Min(text.Length, Longest);
        char[] shown = new char[length];
        for (int i = 0; i < length; i++)
        {
            shown[i] = char.IsControl(text[i]) || char.IsSurrogate(text[i]) ? ' ' : text[i];
        }

        return new string(shown) + (text.Length > Longest ? "…" : "");
    }
}
