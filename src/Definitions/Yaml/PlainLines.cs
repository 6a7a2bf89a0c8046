namespace ServicePing.Definitions.Yaml;

/// <summary>The lines of a plain text, one after the other, and what may begin where on the current one.</summary>
internal sealed class PlainLines(string text)
{
    /// <summary>Where the current line's content begins; the end of the text behind the last line.</summary>
    public int At { get; private set; }

    /// <summary>The column of the content.</summary>
    public int Indent { get; private set; }

    /// <summary>Where the current line ends.</summary>
    public int End { get; private set; } = -1;

    /// <summary>Whether empty lines or comments stand between the current line and the one before.</summary>
    public bool IsApart { get; private set; }

    public bool IsAtEnd => At == text.Length;

    /// <summary>Goes on to a place on the current line, whose column counts from then on, as that of a map behind a dash.</summary>
    public void MoveTo(int at)
    {
        Indent += at - At;
        At = at;
    }

    /// <summary>Goes to the next line that is neither empty nor a comment.</summary>
    public void MoveNext()
    {
        IsApart = false;
        for (int start = End + 1; start < text.Length; start = End + 1)
        {
            At = start;
            End = text.IndexOf('\n', start);
            End = End < 0 ? text.Length : End;
            while (At < End && text[At] == ' ')
            {
                At++;
            }

            if (At < End && text[At] != '#')
            {
                Indent = At - start;
                return;
            }

            IsApart = true;
        }

        At = text.Length;
    }

    /// <summary>The end of a plain key with a colon behind it; -1 where there is none.</summary>
    public int KeyEnd(int at)
    {
        int end = at;
        while (end < End && IsWord(text[end]))
        {
            end++;
        }

        bool isKey = end > at && end - at < 200 && end < End && text[end] == ':' && (end + 1 == End || text[end + 1] == ' ');
        return isKey ? end : -1;
    }

    /// <summary>Whether a plain text may begin so; the parser knows of more.</summary>
    public bool BeginsPlain(int at) =>
        IsWord(text[at])
        || text[at] is '<' or '/' or '.' or '(' or '+' or '$' or '~'
        || (text[at] == '-' && at + 1 < End && IsWord(text[at + 1]));

    /// <summary>Whether an item of a list begins there.</summary>
    public bool IsDash(int at) => text[at] == '-' && (at + 1 == End || text[at + 1] == ' ');

    /// <summary>The next place on the line without a space.</summary>
    public int Skip(int at)
    {
        while (at < End && text[at] == ' ')
        {
            at++;
        }

        return at;
    }

    /// <summary>Block nodes end where the next one begins, without the space between.</summary>
    public int Trim(int start)
    {
        int end = At;
        while (end > start && text[end - 1] is ' ' or '\n')
        {
            end--;
        }

        return end;
    }

    private static bool IsWord(char character) =>
        character is '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
}
