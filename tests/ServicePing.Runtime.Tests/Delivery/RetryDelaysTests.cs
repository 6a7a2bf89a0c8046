using ServicePing.Runtime.Delivery;

namespace ServicePing.Tests;

public sealed class RetryDelaysTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 5)]
    [InlineData(2, 30)]
    [InlineData(3, 120)]
    [InlineData(4, 360)]
    [InlineData(5, 1440)]
    [InlineData(500, 1440)]
    public void A_delay_is_any_share_of_its_step(int attempt, int minutes)
    {
        Random random = new(1);
        TimeSpan[] delays = [.. Enumerable.Range(0, 500).Select(_ => RetryDelays.Of(attempt, null, random))];
        TimeSpan step = TimeSpan.FromMinutes(minutes);

        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.FromSeconds(1), step));
        Assert.True(delays.Min() < step * 0.1);
        Assert.True(delays.Max() > step * 0.9);
    }

    [Fact]
    public void Retry_after_is_a_floor_of_seven_days_at_most()
    {
        Random random = new(1);

        Assert.InRange(RetryDelays.Of(0, TimeSpan.FromHours(3), random), TimeSpan.FromHours(3), TimeSpan.FromMinutes(181));
        Assert.InRange(RetryDelays.Of(0, TimeSpan.MaxValue, random), TimeSpan.FromDays(7), TimeSpan.FromDays(7.01));
        Assert.InRange(RetryDelays.Of(0, TimeSpan.FromHours(-3), random), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }
}
