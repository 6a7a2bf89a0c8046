namespace ServicePing.Versions;

/// <summary>The features of the DevOps report, in the order of its columns.</summary>
internal static class DevOpsFeature
{
    internal static IReadOnlyList<string> Names { get; } =
    [
        "issues",
        "notes",
        "milestones",
        "boards",
        "merge_requests",
        "ci_pipelines",
        "environments",
        "deployments",
        "service_desk_issues",
    ];
}
