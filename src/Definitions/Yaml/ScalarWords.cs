namespace ServicePing.Definitions.Yaml;

/// <summary>Finds words of a scalar's text where they stand in the file.</summary>
/// <remarks>
/// In whatever way YAML writes a text, over lines that fold, as a block that is indented, in quotes, only its white space is another in the
/// file, and the signs that an escape stands for.
/// </remarks>
internal static class ScalarWords
{
    /// <summary>The place of some words.</summary>
    /// <param name="file">The file.</param>
    /// <param name="start">Where the scalar begins in it.</param>
    /// <param name="text">The scalar's text.</param>
    /// <param name="offset">Where the words begin in the text.</param>
    /// <param name="length">How long they are, one at least.</param>
    /// <returns>The place; null where the text does not stand in the file sign by sign.</returns>
    public static (int Start, int End)? Find(string file, int start, string text, int offset, int length)
    {
        char quote = file[start] is '\'' or '"' ? file[start] : '\0';
        int at = quote != '\0' ? start + 1 : file[start] is '|' or '>' ? BehindLine(file, start) : start;
        int first = -1;
        int last = -1;
        for (int i = 0; i < text.Length; i++)
        {
            bool isSpace = IsSpace(text[i]);
            if (!isSpace)
            {
                while (at < file.Length && IsSpace(file[at]))
                {
                    at++;
                }

                at += at + 1 < file.Length && IsEscape(quote, file[at], file[at + 1]) ? 1 : 0;
                if (at >= file.Length || file[at] != text[i])
                {
                    return null;
                }

                at++;
            }

            // Space at an end of the words has no place of its own.
            if (!isSpace && i >= offset && i < offset + length)
            {
                first = first < 0 ? at - 1 : first;
                last = at;
            }
        }

        return first < 0 ? null : (first, last);
    }

    private static int BehindLine(string file, int start)
    {
        int end = file.IndexOf('\n', start);
        return end < 0 ? file.Length : end + 1;
    }

    /// <summary>Whether a sign stands in front of one that it only protects.</summary>
    private static bool IsEscape(char quote, char sign, char next) => quote switch
    {
        '\'' => sign == '\'' && next == '\'',
        '"' => sign == '\\' && next is '"' or '\\' or '/',
        _ => false,
    };

    private static bool IsSpace(char letter) => letter is ' ' or '\t' or '\n' or '\r';
}
