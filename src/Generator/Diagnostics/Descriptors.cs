using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Problems;

namespace ServicePing.Generators.Diagnostics;

/// <summary>The rules of the definition language as the compiler knows them.</summary>
internal static class Descriptors
{
    /// <summary>Each package has one folder of documentation, to which its rules link.</summary>
    private static readonly ConcurrentDictionary<(string Rule, string Documentation), DiagnosticDescriptor> Known = new();

    /// <summary>All of them.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } = [.. Rules.All.Select(static rule => Of(rule))];

    /// <summary>A defect of the generator itself.</summary>
    public static DiagnosticDescriptor InternalFailure { get; } = Of(Rules.InternalFailure);

    /// <summary>A rule with a link to its page.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="documentation">The folder of the documentation that came with the package; empty where it is not known.</param>
    public static DiagnosticDescriptor Of(Rule rule, string documentation = "") =>
        Known.GetOrAdd((rule.Id, documentation), _ => Describe(rule, documentation));

    private static DiagnosticDescriptor Describe(Rule rule, string documentation) => new(
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
        helpLinkUri: RulePages.Of(rule, documentation),
        customTags: rule.Needs == RuleInput.Program ? [WellKnownDiagnosticTags.CompilationEnd] : []);
}
