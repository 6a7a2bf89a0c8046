using ServicePing.Definitions.Problems;

namespace ServicePing.Definitions.Yaml;

/// <summary>Says in a sentence what is wrong with a text that is no YAML, and what to do.</summary>
internal static class SyntaxMessage
{
    /// <summary>The message for what the parser said at a place.</summary>
    public static string For(string parserMessage, string text, int at)
    {
        if (TabIndents(text, at))
        {
            return "A tab indents this line: YAML allows only spaces there. Replace the tab by spaces.";
        }

        if (parserMessage.Contains("end of stream"))
        {
            return $"The quote {Character(text, at)} is never closed: close it where the text ends.";
        }

        if (parserMessage.Contains("unknown escape"))
        {
            return "A text in double quotes has an unknown escape: write \\\\ for a backslash, or use single quotes.";
        }

        if (parserMessage.Contains("invalid mapping"))
        {
            return "A text holds ': ', or a map begins in the wrong column: put quotes around the text, or mend the indentation.";
        }

        if (parserMessage.Contains("cannot start any token"))
        {
            return $"A text may not begin with {Character(text, at)}: put quotes around it.";
        }

        if (parserMessage.Contains("flow sequence") || parserMessage.Contains("flow mapping"))
        {
            return "A list in [ ] or a map in { } is not closed, or a comma is missing: close it, or add the comma.";
        }

        if (parserMessage.Contains("block mapping") || parserMessage.Contains("block collection"))
        {
            return "This line does not go on with what the lines above began: mend its indentation, and write 'key: value'.";
        }

        return Unclear(parserMessage);
    }

    /// <summary>The message for what the parser could not make sense of, at the text where it begins.</summary>
    public static string Refused(string parserMessage, string text, int at) => at < text.Length && text[at] == '!'
        ? "A text that begins with '!' is a tag, and YAML has none that is written like this: put quotes around it."
        : at < text.Length && text[at] == '"'
        ? "A text in double quotes has an escape for a character that there is not: write \\\\ for a backslash, or use single quotes."
        : Unclear(parserMessage);

    private static string Unclear(string parserMessage) =>
        $"The YAML cannot be read here ({Quoting.Shorten(parserMessage).TrimEnd('.')}): mend the punctuation or the indentation.";

    /// <summary>The message for a bracket that is open when the next line begins.</summary>
    public static string NeverClosed(string text, int at) =>
        $"The bracket {Character(text, at)} is never closed: close it on its line, or indent the lines inside.";

    private static string Character(string text, int at) =>
        at < text.Length && !char.IsControl(text[at]) ? $"'{text[at]}'" : "at the end";

    private static bool TabIndents(string text, int at)
    {
        // The parser points to the line above or to the tab itself.
        int start = Math.Min(at, text.Length);
        for (int line = start == 0 ? 0 : text.LastIndexOf('\n', start - 1) + 1, seen = 0; line < text.Length && seen < 2; seen++)
        {
            int first = line;
            while (first < text.Length && text[first] == ' ')
            {
                first++;
            }

            if (first < text.Length && text[first] == '\t')
            {
                return true;
            }

            int next = text.IndexOf('\n', line);
            if (next < 0)
            {
                return false;
            }

            line = next + 1;
        }

        return false;
    }
}
