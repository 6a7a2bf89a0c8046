using System.Text.Json;

namespace ServicePing;

/// <summary>
/// Marks a class of the consuming program that computes a metric: the one whose <c>instrumentation_class</c> is the class's name.
/// </summary>
/// <remarks>
/// The class implements <see cref="IFact{T}"/>. The generator calls its constructor directly, with services of the
/// program's container for the parameters, and disposes of it. Facts run at the same time, each on a thread of its own and in a scope
/// of services of its own, so that one that blocks holds up no other. One that has not ended within
/// <see cref="ServicePingOptions.FactTimeout"/> is given up; it is not begun again before it has ended.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class InstrumentationClassAttribute : Attribute;

/// <summary>A value that the consuming program knows: a setting, a version, the seats of a licence.</summary>
/// <typeparam name="T">
/// <c>string</c>, <c>bool</c>, a number (<c>long</c>, <c>int</c>, <c>double</c>, <c>decimal</c>), <c>DateTimeOffset</c>,
/// or <c>JsonElement</c> for an object, nested at most 48 levels deep.
/// </typeparam>
public interface IFact<T>
{
    /// <summary>Computes the value. An exception becomes the metric's fallback and status; it harms no other metric.</summary>
    /// <param name="context">The metric that asks.</param>
    /// <param name="cancellationToken">Is cancelled when the value is given up.</param>
    ValueTask<T> ReadAsync(FactContext context, CancellationToken cancellationToken);
}

/// <summary>The metric that asks a <see cref="IFact{T}"/> for its value.</summary>
/// <param name="KeyPath">The metric's key path.</param>
/// <param name="TimeFrame">The period that the value should cover.</param>
/// <param name="RecordedAt">The moment of the collection, from which every period is computed; UTC.</param>
/// <param name="Options">The definition's <c>options</c>, a JSON object.</param>
/// <param name="Services">The services of the program, in a scope of this fact alone.</param>
public sealed record FactContext(
    string KeyPath,
    TimeFrame TimeFrame,
    DateTimeOffset RecordedAt,
    JsonElement Options,
    IServiceProvider Services)
{
    /// <summary>The class that computes the value, which is disposed with the scope.</summary>
    internal object? Fact { get; set; }

    /// <summary>The same object for all facts of one collection, and for those of no other.</summary>
    internal object Collection { get; init; } = new();

    /// <summary>What the collection may hold.</summary>
    internal PingPermissions Permissions { get; init; } = PingPermissions.Everything;

    /// <summary>Why this program has no such metric, whatever the value; null where it has.</summary>
    internal string? Absence { get; set; }

    /// <summary>What the reading says beside the value; null for nothing.</summary>
    internal string? Note { get; set; }
}
