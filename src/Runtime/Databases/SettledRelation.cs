using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Databases;

/// <summary>A relation that has been read to its end.</summary>
/// <param name="Plan">The relation.</param>
/// <param name="TakenAt">When the snapshot was taken that it was read in, by the server's clock.</param>
/// <param name="InKeyRanges">Whether each slice was of its own moment instead.</param>
/// <param name="Results">What its fragments have come to, in their order.</param>
internal sealed record SettledRelation(
    RelationPlan Plan,
    DateTimeOffset TakenAt,
    bool InKeyRanges,
    IReadOnlyList<FragmentResult> Results)
{
    internal string Name => Plan.Source;

    /// <summary>Whether an earlier process read it.</summary>
    internal bool IsResumed { get; init; }
}
