using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ServicePing.Definitions.Naming;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Emission;

/// <summary>The name that a rule looks for and advises is the name of the method that is there.</summary>
public class MethodNameTests
{
    /// <summary>Every keyword, every member of an object, and names that clash with each other or with the class.</summary>
    private static IEnumerable<string> Hostile =>
    [
        .. SyntaxFacts.GetKeywordKinds().Select(SyntaxFacts.GetText).Where(text => text.All(char.IsAsciiLetterLower)),
        "equals", "finalize", "get_hash_code", "get_type", "memberwise_clone", "reference_equals", "to_string",
        "forge_events", "forge", "events", "_events", "tracker", "known", "track", "instance", "clone",
        "create_issue", "create__issue", "createissue", "create_issue_2", "create_issue2", "finalize_", "finalize_2", "i", "2fa", "dispose",
    ];

    [Fact]
    public async Task Each_event_that_is_not_called_is_reported_with_the_method_that_exists()
    {
        TestProject project = Program();
        INamedTypeSymbol events = project.Generate().Compiles().Compilation.GetTypeByMetadataName("Forge.ForgeEvents")!;
        HashSet<string> methods = [.. events.GetMembers().OfType<IMethodSymbol>().Where(IsEvent).Select(method => method.Name)];

        string[] advised =
        [
            .. (await project.AnalyzeAsync()).Where(one => one.Id == "SP0701")
                .Select(one => Regex.Match(one.GetMessage(), @"call (\w+)\(…\)").Groups[1].Value),
        ];

        Assert.Equal(Hostile.Distinct().Count(), advised.Length);
        Assert.Equal(methods.Order(StringComparer.Ordinal), advised.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Calls_of_the_methods_trigger_every_event(string runAnalyzers)
    {
        IEnumerable<string> methods = MethodNames.OfEvents(Hostile, "Forge").Values;
        TestProject project = Program().WithProperty("RunAnalyzers", runAnalyzers)
            .WithSource($"class All {{ void M(Forge.ForgeEvents events) {{ {string.Join(' ', methods.Select(name => $"events.{name}();"))} }} }}");

        Assert.Empty(Idle(project.Generate().Compiles().Diagnostics));
        Assert.Empty(Idle(await project.AnalyzeGeneratedAsync()));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task So_do_their_names_in_texts(string runAnalyzers)
    {
        TestProject project = Program().WithProperty("RunAnalyzers", runAnalyzers)
            .WithSource($"class All {{ string[] Names => [{string.Join(", ", Hostile.Distinct().Select(name => $"\"{name}\""))}]; }}");

        Assert.Empty(Idle(project.Generate().Diagnostics));
        Assert.Empty(Idle(await project.AnalyzeAsync()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_library_s_methods_have_the_names_that_the_program_looks_for(bool isCompiled)
    {
        TestProject library = Program().WithProperty("ServicePingIsProgram", "false").WithProperty("ServicePingEmitRegistration", "false");
        CSharpCompilation compilation = library.Generate().Compilation.WithAssemblyName("Library");
        TestProject program = (new TestProject() with
        {
            References = [isCompiled ? MetadataReference.CreateFromImage(Image(compilation)) : compilation.ToMetadataReference()],
        }).WithProperty("RootNamespace", "Web").WithProperty("ServicePingIsProgram", "true");
        IEnumerable<string> methods = compilation.GetTypeByMetadataName("Forge.ForgeEvents")!.GetMembers().OfType<IMethodSymbol>()
            .Where(IsEvent).Select(method => method.Name);

        Assert.Equal(Hostile.Distinct().Count(), (await program.AnalyzeAsync()).Count(one => one.Id == "SP0701"));
        Assert.Empty(Idle(await program
            .WithSource($"class All {{ void M(Forge.ForgeEvents events) {{ {string.Join(' ', methods.Select(name => $"events.{name}();"))} }} }}")
            .AnalyzeAsync()));
    }

    [Fact]
    public async Task A_removed_metric_with_a_hostile_name_is_found_where_it_is_used()
    {
        string[] paths = ["counts.equals", "counts.get_type", "counts.counts", "counts.is_sues", "counts.issues"];
        TestProject project = new TestProject().WithProperty("ServicePingIsProgram", "true");
        foreach (string path in paths)
        {
            project = project.With($"metrics/{path}.yml", Yaml.Count(path).Replace(
                "status: active", "status: removed\nmilestone_removed: \"1.1\"\nremoved_by_url: https://example.com/2", StringComparison.Ordinal));
        }

        TestProject user = project.WithSource("""
            #pragma warning disable CS0618
            class Report
            {
                object[] Values => [Forge.ForgeMetrics.Counts.Equals_, Forge.ForgeMetrics.Counts.GetType_, Forge.ForgeMetrics.Counts.Counts_,
                    Forge.ForgeMetrics.Counts.IsSues, Forge.ForgeMetrics.Counts.Issues_2];
            }
            """);

        Assert.Equal(paths.Length, (await user.AnalyzeGeneratedAsync()).Count(one => one.Id == "SP0710"));
        Assert.DoesNotContain(await project.AnalyzeGeneratedAsync(), one => one.Id == "SP0710");
    }

    private static TestProject Program()
    {
        TestProject project = new TestProject().WithProperty("ServicePingIsProgram", "true");
        foreach (string action in Hostile.Distinct())
        {
            project = project.With($"events/{action}.yml", Yaml.Event($"\"{action}\""));
        }

        return project;
    }

    private static bool IsEvent(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public };

    private static IEnumerable<Diagnostic> Idle(IEnumerable<Diagnostic> diagnostics) => diagnostics.Where(one => one.Id == "SP0701");

    private static byte[] Image(CSharpCompilation compilation)
    {
        using MemoryStream image = new();
        Assert.True(compilation.Emit(image).Success);
        return image.ToArray();
    }
}
