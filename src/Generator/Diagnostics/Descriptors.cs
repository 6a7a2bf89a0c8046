using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Rules;

namespace ServicePing.Generators.Diagnostics;

/// <summary>The rules of the definition language as the compiler knows them.</summary>
internal static class Descriptors
{
    /// <summary>Where a page for each rule is.</summary>
    private const string HelpLink = "docs/rules/{0}.md";

    /// <summary>A defect of the generator or the analyzer.</summary>
    public static readonly DiagnosticDescriptor InternalFailure = new(
        "SP9001",
        "The generator failed",
        "ServicePing could not generate a part of the metric set: {0}; please report this with the definition that causes it",
        "Internal",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: string.Format(System.Globalization.CultureInfo.InvariantCulture, HelpLink, "SP9001"));

    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> ByRule =
        Rules.All.ToImmutableDictionary(rule => rule.Id, Describe, StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
        [.. ByRule.OrderBy(rule => rule.Key, StringComparer.Ordinal).Select(rule => rule.Value), InternalFailure];

    public static DiagnosticDescriptor Of(Rule rule) => ByRule[rule.Id];

    private static DiagnosticDescriptor Describe(Rule rule) => new(
        rule.Id,
        rule.Title,
        "{0}",
        rule.Group,
        rule.Level switch
        {
            RuleLevel.Error => DiagnosticSeverity.Error,
            RuleLevel.Warning => DiagnosticSeverity.Warning,
            _ => DiagnosticSeverity.Info,
        },
        isEnabledByDefault: true,
        helpLinkUri: string.Format(System.Globalization.CultureInfo.InvariantCulture, HelpLink, rule.Id));
}
