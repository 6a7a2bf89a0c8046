namespace ServicePing.Runtime.Storage;

/// <summary>An attempt to send the ping of a cycle that has ended, and where it leaves the cycle.</summary>
/// <param name="Receiver">Where it was sent to.</param>
/// <param name="Outcome">A word for what became of it, such as <c>delivered</c>.</param>
/// <param name="Message">What became of it, in words.</param>
/// <param name="State">Where it leaves the cycle; a final state ends it.</param>
internal sealed record DeliveryAttempt(string Receiver, string Outcome, string Message, CycleState State)
{
    /// <summary>The receiver of a ping that people have carried there as a file.</summary>
    internal const string Offline = "offline";

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
    internal DevOpsAnswer? Report { get; init; }
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
