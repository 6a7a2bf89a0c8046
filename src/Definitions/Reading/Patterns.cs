using ServicePing.Definitions.Language;
using ServicePing.Definitions.Problems;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>The patterns that names and versions keep to.</summary>
internal static class Patterns
{
    /// <summary>
    /// What stands before the first space, where that is a name and the whole is none: the line below, indented by mistake, goes on
    /// with the name.
    /// </summary>
    public static string FirstWord(string text, Func<string, bool> isName)
    {
        int space = text.IndexOfAny([' ', '\n']);
        return space > 0 && isName(text.Substring(0, space)) ? text.Substring(0, space) : text;
    }

    /// <summary>Lower-case letters, digits and underscores: a segment of a key path, the name of an event.</summary>
    public static bool IsName(string text)
    {
        foreach (char character in text)
        {
            if (character is not ('_' or (>= 'a' and <= 'z') or (>= '0' and <= '9')))
            {
                return false;
            }
        }

        return text.Length > 0;
    }

    /// <summary>Names joined by dots.</summary>
    public static bool IsKeyPath(string text)
    {
        bool begins = true;
        foreach (char character in text)
        {
            if (character == '.' ? begins : character is not ('_' or (>= 'a' and <= 'z') or (>= '0' and <= '9')))
            {
                return false;
            }

            begins = character == '.';
        }

        return !begins;
    }

    /// <summary>A class: letters and digits that begin with a capital, with <c>::</c> behind each module.</summary>
    public static bool IsClass(string text)
    {
        foreach (string part in text.Split(["::"], StringSplitOptions.None))
        {
            if (part.Length == 0 || part[0] is not (>= 'A' and <= 'Z'))
            {
                return false;
            }

            foreach (char character in part)
            {
                if (character is not ((>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9')))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary><c>16.7</c>, or <c>&lt;13.9</c> for what is older than that.</summary>
    public static bool IsMilestone(string text)
    {
        int dot = text.IndexOf('.');
        int start = text.Length > 0 && text[0] == '<' ? 1 : 0;
        return dot > start && AreDigits(text, start, dot) && dot + 1 < text.Length && AreDigits(text, dot + 1, text.Length);
    }

    /// <summary>Reads a milestone, and reports one that is none.</summary>
    public static string? Milestone(this MapReader reader, Key key)
    {
        string? milestone = reader.Text(key);
        if (milestone is not null && !IsMilestone(milestone) && reader.Map.Older is null)
        {
            reader.Problems.Add(
                NotAllowed, reader.Map[key]!,
                $"'{Quoting.Shorten(milestone)}' is no version for '{key}': write two numbers, such as \"16.7\" or \"<13.9\".");
        }

        return milestone;
    }

    private static bool AreDigits(string text, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            if (text[i] is not (>= '0' and <= '9'))
            {
                return false;
            }
        }

        return true;
    }
}
