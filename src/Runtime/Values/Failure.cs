namespace ServicePing.Runtime.Values;

/// <summary>Why a metric has no value.</summary>
/// <param name="Status">What happened, in a word.</param>
/// <param name="Message">What happened, in a sentence.</param>
/// <param name="IsUnexpected">Whether it was an error of the program rather than an answer of a server.</param>
internal sealed record Failure(ReadingStatus Status, string Message, bool IsUnexpected = false)
{
    /// <summary>
    /// The message as a log may say it, where it lies about for years: without what somebody else has put into an exception, which may
    /// be a value of a row or a password. What metrics fail of for one reason, they fail of in the same words.
    /// </summary>
    internal string Reason => LogReason ?? Message;

    /// <summary>The <see cref="Reason"/> where the message itself is none.</summary>
    internal string? LogReason { get; init; }

    /// <summary>
    /// The reason as it may leave the instance: without addresses, names of users and whatever else a server or a driver puts into a
    /// message.
    /// </summary>
    internal string Exported => ExportReason ?? Status switch
    {
        ReadingStatus.Unavailable => "The database, the counter store or Prometheus could not be reached.",
        ReadingStatus.TimedOut => "It took longer than its limit.",
        _ => Reason,
    };

    /// <summary>What may leave the instance instead of the <see cref="Reason"/>; null where that may, or where the status says enough.</summary>
    internal string? ExportReason { get; init; }

    /// <summary>What failed, where it is not where the metric's value comes from.</summary>
    internal string? Place { get; init; }

    /// <summary>The slot of the metric whose failure this one follows from.</summary>
    internal int? FollowsFrom { get; init; }

    internal static Failure Of(Exception exception) => new(
        exception is TimeoutException or OperationCanceledException { InnerException: TimeoutException }
            ? ReadingStatus.TimedOut
            : ReadingStatus.Failed,
        exception.Message,
        IsUnexpected: true)
    {
        LogReason = $"{exception.GetType().Name} was thrown.",
    };
}
