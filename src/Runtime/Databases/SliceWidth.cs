namespace ServicePing;

/// <summary>How wide the next slice is, so that its statements take about as long as they should.</summary>
/// <param name="target">How long a statement should take.</param>
/// <param name="first">The width to begin with, in pages.</param>
/// <param name="ceiling">What no slice exceeds, in pages.</param>
internal sealed class SliceWidth(TimeSpan target, long first, long ceiling)
{
    private const double MostGrowth = 4;

    internal long Pages { get; private set; } = Math.Clamp(first, 1, Math.Max(1, ceiling));

    /// <summary>Learns from a slice whose longest statement took a while.</summary>
    internal void Learn(PageRange slice, TimeSpan longest)
    {
        double factor = longest > TimeSpan.Zero ? target / longest : MostGrowth;
        double pages = slice.Pages * Math.Clamp(factor, 1 / MostGrowth, MostGrowth);
        Pages = (long)Math.Clamp(pages, 1, Math.Max(1, ceiling));
    }
}
