using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ServicePing.Generators.Inputs;

/// <summary>Decides who reports problems: the analyzer, or the generator where the SDK leaves analyzers out.</summary>
/// <remarks>
/// Both ask here, so that whatever the project sets one of them reports and the other is silent. The condition is the SDK's own
/// (<c>_ComputeSkipAnalyzers</c> in <c>Microsoft.Managed.Core.targets</c>). Builds that Visual Studio starts by itself, before a debug
/// session or a test run, are told by the feature that the SDK switches off together with analyzers: a property would make each of them
/// compile anew what the build before has compiled.
/// </remarks>
internal static class Reporter
{
    private const string NullableAnalysis = "run-nullable-analysis";

    /// <summary>Whether the analyzer reports.</summary>
    public static bool IsAnalyzer(AnalyzerConfigOptions options, ParseOptions? parse)
    {
        string run = GeneratorOptions.Property(options, "RunAnalyzers");
        return !GeneratorOptions.IsFalse(run)
            && !(run.Length == 0 && GeneratorOptions.IsFalse(GeneratorOptions.Property(options, "RunAnalyzersDuringBuild")))
            && !(parse is not null && parse.Features.TryGetValue(NullableAnalysis, out string? analysis) && analysis == "never");
    }
}
