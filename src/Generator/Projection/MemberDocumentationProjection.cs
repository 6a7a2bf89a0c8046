using ServicePing.Definitions.Model;
using ServicePing.Generators.CSharp;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Says in XML what a definition says.</summary>
internal static class MemberDocumentationProjection
{
    public static MemberDocumentation Of(MetricDefinition definition) => new(
        Documentation.Text(definition.Description is "" ? definition.KeyPath : definition.Description),
        Documentation.Text(Remarks(definition)),
        Obsolete(definition));

    private static string Remarks(MetricDefinition definition)
    {
        string[] facts =
        [
            Words.Of(Words.DataSources, definition.DataSource),
            definition.Unit ?? "",
            definition.ProductGroup,
            Words.Of(Words.MetricStatuses, definition.Status),
            string.Join(", ", definition.Tiers),
            Words.Of(Words.DataCategories, definition.DataCategory),
            definition.SourceFile,
        ];
        return string.Join(" · ", facts.Where(static fact => fact.Length > 0));
    }

    private static string? Obsolete(MetricDefinition definition)
    {
        string? state = definition.Status switch
        {
            MetricStatus.Removed when definition.MilestoneRemoved is { Length: > 0 } milestone => $"Removed in {milestone}.",
            MetricStatus.Removed => "Removed.",
            MetricStatus.Deprecated => "Deprecated.",
            _ when definition.Deprecated is { } deprecation => deprecation.Sentence,
            _ when definition.ReplacedBy is { Length: > 0 } => "Replaced.",
            _ => null,
        };
        return definition.ReplacedBy is { Length: > 0 } other ? $"{state} Use {other} instead." : state;
    }
}
