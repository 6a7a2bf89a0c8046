using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ServicePing.Definitions.Planning;
using ServicePing.Generators.Diagnostics;
using ServicePing.Generators.Models;
using ServicePing.Generators.Projection;

namespace ServicePing.Generators.Tests.Support;

/// <summary>A consuming project: definition files, C# and MSBuild properties.</summary>
internal sealed record TestProject
{
    public const string Root = "/project/ServicePing/";

    public string AssemblyName { get; init; } = "Forge";

    public ImmutableArray<CountedText> Files { get; init; } = [];

    public ImmutableArray<string> Sources { get; init; } = [];

    /// <summary>Files that another run of the generator wrote, with the folder that the compiler gave them.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Written { get; init; } = [];
    /// <summary>How C# is parsed, generated code included.</summary>
    public CSharpParseOptions ParseOptions { get; init; } = TestCompilation.ParseOptions;

    public ImmutableArray<MetadataReference> References { get; init; } = [];

    public ImmutableDictionary<string, string> Properties { get; init; } = ImmutableDictionary<string, string>.Empty
        .Add("RootNamespace", "Forge")
        .Add("ServicePingDefinitionsRoot", Root);

    /// <summary>What the generator makes of a plan: its own projection, or one with a defect.</summary>
    public Func<Plan, MetricSetName, SetModel> Projection { get; init; } = SetProjection.Project;

    /// <summary>Adds a definition file; the path is seen from the definitions root.</summary>
    public TestProject With(string path, string text) => this with { Files = Files.Add(new CountedText(Root + path, text)) };

    /// <summary>Puts another text in the place of a file's.</summary>
    public TestProject Edit(string path, Func<string, string> edit) => this with
    {
        Files = [.. Files.Select(file =>
            file.Path == Root + path ? new CountedText(file.Path, edit(file.GetText().ToString())) : file)],
    };

    /// <summary>Takes a definition file away.</summary>
    public TestProject Without(string path) => this with { Files = Files.RemoveAll(file => file.Path == Root + path) };

    /// <summary>Puts a definition file to another place, a whole path.</summary>
    public TestProject Moved(string path, string place) => this with
    {
        Files = [.. Files.Select(file => file.Path == Root + path ? new CountedText(place, file.GetText().ToString()) : file)],
    };

    public TestProject WithSource(string source) => this with { Sources = Sources.Add(source) };

    public TestProject WithProperty(string name, string value) => this with { Properties = Properties.SetItem(name, value) };

    public CSharpCompilation Compilation => TestCompilation.Create(AssemblyName, ParseOptions, Sources)
        .AddReferences(References)
        .AddSyntaxTrees(Written.Select(file => CSharpSyntaxTree.ParseText(file.Value, ParseOptions, file.Key)));

    /// <summary>Runs the generator.</summary>
    public GeneratorOutcome Generate() => GeneratorOutcome.Of(this);

    /// <summary>What the analyzer reports.</summary>
    public Task<ImmutableArray<Diagnostic>> AnalyzeAsync() => AnalyzeAsync(Compilation);

    /// <summary>What the analyzer reports where C# uses generated members.</summary>
    public Task<ImmutableArray<Diagnostic>> AnalyzeGeneratedAsync() => AnalyzeAsync(Generate().Compilation);

    /// <summary>What the analyzer reports of a compilation.</summary>
    public async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(CSharpCompilation compilation)
    {
        AnalyzerOptions options = new([.. Files], new TestOptions(Properties));
        CompilationWithAnalyzersOptions analysis = new(
            options, (exception, _, _) => Assert.Fail(exception.ToString()), concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        return await new CompilationWithAnalyzers(compilation, [new DefinitionAnalyzer()], analysis).GetAnalyzerDiagnosticsAsync();
    }
}
