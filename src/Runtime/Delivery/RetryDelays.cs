namespace ServicePing.Runtime.Delivery;

/// <summary>How long to wait before the same is sent again.</summary>
internal static class RetryDelays
{
    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(6),
        TimeSpan.FromDays(1),
    ];

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestFloor = TimeSpan.FromDays(7);

    /// <summary>A time between nothing and the step's, on top of what the receiver asks to wait for.</summary>
    /// <param name="attempt">How many attempts there were before the one that has failed.</param>
    /// <param name="retryAfter">What the receiver asks to wait for; seven days count at most.</param>
    /// <param name="random">What spreads those that have failed together.</param>
    internal static TimeSpan Of(int attempt, TimeSpan? retryAfter, Random random)
    {
        TimeSpan step = Steps[Math.Clamp(attempt, 0, Steps.Length - 1)];
        TimeSpan floor = retryAfter is { } asked && asked > TimeSpan.Zero ? asked : TimeSpan.Zero;
        TimeSpan wait = (floor < LongestFloor ? floor : LongestFloor) + (step * random.NextDouble());
        return wait > Shortest ? wait : Shortest;
    }
}
