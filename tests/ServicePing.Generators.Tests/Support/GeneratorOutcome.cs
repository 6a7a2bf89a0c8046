using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ServicePing.Generators.Tests.Support;

/// <summary>A run of the generator, and the proof that a second one finds everything done.</summary>
internal sealed class GeneratorOutcome
{
    private readonly GeneratorDriver _driver;
    private readonly TestProject _project;

    private GeneratorOutcome(TestProject project, GeneratorDriver driver, CSharpCompilation compilation)
    {
        _project = project;
        _driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        Compilation = (CSharpCompilation)generated;
        Assert.Null(Result.Exception);
    }

    /// <summary>The project's compilation with the generated files.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>The generated files by name, without the attribute that Roslyn adds.</summary>
    public IReadOnlyDictionary<string, string> Texts => Result.GeneratedSources
        .Where(source => source.HintName != "Microsoft.CodeAnalysis.EmbeddedAttribute.cs")
        .ToDictionary(source => source.HintName, source => source.SourceText.ToString());

    public ImmutableArray<Diagnostic> Diagnostics => Result.Diagnostics;

    /// <summary>The names of the generator's stages that gave something new; the driver calls those that write files SourceOutput.</summary>
    public IReadOnlyList<string> ChangedStages =>
    [
        .. Result.TrackedSteps.Where(stage => StageNames.Contains(stage.Key)).Concat(Result.TrackedOutputSteps)
            .Where(stage => stage.Value.SelectMany(run => run.Outputs)
                .Any(output => output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged)))
            .Select(stage => stage.Key)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The names that the generator gives to its stages.</summary>
    public IEnumerable<string> NamedStages => Result.TrackedSteps.Keys.Where(StageNames.Contains);

    /// <summary>The names that it declares.</summary>
    public static IReadOnlyList<string> StageNames { get; } =
        [.. typeof(Stages).GetFields().Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal)];

    /// <summary>No named stage hands on anything that belongs to a compilation, which would keep it alive and tell it apart from an equal one.</summary>
    public GeneratorOutcome HoldsNothingOfTheCompiler()
    {
        foreach ((string stage, ImmutableArray<IncrementalGeneratorRunStep> runs) in Result.TrackedSteps.Where(stage => StageNames.Contains(stage.Key)))
        {
            ObjectGraph graph = new();
            foreach ((object value, _) in runs.SelectMany(run => run.Outputs))
            {
                Assert.True(graph.FirstOfCompiler(value) is not { } type, $"The stage {stage} hands on {graph.FirstOfCompiler(value)}.");
            }
        }

        return this;
    }

    /// <summary>How many values of a stage are new.</summary>
    public int ChangedValues(string stage) => Result.TrackedSteps.TryGetValue(stage, out ImmutableArray<IncrementalGeneratorRunStep> runs)
        ? runs.SelectMany(run => run.Outputs)
            .Count(output => output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged))
        : 0;

    private GeneratorRunResult Result => _driver.GetRunResult().Results.Single();

    /// <summary>Runs the generator, as it is for the first time.</summary>
    public static GeneratorOutcome Of(TestProject project) => Twice(project, CSharpGeneratorDriver.Create(
        [new ServicePingGenerator(project.Projection).AsSourceGenerator()],
        project.Files,
        project.ParseOptions,
        new TestOptions(project.Properties),
        new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true)));

    /// <summary>Runs again after an edit: files and options that differ are replaced, as an editor does it.</summary>
    public GeneratorOutcome Then(TestProject project)
    {
        GeneratorDriver driver = _driver;
        foreach ((CountedText old, CountedText now) in _project.Files.Zip(project.Files).Where(pair => pair.First != pair.Second))
        {
            driver = driver.ReplaceAdditionalText(old, now);
        }

        if (_project.Properties != project.Properties)
        {
            driver = driver.WithUpdatedAnalyzerConfigOptions(new TestOptions(project.Properties));
        }

        return Twice(project, driver);
    }

    /// <summary>
    /// No test can forget it: after each run comes one over all syntax trees made anew and one more, where every stage and every file
    /// must be as before.
    /// </summary>
    private static GeneratorOutcome Twice(TestProject project, GeneratorDriver driver)
    {
        GeneratorOutcome first = new(project, driver, project.Compilation);
        GeneratorOutcome second = new(project, first._driver, project.WithSource("internal static class AddedElsewhere;").Compilation);
        Assert.Empty(second.ChangedStages);
        Assert.Equal(first.Texts, second.Texts);
        Assert.Equal(first.Diagnostics.Select(one => one.ToString()), second.Diagnostics.Select(one => one.ToString()));
        return first;
    }

    /// <summary>The names of the files whose text differs from an earlier run's.</summary>
    public IReadOnlyList<string> FilesChangedSince(GeneratorOutcome earlier) =>
        [.. Texts.Where(file => !earlier.Texts.TryGetValue(file.Key, out string? text) || text != file.Value).Select(file => file.Key)];

    /// <summary>The generated code compiles, and without a warning.</summary>
    public GeneratorOutcome Compiles()
    {
        Assert.Empty(Compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        return this;
    }
}
