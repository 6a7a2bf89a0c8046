using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Diagnostics;

/// <summary>What generated code needs of a project is asked for once, and nothing is generated without it.</summary>
public class RequirementTests
{
    [Theory]
    [InlineData(LanguageVersion.CSharp12, "", "", "C# 12.0: set LangVersion")]
    [InlineData(LanguageVersion.CSharp7_3, "", "", "C# 7.3: set LangVersion")]
    [InlineData(LanguageVersion.CSharp13, "net8.0", ".NETCoreApp|v8.0", "net8.0: set TargetFramework")]
    [InlineData(LanguageVersion.CSharp13, "netstandard2.0", ".NETStandard|v2.0", "netstandard2.0: set TargetFramework")]
    [InlineData(LanguageVersion.CSharp13, "net48", ".NETFramework|v4.8", "net48: set TargetFramework")]
    [InlineData(LanguageVersion.CSharp12, "net9.0", ".NETCoreApp|v9.0", "C# 12.0 for net9.0: set LangVersion to 13 or later and TargetFramework")]
    public void A_project_that_is_too_old_is_told_so_once(LanguageVersion language, string framework, string target, string message)
    {
        GeneratorOutcome outcome = Project(language, framework, target).Generate();

        Diagnostic lack = Assert.Single(outcome.Diagnostics);
        Assert.Equal(("SP9002", DiagnosticSeverity.Error, Location.None), (lack.Id, lack.Severity, lack.Location));
        Assert.Contains(message, lack.GetMessage(), StringComparison.Ordinal);
        Assert.Empty(outcome.Texts);
        Assert.Empty(outcome.Compilation.GetDiagnostics().Where(one => one.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true));
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp13, "net10.0", ".NETCoreApp|v10.0")]
    [InlineData(LanguageVersion.Preview, "net10.0-windows", ".NETCoreApp|v10.0")]
    [InlineData(LanguageVersion.Latest, "net11.0", ".NETCoreApp|v11.0")]
    [InlineData(LanguageVersion.CSharp13, "", "")]
    public void Any_other_has_its_code_without_a_warning(LanguageVersion language, string framework, string target)
    {
        GeneratorOutcome outcome = Project(language, framework, target).Generate();

        Assert.Empty(outcome.Diagnostics);
        Assert.NotEmpty(outcome.Texts);
        Assert.Empty(outcome.Compilation.GetDiagnostics().Where(one => one.Severity >= DiagnosticSeverity.Warning));
    }

    private static TestProject Project(LanguageVersion language, string framework, string target)
    {
        string[] parts = [.. target.Split('|'), ""];
        return (ForgeProject.Create() with { ParseOptions = TestCompilation.ParseOptions.WithLanguageVersion(language), Sources = [] })
            .WithProperty("TargetFramework", framework)
            .WithProperty("TargetFrameworkIdentifier", parts[0])
            .WithProperty("TargetFrameworkVersion", parts[1])
            .WithProperty("ServicePingIsProgram", "false");
    }
}
