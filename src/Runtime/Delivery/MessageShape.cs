using System.Text;
using System.Text.RegularExpressions;

namespace ServicePing.Runtime.Delivery;

/// <summary>
/// The shape of a message: what is left of it without whatever may be a value. All from the first to the last quote of a kind
/// goes, and so with parentheses and dollar quotes, and every word with a digit; what is not closed goes to the end.
/// </summary>
internal static partial class MessageShape
{
    private const string Gap = "…";

    // Of servers that speak other languages too; what opens, and what closes it.
    private static readonly Dictionary<char, string> Closing = new()
    {
        ['\''] = "'", ['"'] = "\"", ['`'] = "`'", ['«'] = "»", ['»'] = "«", ['„'] = "“”", ['“'] = "”", ['‘'] = "’", ['‚'] = "‘’",
        ['「'] = "」", ['『'] = "』", ['‹'] = "›", ['›'] = "‹",
    };

    /// <summary>Words that may be somebody's although no quotes say so: logins, settings of connection strings, addresses.</summary>
    private static IReadOnlyList<Regex> Personal { get; } = [Login(), Setting(), Mail(), LongAddress()];

    internal static string Of(string text)
    {
        foreach (Regex one in Personal)
        {
            text = one.Replace(text, Gap);
        }

        StringBuilder shape = new(text.Length);
        for (int at = 0; at < text.Length;)
        {
            int end = End(text, at);
            string piece = text[at..end];
            shape.Append(end - at == 1 && !char.IsNumber(text[at]) ? piece : IsWord(text[at]) ? Word(piece) : Gap);
            at = end;
        }

        return shape.ToString();
    }

    /// <summary>Where what begins here ends: something quoted, something in parentheses, a word, or a letter.</summary>
    private static int End(string text, int at) => text[at] switch
    {
        '(' or '[' or '{' => LastEnd(text, at, ")]}"),
        '$' when DollarQuote().Match(text, at) is { Success: true } tag && tag.Index == at =>
            DollarQuote().Matches(text, at + tag.Length) is [.., var last] ? last.Index + last.Length : text.Length,
        var opening when Closing.TryGetValue(opening, out string? closing) => LastEnd(text, at, closing),
        var letter when IsWord(letter) => WordEnd(text, at),
        _ => at + 1,
    };

    /// <summary>
    /// After the last that closes, since servers put values between quotes as they are, with quotes in them; where one of a pair
    /// is missing nobody knows what is within, and it is all.
    /// </summary>
    private static int LastEnd(string text, int at, string closing)
    {
        ReadOnlySpan<char> rest = text.AsSpan(at + 1);
        bool isLonely = closing.Contains(text[at], StringComparison.Ordinal) && rest.Count(text[at]) % 2 == 0;
        return !isLonely && rest.LastIndexOfAny(closing) is var last and >= 0 ? at + 1 + last + 1 : text.Length;
    }

    private static int WordEnd(string text, int at)
    {
        int end = at;
        while (end < text.Length && IsWord(text[end]))
        {
            end++;
        }

        return end;
    }

    /// <summary>Also what joins parts of numbers, dates and addresses.</summary>
    private static bool IsWord(char letter) =>
        char.IsLetterOrDigit(letter) || char.IsNumber(letter) || char.IsSurrogate(letter)
        || letter is '.' or ',' or '-' or '+' or ':' or '/' or '_' or '@' or '%' or '#' or '&' or '=' or '~' or '\\' or '*' or '^' or '|';

    /// <summary>The word where no digit is in it; its last stop stays in either case.</summary>
    private static string Word(string word)
    {
        if (!word.Any(letter => char.IsNumber(letter) || char.IsSurrogate(letter)))
        {
            return word;
        }

        return word[^1] is '.' or ',' or ':' ? Gap + word[^1] : Gap;
    }

    [GeneratedRegex(@"\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$")]
    private static partial Regex DollarQuote();

    [GeneratedRegex(@"(?<=://)[^\s/@]+(?=@)")]
    private static partial Regex Login();

    [GeneratedRegex(
        @"\b(host|server|data source|port|database|user(name| id|id)?|uid|password|passwd|pwd|token|secret)\s*=\s*[^;\s]*",
        RegexOptions.IgnoreCase)]
    private static partial Regex Setting();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(\.[\w-]+)+")]
    private static partial Regex Mail();

    [GeneratedRegex(@"\[?\b[0-9a-f]{0,4}(:[0-9a-f]{0,4}){3,7}\b\]?", RegexOptions.IgnoreCase)]
    private static partial Regex LongAddress();
}
