using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Sketches;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Databases.Gathering;

/// <summary>What a fragment has come to.</summary>
internal sealed record FragmentResult(QueryFragment Plan, MetricValue Value, Failure? Failure, TimeSpan Duration)
{
    /// <summary>The sketch of the different values, where the fragment keeps them for aggregates.</summary>
    internal HyperLogLog? Sketch { get; init; }

    /// <summary>What is to be said beside the value, if anything is.</summary>
    internal string? Note { get; init; }

    internal static IEnumerable<FragmentResult> None(RelationPlan relation, Failure failure) =>
        relation.Fragments.Select(fragment => new FragmentResult(fragment, default, failure, TimeSpan.Zero));
}
