using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>A metric of a metric set, with the type of its value.</summary>
/// <typeparam name="T"><c>long</c>, <c>double</c>, <c>decimal</c>, <c>string</c>, <c>bool</c> or <c>JsonElement</c>.</typeparam>
/// <remarks>The generator makes a member of this type for every key path, such as <c>ForgeMetrics.Counts.IssuesOpen</c>.</remarks>
public readonly record struct Metric<T>
{
    /// <summary>Made by generated code.</summary>
    /// <param name="set">The metric set.</param>
    /// <param name="slot">The metric's position in the set.</param>
    public Metric(MetricSet set, int slot)
    {
        Set = set;
        Slot = slot;
    }

    /// <summary>The dotted path of the value in the payload.</summary>
    public string KeyPath => Set.Metrics[Slot].KeyPath;

    internal MetricSet Set { get; }

    internal int Slot { get; }

    /// <inheritdoc/>
    public override string ToString() => KeyPath;
}
