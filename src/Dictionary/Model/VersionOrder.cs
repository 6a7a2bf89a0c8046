using System.Globalization;

namespace ServicePing.Dictionary;

/// <summary>Orders versions as milestones write them: by their numbers, <c>&lt;13.9</c> and <c>13.9-rc1</c> before <c>13.9</c>, and what is none by its text.</summary>
internal sealed class VersionOrder : IComparer<string>
{
    internal static VersionOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        (string left, string right) = (x ?? "", y ?? "");
        long[] these = Numbers(left);
        long[] those = Numbers(right);
        for (int at = 0; at < Math.Max(these.Length, those.Length); at++)
        {
            int order = (at < these.Length ? these[at] : -1).CompareTo(at < those.Length ? those[at] : -1);
            if (order != 0)
            {
                return order;
            }
        }

        int rank = Rank(left).CompareTo(Rank(right));
        return rank != 0 ? rank : string.CompareOrdinal(left, right);
    }

    private static int Rank(string version) => version.StartsWith('<') ? 0 : version.Contains('-', StringComparison.Ordinal) ? 1 : 2;

    private static long[] Numbers(string version) =>
    [
        .. version.TrimStart('<', 'v', ' ').Split('.', '-', '+')
            .Select(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : -1)
            .TakeWhile(number => number >= 0),
    ];
}
