using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Rules;

namespace ServicePing.Generators.Diagnostics;

/// <summary>The rules of the definition language as the compiler knows them.</summary>
internal static class Descriptors
{
    /// <summary>Where a page for each rule is.</summary>
    private const string HelpLink = "docs/rules/";

    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> ByRule =
        Rules.All.ToImmutableDictionary(rule => rule.Id, Describe, StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } = [.. Rules.All.Select(Of)];

    /// <summary>A defect of the generator itself.</summary>
    public static DiagnosticDescriptor InternalFailure { get; } = Of(Rules.InternalFailure);

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
        helpLinkUri: $"{HelpLink}{rule.Id}.md",
        customTags: rule.Needs == RuleInput.Program ? [WellKnownDiagnosticTags.CompilationEnd] : []);
}
