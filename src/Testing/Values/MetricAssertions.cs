using System.Numerics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace ServicePing.Testing;

/// <summary>What a test expects of the values of metrics, computed as the ping computes them, one metric alone.</summary>
/// <remarks>
/// Counters are read with the week that is running, and what waits in memory is written before. A metric that cannot be computed is a
/// failure: no fallback passes for a value.
/// </remarks>
public static class MetricAssertions
{
    /// <summary>An action must change a metric by so much. To look at several metrics, the action is another of these calls.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="test">The test's.</param>
    /// <param name="metric">The metric: a member that the generator made.</param>
    /// <param name="by">By how much; negative where it becomes less, zero where it stays.</param>
    /// <param name="action">What the product does.</param>
    /// <param name="cancellationToken">Ends the computing.</param>
    /// <exception cref="ServicePingAssertionException">The value changes otherwise, or cannot be computed.</exception>
    public static async Task ShouldIncrease<T>(
        this ServicePingTest test, Metric<T> metric, T by, Func<Task> action, CancellationToken cancellationToken = default)
        where T : struct, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(action);
        MetricResult<T> before = await ComputeAsync(test, metric, "before the action", cancellationToken).ConfigureAwait(false);
        int calls = test.Calls.Count;
        await action().ConfigureAwait(false);
        MetricResult<T> after = await ComputeAsync(test, metric, "after the action", cancellationToken).ConfigureAwait(false);
        if (!IsNear(after.Value - before.Value, by))
        {
            throw new ServicePingAssertionException(ValueText.OfIncrease(test, metric.KeyPath, by, before.Value, after, [.. test.Calls.Skip(calls)]));
        }
    }

    /// <summary>As the other, for an action that is done when it returns.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="test">The test's.</param>
    /// <param name="metric">The metric: a member that the generator made.</param>
    /// <param name="by">By how much; negative where it becomes less, zero where it stays.</param>
    /// <param name="action">What the product does.</param>
    /// <param name="cancellationToken">Ends the computing.</param>
    /// <exception cref="ServicePingAssertionException">The value changes otherwise, or cannot be computed.</exception>
    public static Task ShouldIncrease<T>(
        this ServicePingTest test, Metric<T> metric, T by, Action action, CancellationToken cancellationToken = default)
        where T : struct, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(action);
        return ShouldIncrease(
            test,
            metric,
            by,
            () =>
            {
                action();
                return Task.CompletedTask;
            },
            cancellationToken);
    }

    /// <summary>A metric must have a value.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="test">The test's.</param>
    /// <param name="metric">The metric: a member that the generator made.</param>
    /// <param name="expected">The value.</param>
    /// <param name="cancellationToken">Ends the computing.</param>
    /// <exception cref="ServicePingAssertionException">It has another, or cannot be computed.</exception>
    public static async Task ShouldBe<T>(
        this ServicePingTest test, Metric<T> metric, T expected, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(test);
        MetricResult<T> actual = await ComputeAsync(test, metric, "", cancellationToken).ConfigureAwait(false);
        bool isEqual = (object?)actual.Value is JsonElement json && (object?)expected is JsonElement other
            ? JsonElement.DeepEquals(json, other)
            : EqualityComparer<T>.Default.Equals(actual.Value, expected);
        if (!isEqual)
        {
            throw new ServicePingAssertionException(
                $"{metric.KeyPath} should be {ValueText.Of(expected)}, but is {ValueText.Of(actual.Value)}. {actual.Message}".TrimEnd());
        }
    }

    /// <summary>A metric that is an object must have the members of a JSON text, in any order.</summary>
    /// <param name="test">The test's.</param>
    /// <param name="metric">The metric: a member that the generator made.</param>
    /// <param name="json">The text, such as <c>{"1":5,"2":3}</c>.</param>
    /// <param name="cancellationToken">Ends the computing.</param>
    /// <exception cref="ServicePingAssertionException">It has another value, or cannot be computed.</exception>
    public static Task ShouldBe(
        this ServicePingTest test, Metric<JsonElement> metric, string json, CancellationToken cancellationToken = default) =>
        ShouldBe(test, metric, JsonElement.Parse(json), cancellationToken);

    private static async Task<MetricResult<T>> ComputeAsync<T>(ServicePingTest test, Metric<T> metric, string when, CancellationToken cancellationToken)
    {
        MetricResult<T> result = await test.Services.GetRequiredService<ServicePingCollector>()
            .PreviewAsync(metric, cancellationToken).ConfigureAwait(false);
        if (result.Status != ReadingStatus.Ok)
        {
            throw new ServicePingAssertionException(
                $"{metric.KeyPath} cannot be computed{(when.Length > 0 ? " " + when : "")}: it is {result.Status}. {result.Message}".TrimEnd());
        }

        test.NoteComputed(metric.KeyPath);
        return result;
    }

    /// <summary>Sums of fractions need not be exact to the last bit.</summary>
    private static bool IsNear<T>(T actual, T expected)
        where T : struct, INumber<T> =>
        actual == expected
        || (actual is double one && expected is double other && Math.Abs(one - other) <= 1e-9 * Math.Max(1, Math.Max(Math.Abs(one), Math.Abs(other))));
}
