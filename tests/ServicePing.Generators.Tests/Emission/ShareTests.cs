using Microsoft.CodeAnalysis;
using ServicePing.Generators.Inputs;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Emission;

/// <summary>
/// Where other source generators must see the types, one run of the compiler writes what needs no C#, and a second one compiles
/// these files with the rest (<c>ServicePingGenerateFirst</c>).
/// </summary>
public class ShareTests
{
    private const string Folder = "/project/obj/ServicePing/ServicePing.Generators/ServicePing.Generators.ServicePingGenerator/";

    private const string Caller = """
        internal sealed class Caller
        {
            void Call(Forge.ForgeEvents events) => events.CloseIssue();
        }
        """;

    [Fact]
    public void Two_runs_write_together_what_one_writes()
    {
        TestProject project = ForgeProject.Create().WithSource(Caller);
        IReadOnlyDictionary<string, string> first = First(project).Generate().Texts;
        IReadOnlyDictionary<string, string> second = Second(project, first).Generate().Compiles().Texts;

        Assert.Equal(["ForgeMetricSet.FactCalls.g.cs", "Forge.EventCalls.g.cs"], second.Keys);
        Assert.Equal(
            project.Generate().Compiles().Texts.OrderBy(file => file.Key, StringComparer.Ordinal),
            first.Concat(second).OrderBy(file => file.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void The_first_run_reports_nothing_and_the_second_everything()
    {
        TestProject project = new TestProject()
            .With("metrics/issues.yml", Yaml.Count("counts.issues", more: "  wehre: id = 1"))
            .With("events/close_issue.yml", Yaml.Event("close_issue"))
            .WithProperty("ServicePingIsProgram", "true")
            .WithProperty("RunAnalyzers", "false");
        IReadOnlyDictionary<string, string> first = First(project).Generate().Texts;

        Assert.Empty(First(project).Generate().Diagnostics);
        Assert.Equal(
            ["SP0002", "SP0701"],
            Second(project, first).Generate().Diagnostics
                .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
                .Select(diagnostic => diagnostic.Id)
                .Order(StringComparer.Ordinal));
    }

    /// <summary>Tables and methods of the first run hold the names of all events.</summary>
    [Fact]
    public void Files_of_the_first_run_call_no_event()
    {
        TestProject project = ForgeProject.Create();
        IReadOnlyDictionary<string, string> first = First(project).Generate().Texts;

        Assert.DoesNotContain(Second(project, first).Generate().Texts.Keys, name => name.Contains("EventCalls", StringComparison.Ordinal));
        Assert.Contains("\"CloseIssue\"", Second(project.WithSource(Caller), first).Generate().Texts["Forge.EventCalls.g.cs"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ServicePing.Generators/ServicePing.Generators.ServicePingGenerator/ForgeEvents.00.g.cs", true)]
    [InlineData(@"C:\app\obj\ServicePing.Generators\ServicePing.Generators.ServicePingGenerator\ForgeEvents.00.g.cs", true)]
    [InlineData("/src/ServicePing.Generators/app/Program.cs", false)]
    [InlineData("/src/ServicePing.Generators/Program.cs", false)]
    [InlineData("Microsoft.CodeAnalysis.Razor.Compiler/Microsoft.NET.Sdk.Razor.SourceGenerators.RazorSourceGenerator/Page_razor.g.cs", false)]
    [InlineData("Program.cs", false)]
    [InlineData("", false)]
    public void A_file_is_the_generator_s_own_where_the_compiler_names_the_generator(string path, bool isOwn) => Assert.Equal(
        isOwn, OwnFiles.Contain(Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText("", path: path)));

    private static TestProject First(TestProject project) =>
        (project with { Sources = [] }).WithProperty("ServicePingGenerateFirst", "true").WithProperty("ServicePingDefinitionsOnly", "true");

    private static TestProject Second(TestProject project, IReadOnlyDictionary<string, string> first) =>
        (project with { Written = [.. first.Select(file => KeyValuePair.Create(Folder + file.Key, file.Value))] })
            .WithProperty("ServicePingGenerateFirst", "true");
}
