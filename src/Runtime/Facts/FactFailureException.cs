using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Facts;

/// <summary>A class of our own knows what has failed, and says it as a database or a counter store does.</summary>
internal sealed class FactFailureException(Failure failure) : Exception(failure.Message)
{
    internal Failure Failure { get; } = failure;

    /// <summary>Something that the program does not have.</summary>
    internal static FactFailureException Unavailable(string message) =>
        new(new Failure(ReadingStatus.Unavailable, message) { ExportReason = message });
}
