using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.GitLab;

/// <summary>GitLab's words, which are those of a project without a vocabulary.</summary>
public static class GitLabWords
{
    /// <summary>All of them.</summary>
    public static ProductWords All { get; } = new()
    {
        Tiers = ["free", "premium", "ultimate"],
        Identifiers =
        [
            new("project", IdentifierType.Any), new("user", IdentifierType.Any), new("namespace", IdentifierType.Any),
            new("feature_enabled_by_namespace_ids", IdentifierType.Any),
        ],
        PerformanceIndicators =
        [
            "gmau", "smau", "paid_gmau", "umau", "customer_health_score", "devops_report", "lighthouse", "leading_indicator",
        ],
    };

    /// <summary>Whether an identifier has one of GitLab's names, which every runtime knows.</summary>
    public static bool HasIdentifier(string name) => All.Identifiers.Any(one => one.Name == name);
}
