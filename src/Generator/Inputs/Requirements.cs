using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ServicePing.Generators.Inputs;

/// <summary>What generated code needs of the project that it is compiled in.</summary>
internal static class Requirements
{
    private const LanguageVersion Language = LanguageVersion.CSharp13;
    private const int Framework = 10;

    // Those of C# 14, which the oldest compiler that runs this has no name for.
    private const int ExtensionsSince = 1400;

    /// <summary>Whether a project's C# has extension properties.</summary>
    public static bool HasExtensions(ParseOptions? parse) =>
        parse is CSharpParseOptions { LanguageVersion: var version } && (int)version >= ExtensionsSince;

    /// <summary>What a project lacks, as a sentence; null for nothing.</summary>
    public static string? LackOf(AnalyzerConfigOptions options, ParseOptions? parse)
    {
        string? language = parse is CSharpParseOptions { LanguageVersion: var version } && version < Language
            ? $"C# {version.ToDisplayString()}"
            : null;
        string? framework = IsOlder(options) ? GeneratorOptions.Property(options, "TargetFramework") : null;
        return language is null && framework is null ? null
            : "ServicePing generates C# 13 for .NET 10, and this project is compiled as "
                + $"{string.Join(" for ", new[] { language, framework }.Where(static one => one is not null))}: set "
                + string.Join(" and ", new[]
                {
                    language is null ? null : "LangVersion to 13 or later",
                    framework is null ? null : "TargetFramework to net10.0 or later",
                }.Where(static one => one is not null))
                + ", or ServicePingGenerate to false where nothing is to be generated.";
    }

    private static bool IsOlder(AnalyzerConfigOptions options)
    {
        string identifier = GeneratorOptions.Property(options, "TargetFrameworkIdentifier");
        string version = GeneratorOptions.Property(options, "TargetFrameworkVersion").TrimStart('v', 'V');
        return identifier.Length > 0
            && (!string.Equals(identifier, ".NETCoreApp", StringComparison.OrdinalIgnoreCase)
                || (int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major) && major < Framework));
    }
}
