using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Verification;

/// <summary>What a look at the database says of one fragment.</summary>
internal sealed record PartVerification(RelationPlan Relation, QueryFragment Plan)
{
    internal IReadOnlyList<string> Walks { get; init; } = [];

    internal IReadOnlyList<string> Access { get; init; } = [];

    internal double? Cost { get; init; }

    internal double? Rows { get; init; }

    internal IReadOnlyList<MetricFinding> Findings { get; init; } = [];

    internal PartVerification With(params IEnumerable<MetricFinding> findings) => this with { Findings = [.. Findings, .. findings] };
}
