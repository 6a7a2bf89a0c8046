using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Rules;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Diagnostics;

/// <summary>What the C# of a program does with events and metrics.</summary>
public class UsageTests
{
    private const string Path = "events/create_issue.yml";

    private const string Caller = """
        internal sealed class Issues(Forge.ForgeEvents events)
        {
            public void Create() => events.CreateIssue(7);
        }
        """;

    [Fact]
    public async Task An_event_that_nothing_triggers_is_reported_only_where_the_program_is_built()
    {
        Assert.Single(Idle(await Program(Project(Event("create_issue"))).AnalyzeAsync()));
        Assert.Empty(await Project(Event("create_issue")).AnalyzeAsync());
    }

    [Theory]
    [InlineData(Caller)]
    [InlineData("class Issues { public void Create(Forge.ForgeEvents? events) => events?.CreateIssue(7); }")]
    [InlineData("class Issues { public void Create(System.Action<string> track) => track(\"create_issue\"); }")]
    public async Task A_call_or_the_event_s_name_in_a_text_triggers_it(string source)
    {
        TestProject project = Program(Project(Event("create_issue"))).WithSource(source);

        Assert.Empty(await project.AnalyzeAsync());
        Assert.Empty(project.WithProperty("RunAnalyzers", "false").Generate().Diagnostics);
    }

    [Fact]
    public async Task A_comment_or_a_longer_text_triggers_nothing()
    {
        TestProject project = Program(Project(Event("create_issue")))
            .WithSource("class Issues { /* events.CreateIssue(7) */ public string Text => \"about create_issue\"; }");

        Assert.Single(Idle(await project.AnalyzeAsync()));
    }

    [Fact]
    public void A_project_says_which_event_methods_it_calls()
    {
        GeneratorOutcome outcome = Project(Event("create_issue")).WithSource(Caller).Generate().Compiles();

        Assert.Contains("\"CreateIssue\",", outcome.Texts["Forge.EventCalls.g.cs"], StringComparison.Ordinal);
        Assert.DoesNotContain("Forge.EventCalls.g.cs", Project(Event("create_issue")).Generate().Texts.Keys);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_in_a_library_counts(bool isCompiled)
    {
        TestProject library = Project(Event("create_issue")).WithSource(Caller);
        TestProject program = Program(new TestProject()) with { References = [Reference(library, isCompiled)] };
        TestProject idle = Program(new TestProject()) with
        {
            References = [Reference(Project(Event("create_issue")), isCompiled)],
        };

        Assert.Empty(await program.WithProperty("ServicePingSetName", "Web").AnalyzeAsync());
        Assert.Single(Idle(await idle.WithProperty("ServicePingSetName", "Web").AnalyzeAsync()));
    }

    [Fact]
    public async Task An_event_of_a_library_that_nothing_triggers_is_reported_without_a_place()
    {
        TestProject program = Program(new TestProject()) with { References = [Reference(Project(Event("create_issue")), isCompiled: true)] };

        Diagnostic diagnostic = Assert.Single(await program.WithProperty("ServicePingSetName", "Web").AnalyzeAsync());

        Assert.Equal(("SP0701", Location.None), (diagnostic.Id, diagnostic.Location));
        Assert.Contains("CreateIssue", diagnostic.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_removed_metric_that_C_sharp_uses_is_reported_with_the_place_of_the_use()
    {
        TestProject project = Program(new TestProject()).With("metrics/issues.yml", Yaml.Count("counts.issues").Replace(
            "status: active", "status: removed\nmilestone_removed: \"1.1\"\nremoved_by_url:", StringComparison.Ordinal));
        TestProject user = project.WithSource("""
            #pragma warning disable CS0618
            class Report { public object Value => Forge.ForgeMetrics.Counts.Issues; }
            """);

        Diagnostic diagnostic = Assert.Single(await user.AnalyzeGeneratedAsync());

        Assert.Equal("SP0710", diagnostic.Id);
        Assert.Equal("Source0.cs", Assert.Single(diagnostic.AdditionalLocations).GetLineSpan().Path);
        Assert.Empty(await project.WithSource("class Issues { public int Issues2 => 1; }").AnalyzeGeneratedAsync());
    }

    [Fact]
    public void Rules_over_the_whole_program_are_marked_so_for_the_compiler() =>
        Assert.All(
            new ServicePing.Generators.Diagnostics.DefinitionAnalyzer().SupportedDiagnostics,
            descriptor => Assert.Equal(
                Rules.All.Single(rule => rule.Id == descriptor.Id).Needs == RuleInput.Program,
                descriptor.CustomTags.Contains(WellKnownDiagnosticTags.CompilationEnd)));

    [Fact]
    public void Only_an_edit_that_adds_a_call_runs_the_stage_again()
    {
        TestProject project = Project(Event("create_issue")).WithSource("class Issues;");

        Assert.Empty(project.Generate().Then(project with { Sources = ["class Issues { void M() => System.Console.WriteLine(); }"] }).ChangedStages);
        Assert.Contains(Stages.EventCalls, project.Generate().Then(project with { Sources = [Caller] }).ChangedStages);
    }

    private static TestProject Project(string @event) => new TestProject()
        .With(Path, @event)
        .With("metrics/created.yml", Yaml.Metric(
            "counts.created", "internal_events", "events: [{ name: create_issue }]"));

    private static ImmutableArray<Diagnostic> Idle(ImmutableArray<Diagnostic> diagnostics) =>
        [.. diagnostics.Where(diagnostic => diagnostic.Id == "SP0701")];

    private static TestProject Program(TestProject project) => project.WithProperty("ServicePingIsProgram", "true");

    private static string Event(string action) => Yaml.Event(action, "identifiers: [user]")
        .Replace($"The event {action}", "An issue is created", StringComparison.Ordinal);

    private static MetadataReference Reference(TestProject library, bool isCompiled)
    {
        Compilation compilation = library.Generate().Compilation.WithAssemblyName("Library");
        if (!isCompiled)
        {
            return compilation.ToMetadataReference();
        }

        using MemoryStream assembly = new();
        Assert.True(compilation.Emit(assembly).Success);
        return MetadataReference.CreateFromImage(assembly.ToArray());
    }
}
