namespace ServicePing.Runtime.Values;

/// <summary>Orders key paths segment by segment, ordinal, so that all members of a JSON object stand together.</summary>
/// <remarks>Comparing whole strings is not enough: <c>-</c> sorts before <c>.</c>, which would tear an object apart.</remarks>
internal sealed class KeyPathOrder : IComparer<string>
{
    internal static KeyPathOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x;
        ReadOnlySpan<char> right = y;
        int shared = left.CommonPrefixLength(right);
        return shared == left.Length || shared == right.Length
            ? left.Length.CompareTo(right.Length)
            : Weight(left[shared]).CompareTo(Weight(right[shared]));
    }

    private static int Weight(char character) => character == '.' ? -1 : character;
}
