namespace ServicePing.Definitions.Tests.Broken;

/// <summary>Damages texts as people, editors, merges and disks do, the same way for the same seed.</summary>
internal sealed class Mutation(int seed)
{
    private static readonly string[] Signs =
    [
        "[", "]", "{", "}", ":", ": ", ",", "'", "\"", "&a ", "*a", "!", "!!str ", "|", ">", "%", "@", "`", "-", "- ", "?", "? ", "#", " #",
        "\t", "\r", "\n", "\n\n", " ", "  ", "\0", "\uFEFF", "\uFFFD", "\u0085", "\u2028", "\U0001F4A5", "---\n", "...\n", "<<: ", "~", "null", "true",
        "%YAML ", "%TAG ! ", "!<", "!a!", "\\", "\\U", "\\uD8",
        "1.0", "-1", "1e9", "0x1F", "${a}", "{{ a }}", ";", "(", ")", "$$", "/*", "--", ":recorded_at", "now()",
    ];

#pragma warning disable CA5394 // Repeatable is what this randomness has to be.
    private readonly Random _random = new(seed);

    /// <summary>A text with one to four injuries.</summary>
    /// <param name="text">The text.</param>
    /// <param name="other">Another one, of which parts may be taken.</param>
    public string Of(string text, string other)
    {
        for (int injuries = _random.Next(1, 5); injuries > 0; injuries--)
        {
            text = Injure(text, other);
        }

        return text;
    }

    /// <summary>A number below a limit.</summary>
    public int Below(int limit) => _random.Next(limit);

    private string Injure(string text, string other)
    {
        if (text.Length == 0)
        {
            return other;
        }

        int at = _random.Next(text.Length);
        string[] lines = text.Split('\n');
        int line = _random.Next(lines.Length);
        switch (_random.Next(11))
        {
            case 0:
                return text[..at];
            case 1:
                return text.Remove(at, Math.Min(_random.Next(1, 8), text.Length - at));
            case 2:
                return text.Insert(at, Signs[_random.Next(Signs.Length)]);
            case 3:
                return text[..at] + (char)_random.Next(1, 0x250) + text[(at + 1)..];
            case 4:
                lines[line] = "";
                break;
            case 5:
                lines[line] += "\n" + lines[_random.Next(lines.Length)];
                break;
            case 6:
                lines[line] = new string(' ', _random.Next(1, 5)) + lines[line];
                break;
            case 7:
                lines[line] = lines[line].TrimStart();
                break;
            case 8:
                string[] others = other.Split('\n');
                lines[line] = others[_random.Next(others.Length)];
                break;
            case 9:
                int colon = lines[line].IndexOf(':', StringComparison.Ordinal);
                lines[line] = colon < 0 ? lines[line] : lines[line][..(colon + 1)] + " " + Signs[_random.Next(Signs.Length)];
                break;
            default:
                return text.Insert(at, string.Concat(Enumerable.Repeat(Signs[_random.Next(6)], _random.Next(1, 60))));
        }

        return string.Join('\n', lines);
    }
#pragma warning restore CA5394
}
