using System.Runtime.CompilerServices;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Naming;
using ServicePing.Generators.Emit;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Says in XML what a definition says.</summary>
internal static class MemberDocumentationProjection
{
    /// <summary>A definition that was not edited is the same object as before, and need not be put into words again.</summary>
    private static readonly ConditionalWeakTable<MetricDefinition, MemberDocumentation> Known = new();

    public static MemberDocumentation Of(MetricDefinition definition) =>
        Known.TryGetValue(definition, out MemberDocumentation? known) ? known : Known.GetValue(definition, Describe);

    private static MemberDocumentation Describe(MetricDefinition definition) => new(
        MemberName.Of(definition.KeyPath.Substring(definition.KeyPath.LastIndexOf('.') + 1)),
        Documentation.Text(definition.Description is "" ? definition.KeyPath : definition.Description),
        Documentation.Text(Remarks(definition)),
        Obsolete(definition));

    private static string Remarks(MetricDefinition definition)
    {
        string[] facts =
        [
            Words.Of(Words.DataSources, definition.DataSource),
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
            _ => null,
        };
        return state is not null && definition.ReplacedBy is { Length: > 0 } other ? $"{state} Use {other} instead." : state;
    }
}
