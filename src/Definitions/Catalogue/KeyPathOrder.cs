namespace ServicePing.Definitions.Catalogue;

/// <summary>Orders key paths segment by segment, ordinal, so that all members of a JSON object stand together.</summary>
/// <remarks>Comparing whole strings is not enough: <c>-</c> sorts before <c>.</c>, which would tear an object apart.</remarks>
public sealed class KeyPathOrder : IComparer<string>
{
    /// <summary>The only instance.</summary>
    public static KeyPathOrder Instance { get; } = new();

    /// <summary>The same order for these key paths: ordinal where that comes to the same, which is most often so and several times as fast.</summary>
    public static IComparer<string> Among(IEnumerable<string> keyPaths)
    {
        foreach (string keyPath in keyPaths)
        {
            foreach (char character in keyPath)
            {
                if (character < '.')
                {
                    return Instance;
                }
            }
        }

        return StringComparer.Ordinal;
    }

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        string left = x ?? "";
        string right = y ?? "";
        int length = Math.Min(left.Length, right.Length);
        for (int i = 0; i < length; i++)
        {
            if (left[i] != right[i])
            {
                return Weight(left[i]).CompareTo(Weight(right[i]));
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    private static int Weight(char character) => character == '.' ? -1 : character;
}
