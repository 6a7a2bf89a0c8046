namespace ServicePing.Tests;

/// <summary>A clock that stands still, and may fail.</summary>
internal sealed class ThrowingClock : TimeProvider
{
    public bool Throws { get; set; }

    public override DateTimeOffset GetUtcNow() => Throws ? throw new InvalidOperationException("No time.") : Ping.RecordedAt;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
