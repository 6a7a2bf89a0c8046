using System.Diagnostics.CodeAnalysis;

namespace ServicePing.Versions;

/// <summary>What makes a ping the same ping: the instance and its cycle. On the wire <c>"uuid/cycle"</c>, quoted or not.</summary>
internal sealed record PingKey(string Uuid, string Cycle)
{
    internal const int MaxLength = 100;

    /// <summary>An identifier as it may stand in a header and in a signed line: visible ASCII without quotes and backslashes.</summary>
    internal static bool IsName(string text) =>
        text.Length is > 0 and <= MaxLength && text.All(letter => letter is > ' ' and <= '~' and not '"' and not '\\');

    internal static bool IsCycle(string text) => IsName(text) && !text.Contains('/', StringComparison.Ordinal);

    internal static bool TryParse(string text, [NotNullWhen(true)] out PingKey? key)
    {
        string bare = text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1] : text;
        int slash = bare.LastIndexOf('/');
        key = slash >= 0 && IsName(bare[..slash]) && IsCycle(bare[(slash + 1)..])
            ? new PingKey(bare[..slash], bare[(slash + 1)..])
            : null;
        return key is not null;
    }

    public override string ToString() => $"{Uuid}/{Cycle}";
}
