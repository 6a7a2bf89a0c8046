using System.Text;

namespace ServicePing;

/// <summary>How docs/wire.md writes identifiers and hashes.</summary>
internal static class WireName
{
    private const int MaxLength = 100;

    /// <summary>What an identifier must be.</summary>
    internal const string Expected = "1 to 100 visible ASCII characters without quotes and backslashes";

    internal static bool IsValid(string text) =>
        text.Length is > 0 and <= MaxLength && text.All(letter => letter is > ' ' and <= '~' and not '"' and not '\\');

    /// <summary>The hash of a ping that is kept.</summary>
    internal static string Digest(string sha256) => $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(sha256))}:";

    /// <summary>The identifier in a ping that is kept; null where it has none.</summary>
    internal static string? UuidOf(KeptPing ping) =>
        PayloadReader.Parse(ping.Bytes).TryRead("uuid", out string? uuid) ? uuid : null;

    /// <summary>The beginning of a text of others without what would disturb a line.</summary>
    internal static string Shown(string text)
    {
        const int Most = 300;
        StringBuilder shown = new();
        foreach (Rune rune in text.EnumerateRunes().Take(Most))
        {
            shown.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return shown.ToString();
    }
}
