namespace ServicePing.Runtime.Configuration;

/// <summary>How long the loop holds, waits and looks.</summary>
internal sealed record LoopTiming
{
    /// <summary>How long a cycle is its owner's unless it is renewed; by the store's clock.</summary>
    internal TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often it is renewed.</summary>
    internal TimeSpan RenewEvery => Lease / 3;

    /// <summary>After what time without renewal its owner stops by itself; by the monotonic clock of the process.</summary>
    internal TimeSpan OwnerStopsAfter => Lease * 2 / 3;

    /// <summary>What no wait of the loop exceeds, as the store's clock and its cycles may change meanwhile.</summary>
    internal TimeSpan LookEvery { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>What every wait of the loop lasts at least, unless somebody wakes it.</summary>
    internal TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the loop waits where the store cannot be used.</summary>
    internal TimeSpan AfterTrouble { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How late a cycle may begin before it counts as one that was missed.</summary>
    internal TimeSpan Punctual { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>After what time a ping that could not be computed, or may not be sent for now, is tried again.</summary>
    internal TimeSpan TryAgainAfter { get; init; } = TimeSpan.FromHours(1);
}
