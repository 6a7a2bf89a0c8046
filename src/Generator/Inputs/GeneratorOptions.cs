using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ServicePing.Definitions.Model;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Inputs;

/// <summary>What the project says about itself through MSBuild properties.</summary>
/// <param name="Set">What the metric set is called.</param>
/// <param name="Inputs">Where its definitions are.</param>
/// <param name="AnalyzersRun">Whether the analyzer reports the problems of the definitions.</param>
/// <param name="EmitRegistration">Whether <c>AddServicePing</c> is generated.</param>
/// <param name="IsProgram">Whether this project builds the program, so that nothing else triggers its events.</param>
/// <param name="ProductVersion">The version of the product, or null where nobody says it.</param>
/// <param name="Documentation">The folder of the documentation that came with the package, to which rules link; empty where it is unknown.</param>
/// <param name="Share">What this run of the compiler generates.</param>
/// <param name="HasExtensions">Whether its C# has extension properties.</param>
/// <param name="Lack">What the project lacks, so that nothing is generated; null for nothing.</param>
internal sealed record GeneratorOptions(
    MetricSetName Set,
    DefinitionInputs Inputs,
    bool AnalyzersRun,
    bool EmitRegistration,
    bool IsProgram,
    ProductVersion? ProductVersion,
    string Documentation,
    Share Share,
    bool HasExtensions,
    string? Lack)
{
    /// <summary>How definition files are read.</summary>
    /// <param name="words">The words of the product.</param>
    public ReadingOptions ReadingBy(ProductWords words) => new(Inputs, WithPositions: !AnalyzersRun, words);

    /// <param name="options">The properties.</param>
    /// <param name="parse">How C# is parsed; null in a project without C#.</param>
    public static GeneratorOptions From(AnalyzerConfigOptions options, ParseOptions? parse)
    {
        Share share = ShareOf(options);
        return new GeneratorOptions(
            MetricSetName.From(
                Property(options, "RootNamespace"),
                Property(options, "ServicePingSetName"),
                Uri.UnescapeDataString(Property(options, "ServicePingAssemblyName"))),
            DefinitionInputs.From(options),
            // Of two runs of the compiler the second reports.
            AnalyzersRun: share == Share.Definitions || Reporter.IsAnalyzer(options, parse),
            EmitRegistration: share != Share.Program && !IsFalse(Property(options, "ServicePingEmitRegistration")),
            IsProgram: Is(options, "ServicePingIsProgram"),
            Definitions.Model.ProductVersion.Parse(Property(options, "ServicePingProductVersion")),
            Uri.UnescapeDataString(Property(options, "ServicePingDocumentation")),
            share,
            Requirements.HasExtensions(parse),
            Requirements.LackOf(options, parse));
    }

    /// <summary>The package's targets say so; see <c>ServicePingGenerateFirst</c>.</summary>
    private static Share ShareOf(AnalyzerConfigOptions options) =>
        Is(options, "ServicePingDefinitionsOnly") ? Share.Definitions
        : Is(options, "ServicePingGenerateFirst") ? Share.Program
        : Share.Everything;

    internal static string Property(AnalyzerConfigOptions options, string name) =>
        options.TryGetValue("build_property." + name, out string? value) ? value.Trim() : "";

    private static bool Is(AnalyzerConfigOptions options, string name) =>
        string.Equals(Property(options, name), "true", StringComparison.OrdinalIgnoreCase);

    internal static bool IsFalse(string value) => string.Equals(value, "false", StringComparison.OrdinalIgnoreCase);
}

/// <summary>How definition files are read.</summary>
/// <param name="Inputs">Where they are.</param>
/// <param name="WithPositions">Whether the generator reports their problems, and so needs to know where everything stands.</param>
/// <param name="Words">The words of the product.</param>
internal sealed record ReadingOptions(DefinitionInputs Inputs, bool WithPositions, ProductWords Words);

/// <summary>What a run of the compiler generates.</summary>
internal enum Share
{
    /// <summary>All of it.</summary>
    Everything,

    /// <summary>What definitions and references say, for files that other source generators will see. Nothing is reported.</summary>
    Definitions,

    /// <summary>What the C# of the program says, and all reports, where the rest are files of the project.</summary>
    Program,
}
