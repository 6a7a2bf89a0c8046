using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ServicePing.Generators.Tests.Support;

/// <summary>Compilations that refer to what a consumer of the package refers to.</summary>
internal static class TestCompilation
{
    private static readonly Lazy<ImmutableArray<MetadataReference>> Loaded = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name
                && !name.StartsWith("ServicePing.Generators", StringComparison.Ordinal)
                && name != "ServicePing.Testing.dll"
                && !name.StartsWith("ServicePing.Definitions", StringComparison.Ordinal)
                && !name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ]);

    public static ImmutableArray<MetadataReference> References => Loaded.Value;

    /// <summary>What a project refers to that tests another.</summary>
    public static MetadataReference Testing { get; } = MetadataReference.CreateFromFile(typeof(ServicePing.Testing.ServicePingTest).Assembly.Location);

    public static CSharpParseOptions ParseOptions { get; } =
        new(LanguageVersion.Preview, DocumentationMode.Diagnose);

    /// <summary>Warnings stay on, those about missing documentation included.</summary>
    public static CSharpCompilation Create(string assemblyName, params IEnumerable<string> sources) => Create(assemblyName, ParseOptions, sources);

    /// <summary>The same, in another version of C#.</summary>
    public static CSharpCompilation Create(string assemblyName, CSharpParseOptions options, IEnumerable<string> sources) => CSharpCompilation.Create(
        assemblyName,
        sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, options, $"Source{i}.cs")),
        References,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999));
}
