namespace ServicePing;

/// <summary>One metric of a payload: its value and what really happened.</summary>
/// <param name="KeyPath">The dotted path of the value.</param>
/// <param name="Value">The value as the payload has it: the fallback where <paramref name="Status"/> is not ok.</param>
/// <param name="Status">How the value came about.</param>
/// <param name="Message">What went wrong, in the words of the server or the exception; null where nothing did.</param>
/// <param name="Duration">The time spent on it; statements that serve several metrics are divided among them.</param>
/// <param name="Source">Where the value comes from.</param>
public sealed record MetricReading(
    string KeyPath,
    MetricValue Value,
    ReadingStatus Status,
    string? Message,
    TimeSpan Duration,
    DataSource Source)
{
    /// <summary>Why there is no value, or what is to be said of one, in words that may leave the instance; null for nothing.</summary>
    internal string? ExportedError { get; init; }
}
