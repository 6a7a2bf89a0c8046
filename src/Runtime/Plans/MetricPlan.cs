using System.ComponentModel;

namespace ServicePing.Runtime.Plans;

/// <summary>One key path of the payload.</summary>
/// <param name="KeyPath">The dotted path of the value.</param>
/// <param name="Shape">The type of the value.</param>
/// <param name="Status">Where the metric is in its life.</param>
/// <param name="TimeFrame">The period that the value covers.</param>
/// <param name="DataSource">Where the value comes from.</param>
/// <param name="DataCategory">How private the metric is.</param>
/// <param name="Unplanned">Why nothing computes the value; null where something does.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record MetricPlan(
    string KeyPath,
    ValueShape Shape,
    MetricStatus Status,
    TimeFrame TimeFrame,
    DataSource DataSource,
    DataCategory DataCategory,
    string? Unplanned = null);

/// <summary>The type of a metric's value.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum ValueShape
{
    /// <summary><see cref="long"/>.</summary>
    Integer,

    /// <summary><see cref="double"/>.</summary>
    Double,

    /// <summary><see cref="decimal"/>.</summary>
    Decimal,

    /// <summary><see cref="string"/>.</summary>
    Text,

    /// <summary><see cref="bool"/>.</summary>
    Boolean,

    /// <summary><see cref="System.Text.Json.JsonElement"/>.</summary>
    Json,
}
