using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ServicePing.Generators.Diagnostics;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Diagnostics;

/// <summary>The level of a rule is the project's to say: what <c>.globalconfig</c> and MSBuild set reaches the compiler as these options.</summary>
public class SeverityTests
{
    /// <summary>A rule of each level, and a file that breaks it.</summary>
    public static TheoryData<string, DiagnosticSeverity, string> Rules => new()
    {
        { "SP0005", DiagnosticSeverity.Error, Yaml.Count("counts.issues").Replace("status: active", "status: actve", StringComparison.Ordinal) },
        { "SP0801", DiagnosticSeverity.Warning, Yaml.Count("counts.issues") + "\nno_lint: [{ rule: SP0105, reason: Known }]" },
        { "SP0709", DiagnosticSeverity.Info, Yaml.Metric("counts.issues", "database") },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task A_rule_has_its_level_unless_the_project_says_otherwise(string id, DiagnosticSeverity level, string text)
    {
        Assert.Equal(level, (await Analyze(id, text)).Severity);
        foreach ((ReportDiagnostic set, DiagnosticSeverity severity) in new[]
        {
            (ReportDiagnostic.Error, DiagnosticSeverity.Error), (ReportDiagnostic.Warn, DiagnosticSeverity.Warning),
            (ReportDiagnostic.Info, DiagnosticSeverity.Info), (ReportDiagnostic.Hidden, DiagnosticSeverity.Hidden),
        })
        {
            Assert.Equal(severity, (await Analyze(id, text, options => options.WithSpecificDiagnosticOptions([new(id, set)]))).Severity);
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task A_rule_of_severity_none_is_silent(string id, DiagnosticSeverity level, string text)
    {
        ImmutableArray<Diagnostic> silent = await AnalyzeAll(
            text, options => options.WithSpecificDiagnosticOptions([new(id, ReportDiagnostic.Suppress)]));

        Assert.DoesNotContain(silent, diagnostic => diagnostic.Id == id);
        Assert.Contains(await AnalyzeAll(text, options => options), diagnostic => diagnostic.Id == id && diagnostic.DefaultSeverity == level);
    }

    [Fact]
    public async Task Warnings_are_errors_where_the_project_treats_them_so() => Assert.Equal(
        DiagnosticSeverity.Error,
        (await Analyze("SP0801", (string)Rules.ElementAt(1)[2], options => options.WithGeneralDiagnosticOption(ReportDiagnostic.Error))).Severity);

    private static async Task<Diagnostic> Analyze(
        string id, string text, Func<CSharpCompilationOptions, CSharpCompilationOptions>? change = null) =>
        Assert.Single(await AnalyzeAll(text, change ?? (options => options)), diagnostic => diagnostic.Id == id);

    private static async Task<ImmutableArray<Diagnostic>> AnalyzeAll(
        string text, Func<CSharpCompilationOptions, CSharpCompilationOptions> change)
    {
        TestProject project = new TestProject().With("metrics/issues.yml", text);
        CSharpCompilation compilation = project.Compilation.WithOptions(change((CSharpCompilationOptions)project.Compilation.Options));
        CompilationWithAnalyzersOptions analysis = new(
            new AnalyzerOptions([.. project.Files], new TestOptions(project.Properties)),
            (exception, _, _) => Assert.Fail(exception.ToString()), concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        return await new CompilationWithAnalyzers(compilation, [new DefinitionAnalyzer()], analysis).GetAnalyzerDiagnosticsAsync();
    }
}
