namespace ServicePing;

/// <summary>One metric, computed alone.</summary>
/// <typeparam name="T">The type of its value.</typeparam>
/// <param name="Value">
/// The value; the documented fallback where <paramref name="Status"/> is not ok, as far as the type can say it: a boolean that
/// failed is false, a text null.
/// </param>
/// <param name="Status">How the value came about.</param>
/// <param name="Message">What went wrong; null where nothing did.</param>
public readonly record struct MetricResult<T>(T Value, ReadingStatus Status, string? Message)
{
    /// <summary>The value alone.</summary>
    public static implicit operator T(MetricResult<T> result) => result.Value;
}
