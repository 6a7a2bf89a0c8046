using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using ServicePing.Generators.Diagnostics;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Contract;

/// <summary>
/// Projects as the test platform of Roslyn compiles them: <c>{|SP0002:word|}</c> says where a rule is broken, in definition files as in
/// C#, and every diagnostic of analyzer, generator and compiler must be marked.
/// </summary>
internal static class ContractProject
{
    /// <summary>A build or an editor: the analyzer reports, and the generator, which runs as well, repeats nothing.</summary>
    public static Task AnalyzeAsync(TestProject project) => Fill(new Analyzed(), project).RunAsync();

    /// <summary>A build without analyzers: the generator reports.</summary>
    public static Task GenerateAsync(TestProject project) =>
        Fill(new Generated(), project.WithProperty("RunAnalyzers", "false")).RunAsync();

    private static AnalyzerTest<DefaultVerifier> Fill(AnalyzerTest<DefaultVerifier> test, TestProject project)
    {
        // The platform's own assemblies: the package of reference assemblies would be downloaded.
        test.ReferenceAssemblies = new ReferenceAssemblies("net10.0");
        test.TestState.AdditionalReferences.AddRange(TestCompilation.References);
        test.TestState.AdditionalReferences.AddRange(project.References);
        test.CompilerDiagnostics = CompilerDiagnostics.Warnings;

        // Snapshots compare what is generated. The two others put pragmas and headers into C#, which definition files do not heed.
        test.TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck | TestBehaviors.SkipSuppressionCheck | TestBehaviors.SkipGeneratedCodeCheck;

        test.TestState.Sources.Add("");
        foreach (string source in project.Sources)
        {
            test.TestState.Sources.Add(source);
        }

        foreach (CountedText file in project.Files)
        {
            test.TestState.AdditionalFiles.Add((file.Path, file.GetText().ToString()));
        }

        test.TestState.AnalyzerConfigFiles.Add(("/project/.globalconfig", string.Join('\n',
            project.Properties.Select(property => $"build_property.{property.Key} = {property.Value}").Prepend("is_global = true"))));
        return test;
    }

    private sealed class Analyzed : CSharpAnalyzerTest<DefinitionAnalyzer, DefaultVerifier>
    {
        protected override IEnumerable<Type> GetSourceGenerators() => [typeof(ServicePingGenerator)];

        protected override ParseOptions CreateParseOptions() => TestCompilation.ParseOptions;

        protected override CompilationOptions CreateCompilationOptions() =>
            ((CSharpCompilationOptions)base.CreateCompilationOptions()).WithNullableContextOptions(NullableContextOptions.Enable);
    }

    private sealed class Generated : CSharpSourceGeneratorTest<ServicePingGenerator, DefaultVerifier>
    {
        protected override ParseOptions CreateParseOptions() => TestCompilation.ParseOptions;

        protected override CompilationOptions CreateCompilationOptions() =>
            ((CSharpCompilationOptions)base.CreateCompilationOptions()).WithNullableContextOptions(NullableContextOptions.Enable);
    }
}
