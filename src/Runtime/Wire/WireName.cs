namespace ServicePing.Runtime.Wire;

/// <summary>How docs/wire.md writes identifiers and hashes.</summary>
internal static class WireName
{
    private const int MaxLength = 100;

    /// <summary>What an identifier must be.</summary>
    internal const string Expected = "1 to 100 visible ASCII characters without quotes and backslashes";

    internal static bool IsValid(string text) =>
        text.Length is > 0 and <= MaxLength && text.All(letter => letter is > ' ' and <= '~' and not '"' and not '\\');

    /// <summary>The hash of a ping that is kept.</summary>
    /// <param name="sha256">Its hexadecimal digits.</param>
    internal static string Digest(string sha256) => $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(sha256))}:";
}
