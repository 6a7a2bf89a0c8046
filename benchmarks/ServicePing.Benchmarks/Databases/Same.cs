namespace ServicePing.Benchmarks.Databases;

/// <summary>A figure is worth nothing where the values differ.</summary>
internal static class Same
{
    /// <exception cref="InvalidOperationException">They differ.</exception>
    public static void Require(string variant, IReadOnlyList<decimal> expected, IReadOnlyList<decimal> values)
    {
        if (!expected.SequenceEqual(values))
        {
            int at = Enumerable.Range(0, expected.Count).First(i => i >= values.Count || expected[i] != values[i]);
            throw new InvalidOperationException(
                $"{variant}: metric {at} is {(at < values.Count ? values[at] : null)} and not {expected[at]}.");
        }
    }
}
