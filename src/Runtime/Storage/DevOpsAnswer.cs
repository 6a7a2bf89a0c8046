namespace ServicePing.Runtime.Storage;

/// <summary>How much a feature is used for each active user: by this instance, and by the one that uses it most.</summary>
/// <param name="Leader">By the one that uses it most.</param>
/// <param name="Instance">By this instance.</param>
/// <param name="Percentage">The one of the other, 0 to 100.</param>
internal readonly record struct FeatureUse(double Leader, double Instance, double Percentage);

/// <summary>What the receiver has answered about the use of features.</summary>
/// <param name="Uses">The use of each of <see cref="Features"/>, in their order.</param>
internal sealed record DevOpsAnswer(IReadOnlyList<FeatureUse> Uses)
{
    /// <summary>The features as columns and answers call them.</summary>
    internal static IReadOnlyList<string> Features { get; } =
    [
        "issues", "notes", "milestones", "boards", "merge_requests", "ci_pipelines", "environments", "deployments",
        "service_desk_issues",
    ];

    /// <summary>Whether both say the same of every feature.</summary>
    public bool Equals(DevOpsAnswer? other) => other is not null && Uses.SequenceEqual(other.Uses);

    public override int GetHashCode() => Uses.Count == 0 ? 0 : Uses[0].GetHashCode();
}
