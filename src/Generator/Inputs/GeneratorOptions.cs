using Microsoft.CodeAnalysis.Diagnostics;
using ServicePing.Definitions.Rules;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Inputs;

/// <summary>What the project says about itself through MSBuild properties.</summary>
/// <param name="Set">What the metric set is called.</param>
/// <param name="Inputs">Where its definitions are.</param>
/// <param name="AnalyzersRun">Whether the analyzer reports the problems of the definitions.</param>
/// <param name="EmitRegistration">Whether <c>AddServicePing</c> is generated.</param>
/// <param name="IsProgram">Whether this project builds the program, so that nothing else triggers its events.</param>
/// <param name="ProductVersion">The version of the product, or null where nobody says it.</param>
internal sealed record GeneratorOptions(
    MetricSetName Set, DefinitionInputs Inputs, bool AnalyzersRun, bool EmitRegistration, bool IsProgram, ProductVersion? ProductVersion)
{
    /// <summary>How definition files are read.</summary>
    public ReadingOptions Reading => new(Inputs, WithPositions: !AnalyzersRun);

    public static GeneratorOptions From(AnalyzerConfigOptions options) => new(
        MetricSetName.From(Property(options, "RootNamespace"), Property(options, "ServicePingSetName")),
        DefinitionInputs.From(options),
        AnalyzersRun: !IsFalse(options, "RunAnalyzers") && !IsFalse(options, "RunAnalyzersDuringBuild"),
        EmitRegistration: !IsFalse(options, "ServicePingEmitRegistration"),
        IsProgram: Is(options, "ServicePingIsProgram", "true"),
        Definitions.Rules.ProductVersion.Parse(Property(options, "ServicePingProductVersion")));

    internal static string Property(AnalyzerConfigOptions options, string name) =>
        options.TryGetValue("build_property." + name, out string? value) ? value.Trim() : "";

    private static bool IsFalse(AnalyzerConfigOptions options, string name) => Is(options, name, "false");

    private static bool Is(AnalyzerConfigOptions options, string name, string value) =>
        string.Equals(Property(options, name), value, StringComparison.OrdinalIgnoreCase);
}

/// <summary>How definition files are read.</summary>
/// <param name="Inputs">Where they are.</param>
/// <param name="WithPositions">Whether the generator reports their problems, and so needs to know where everything stands.</param>
internal sealed record ReadingOptions(DefinitionInputs Inputs, bool WithPositions);
