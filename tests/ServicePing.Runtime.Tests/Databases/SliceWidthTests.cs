namespace ServicePing.Tests;

/// <summary>Slices grow and shrink towards the time that a statement should take.</summary>
public sealed class SliceWidthTests
{
    [Theory]
    [InlineData(500, 512)]
    [InlineData(250, 1024)]
    [InlineData(1000, 256)]
    [InlineData(1, 2048)]
    [InlineData(0, 2048)]
    [InlineData(60_000, 128)]
    public void The_width_follows_the_measured_time_at_most_by_a_factor_of_four(int milliseconds, long expected)
    {
        SliceWidth width = new(TimeSpan.FromMilliseconds(500), 512, long.MaxValue);

        width.Learn(new Slice(0, 512, 512), TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal(expected, width.Current);
    }

    [Fact]
    public void The_width_stays_within_its_ceiling_and_above_nothing()
    {
        SliceWidth width = new(TimeSpan.FromMilliseconds(500), 512, 10);
        Assert.Equal(10, width.Current);

        width.Learn(new Slice(0, 10, 10), TimeSpan.Zero);
        Assert.Equal(10, width.Current);

        for (int i = 0; i < 10; i++)
        {
            width.Learn(new Slice(0, width.Current, width.Current), TimeSpan.FromHours(1));
        }

        Assert.Equal(1, width.Current);
    }
}
