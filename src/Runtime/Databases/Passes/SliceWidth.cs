namespace ServicePing;

/// <summary>How wide the next slice is, so that its statement takes about as long as it should.</summary>
/// <param name="target">How long a statement should take.</param>
/// <param name="first">The width to begin with.</param>
/// <param name="ceiling">What no slice exceeds.</param>
internal sealed class SliceWidth(TimeSpan target, long first, long ceiling)
{
    private const double MostGrowth = 4;

    internal long Current { get; private set; } = Math.Clamp(first, 1, Math.Max(1, ceiling));

    /// <summary>Learns from a slice whose longest statement took a while.</summary>
    internal void Learn(Slice slice, TimeSpan longest)
    {
        double factor = longest > TimeSpan.Zero ? target / longest : MostGrowth;
        double width = slice.Width * Math.Clamp(factor, 1 / MostGrowth, MostGrowth);
        Current = (long)Math.Clamp(width, 1, Math.Max(1, ceiling));
    }
}
