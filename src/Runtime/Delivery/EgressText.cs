using System.Text;
using System.Text.RegularExpressions;

namespace ServicePing;

/// <summary>Texts of others, made fit to be shown or sent.</summary>
internal static partial class EgressText
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

    /// <summary>
    /// A text without what may be somebody's: values in quotes, logins in addresses, settings of connection strings, addresses of people
    /// and machines.
    /// </summary>
    internal static string Impersonal(string text)
    {
        foreach (Regex secret in Secrets)
        {
            text = secret.Replace(text, "…");
        }

        return text;
    }

    private static IReadOnlyList<Regex> Secrets { get; } = [Quoted(), Login(), Setting(), Mail(), Address(), LongAddress()];

    [GeneratedRegex("""'[^']*'|"[^"]*"|\$\$.*?\$\$""", RegexOptions.Singleline)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?<=://)[^\s/@]+(?=@)")]
    private static partial Regex Login();

    [GeneratedRegex(@"\b(host|server|data source|port|database|user(name| id|id)?|uid|password|passwd|pwd|token|secret)\s*=\s*[^;\s]*", RegexOptions.IgnoreCase)]
    private static partial Regex Setting();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(\.[\w-]+)+")]
    private static partial Regex Mail();

    [GeneratedRegex(@"\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b")]
    private static partial Regex Address();

    [GeneratedRegex(@"\[?\b[0-9a-f]{0,4}(:[0-9a-f]{0,4}){3,7}\b\]?", RegexOptions.IgnoreCase)]
    private static partial Regex LongAddress();
}
