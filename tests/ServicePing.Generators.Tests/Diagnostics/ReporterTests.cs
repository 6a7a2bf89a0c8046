using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Diagnostics;

/// <summary>Whatever switches analyzers on or off, one of analyzer and generator reports, and it is the one that runs.</summary>
public class ReporterTests
{
    private static readonly string[] Values = ["", "true", "false", "False", "no"];

    /// <summary>Every combination of the properties, and whether the SDK leaves analyzers out then.</summary>
    public static TheoryData<string, string, bool> Combinations
    {
        get
        {
            TheoryData<string, string, bool> data = [];
            foreach (string run in Values)
            {
                foreach (string during in Values)
                {
                    data.Add(run, during, IsFalse(run) || (run.Length == 0 && IsFalse(during)));
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task One_reports(string runAnalyzers, string runAnalyzersDuringBuild, bool isSkipped)
    {
        TestProject project = Broken().WithProperty("RunAnalyzers", runAnalyzers).WithProperty("RunAnalyzersDuringBuild", runAnalyzersDuringBuild);

        Assert.Equal(isSkipped ? 0 : 1, (await project.AnalyzeAsync()).Count(one => one.Id == "SP0002"));
        Assert.Equal(isSkipped ? 1 : 0, project.Generate().Diagnostics.Count(one => one.Id == "SP0002"));
    }

    /// <summary>F5 in Visual Studio: the SDK leaves analyzers out and says so by a feature of the compiler.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("true")]
    public async Task The_generator_reports_in_builds_that_are_triggered_implicitly(string runAnalyzers)
    {
        CSharpParseOptions parse = TestCompilation.ParseOptions.WithFeatures([new("run-nullable-analysis", "never")]);
        TestProject project = (Broken() with { ParseOptions = parse }).WithProperty("RunAnalyzers", runAnalyzers).WithSource("class C;");

        Assert.Empty(await project.AnalyzeAsync());
        Assert.Single(project.Generate().Diagnostics, one => one.Id == "SP0002");
    }

    private static TestProject Broken() => new TestProject().With("metrics/issues.yml", Yaml.Count("counts.issues") + "\nwrong: 1\n");

    private static bool IsFalse(string value) => string.Equals(value, "false", StringComparison.OrdinalIgnoreCase);
}
