using ServicePing.Definitions.Export;

namespace ServicePing.Tool.Drafts;

/// <summary>What is counted, and what that proposes for the rest.</summary>
/// <param name="Calculation">The keys that say it.</param>
/// <param name="KeyPath">A key path; null for none.</param>
/// <param name="TimeFrames">The periods.</param>
/// <param name="ValueType">The type of the value.</param>
internal sealed record Counted(Fields Calculation, string? KeyPath, string TimeFrames, string ValueType)
{
    /// <summary>The table that is walked; null where none is.</summary>
    internal string? Table { get; init; }

    /// <summary>Whether it is made of other metrics.</summary>
    internal bool IsOfMetrics { get; init; }

    /// <summary>Whether the keys are those of <c>query</c>.</summary>
    internal bool IsQuery => Table is not null || IsOfMetrics || Calculation.Entries is [{ Name: "promql" }];
}
