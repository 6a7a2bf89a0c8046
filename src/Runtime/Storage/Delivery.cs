namespace ServicePing;

/// <summary>An attempt to send the ping of a cycle that has ended, and where it leaves the cycle.</summary>
/// <param name="Receiver">Where it was sent to.</param>
/// <param name="Outcome">A word for what became of it, such as <c>delivered</c>.</param>
/// <param name="Message">What became of it, in words.</param>
/// <param name="State">Where it leaves the cycle; a final state ends it.</param>
internal sealed record DeliveryAttempt(string Receiver, string Outcome, string Message, CycleState State)
{
    /// <summary>The answer's status; null where there was none.</summary>
    internal int? StatusCode { get; init; }

    /// <summary>How many bytes have left.</summary>
    internal long SentBytes { get; init; }

    internal TimeSpan Elapsed { get; init; }

    /// <summary>After what time the next attempt may begin; null where there is none to come.</summary>
    internal TimeSpan? NextAttemptIn { get; init; }

    /// <summary>How the receiver calls the ping.</summary>
    internal long? UsageDataId { get; init; }

    /// <summary>The receiver's signed receipt, to the byte.</summary>
    internal ReadOnlyMemory<byte>? Receipt { get; init; }

    /// <summary>What the receiver has answered about the use of features; null where it has not.</summary>
    internal DevOpsReport? Report { get; init; }
}

/// <summary>An attempt as the history shows it.</summary>
/// <param name="Cycle">The cycle whose ping it was.</param>
/// <param name="Number">Its position among the attempts of the cycle, from 1.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="NextAttemptAt">Before when the next one did not begin.</param>
/// <param name="Attempt">
/// What became of it; <see cref="DeliveryAttempt.Report"/> and <see cref="DeliveryAttempt.State"/> are not of its own.
/// </param>
internal sealed record DeliveryRecord(
    string Cycle, int Number, DateTimeOffset EndedAt, DateTimeOffset? NextAttemptAt, DeliveryAttempt Attempt);

/// <summary>How much a feature is used for each active user: by this instance, and by the one that uses it most.</summary>
/// <param name="Leader">By the one that uses it most.</param>
/// <param name="Instance">By this instance.</param>
/// <param name="Percentage">The one of the other, 0 to 100.</param>
internal readonly record struct FeatureUse(double Leader, double Instance, double Percentage);

/// <summary>What the receiver has answered about the use of features.</summary>
/// <param name="Uses">The use of each of <see cref="Features"/>, in their order.</param>
internal sealed record DevOpsReport(IReadOnlyList<FeatureUse> Uses)
{
    /// <summary>The features as columns and answers call them.</summary>
    internal static IReadOnlyList<string> Features { get; } =
    [
        "issues", "notes", "milestones", "boards", "merge_requests", "ci_pipelines", "environments", "deployments",
        "service_desk_issues",
    ];

    /// <summary>Whether both say the same of every feature.</summary>
    public bool Equals(DevOpsReport? other) => other is not null && Uses.SequenceEqual(other.Uses);

    public override int GetHashCode() => Uses.Count == 0 ? 0 : Uses[0].GetHashCode();
}
