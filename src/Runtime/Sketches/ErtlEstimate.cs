namespace ServicePing.Runtime.Sketches;

/// <summary>
/// The estimator of Otmar Ertl, "New cardinality estimation algorithms for HyperLogLog sketches" (2017), which needs no correction for
/// small or large sets; step by step as in Redis, so that estimates are equal.
/// </summary>
internal static class ErtlEstimate
{
    private const double AlphaInfinity = 0.721347520444481703680;

    /// <summary>The number of values from how many registers have each rank, from 0 to the highest possible.</summary>
    internal static long Of(ReadOnlySpan<int> histogram)
    {
        int highest = histogram.Length - 1;
        double m = 0;
        foreach (int registers in histogram)
        {
            m += registers;
        }

        double z = m * Tau((m - histogram[highest]) / m);
        for (int rank = highest - 1; rank >= 1; rank--)
        {
            z = (z + histogram[rank]) * 0.5;
        }

        z += m * Sigma(histogram[0] / m);
        return (long)Math.Round(AlphaInfinity * m * m / z, MidpointRounding.AwayFromZero);
    }

    private static double Tau(double x)
    {
        if (x is 0 or 1)
        {
            return 0;
        }

        double y = 1;
        double z = 1 - x;
        double before;
        do
        {
            x = Math.Sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        }
        while (!before.Equals(z));
        return z / 3;
    }

    private static double Sigma(double x)
    {
        if (x is 1)
        {
            return double.PositiveInfinity;
        }

        double y = 1;
        double z = x;
        double before;
        do
        {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        }
        while (!before.Equals(z));
        return z;
    }
}
