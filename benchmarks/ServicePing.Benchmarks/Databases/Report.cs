using System.Globalization;

namespace ServicePing.Benchmarks.Databases;

/// <summary>What benchmarks print, and what they are told.</summary>
internal static class Report
{
    /// <summary>
    /// How many rounds pass before the first that counts, beside the one that always does. A server's process meets each page of memory for the
    /// first time once, and which of two connections reads a page is chance.
    /// </summary>
    public const int WarmRounds = 3;

    public static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>What a collection sent, the dearest first.</summary>
    public static void Sent(CollectionStatistics statistics)
    {
        foreach (SentStatement sent in statistics.SentStatements.OrderByDescending(sent => sent.Elapsed))
        {
            Say($"-- {sent.Times} times, {sent.Elapsed.TotalMilliseconds:F0} ms together, longest {sent.Longest.TotalMilliseconds:F0} ms\n{sent.Sql};");
        }
    }

    /// <summary>A number given as <c>--name 5</c>.</summary>
    public static long Option(string[] arguments, string name, long otherwise)
    {
        int position = Array.IndexOf(arguments, "--" + name);
        return position < 0 ? otherwise : long.Parse(arguments[position + 1], CultureInfo.InvariantCulture);
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return ordered[ordered.Length / 2];
    }
}
