using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ServicePing.Definitions.Problems;
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
        Assert.DoesNotContain("CreateIssue", Project(Event("create_issue")).Generate().Texts["Forge.EventCalls.g.cs"], StringComparison.Ordinal);
        Assert.DoesNotContain("Forge.EventCalls.g.cs", new TestProject().Generate().Texts.Keys);
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

    /// <summary>Folders and files of a checkout may be called as ours are, and one may even begin as ours do.</summary>
    [Theory]
    [InlineData("/home/me/ServicePing.Generators/Issues.cs", "")]
    [InlineData("C:\\src\\ServicePing.Generators\\ServicePing.Generators.ServicePingGenerator\\Issues.g.cs", "")]
    [InlineData("/obj/ServicePing.Generators/ServicePing.Generators.ServicePingGenerator/Issues.g.cs", "// <auto-generated/>\n")]
    [InlineData("/src/Issues.g.cs", "// <auto-generated/>\n#nullable enable\n")]
    public async Task A_file_of_the_program_is_its_own_wherever_it_lies(string path, string header)
    {
        TestProject project = Program(Project(Event("create_issue")));
        CSharpCompilation compilation = project.Generate().Compilation.AddSyntaxTrees(
            CSharpSyntaxTree.ParseText(header + Caller, TestCompilation.ParseOptions, path));

        Assert.Empty(await project.AnalyzeAsync(compilation));
    }

    [Fact]
    public async Task Our_own_files_trigger_nothing()
    {
        TestProject project = Program(Project(Event("track"))).With("events/issues.yml", Yaml.Event("issues")).With("events/instance.yml", Yaml.Event("instance"))
            .With("metrics/issues.yml", Yaml.Count("counts.issues"));

        Assert.Equal(3, Idle(await project.AnalyzeGeneratedAsync()).Length);
    }

    /// <summary>What Razor makes of a view, no other generator sees.</summary>
    [Theory]
    [InlineData("Pages/Issues.razor", "<button @onclick=\"() => Events.CreateIssue(7)\">New</button>")]
    [InlineData("Views/Issues.cshtml", "@{ events?.CreateIssue(user: 7); }")]
    [InlineData("Main.axaml", "<Button Command=\"{Binding Events.CreateIssue}\"/>")]
    [InlineData("Pages/Named.razor", "<Track Event=\"create_issue\" />")]
    public async Task A_call_in_a_view_counts(string path, string text)
    {
        TestProject project = Program(Project(Event("create_issue"))).With("../" + path, text);
        TestProject library = Project(Event("create_issue")).With("../" + path, text);
        TestProject program = Program(new TestProject()).WithProperty("ServicePingSetName", "Web");

        Assert.Empty(await project.AnalyzeAsync());
        Assert.Empty(project.WithProperty("RunAnalyzers", "false").Generate().Diagnostics);
        Assert.Empty(await (program with { References = [Reference(library, isCompiled: true)] }).AnalyzeAsync());
        Assert.Empty(await (program with { References = [Reference(library, isCompiled: false)] }).AnalyzeAsync());
    }

    [Theory]
    [InlineData("Pages/Issues.razor", "<button @onclick=\"() => Events.CreateIssues(7)\">create an issue</button>")]
    [InlineData("notes.txt", "Events.CreateIssue")]
    public async Task Other_words_and_other_files_trigger_nothing(string path, string text)
    {
        TestProject project = Program(Project(Event("create_issue"))).With("../" + path, text);

        Assert.Single(Idle(await project.AnalyzeAsync()));
        Assert.Single(Idle(project.WithProperty("RunAnalyzers", "false").Generate().Diagnostics));
    }

    [Fact]
    public void An_edit_of_a_view_that_calls_nothing_else_changes_no_file_and_a_call_does()
    {
        TestProject project = Project(Event("create_issue")).With("../A.razor", "<p>Nothing</p>");
        GeneratorOutcome before = project.Generate();

        Assert.Empty(before.Then(project.Edit("../A.razor", text => text + " <p></p>")).ChangedStages);
        Assert.Equal([Stages.Texts], before.Then(project.Edit("../A.razor", text => text + "<p>More</p>")).ChangedStages);
        Assert.Equal(
            ["Forge.EventCalls.g.cs"],
            before.Then(project.Edit("../A.razor", text => text + "@Events.CreateIssue(7)")).FilesChangedSince(before));
    }

    /// <summary>An assembly that this generator has not seen, as one of F#, may call what it refers to.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Calls_of_an_assembly_that_nobody_has_looked_at_are_not_known_to_be_missing(bool isCompiled)
    {
        MetadataReference library = Reference(Project(Event("create_issue")), isCompiled: true);
        Compilation other = TestCompilation.Create("Other", "public class Other(Forge.ForgeEvents events) { public void M() => events.CreateIssue(7); }")
            .AddReferences(library);
        Compilation unrelated = TestCompilation.Create("Other", "public class Other;");
        TestProject program = Program(new TestProject()).WithProperty("ServicePingSetName", "Web");

        Assert.Empty(await (program with { References = [library, Refer(other, isCompiled)] }).AnalyzeAsync());
        Assert.Single(Idle(await (program with { References = [library, Refer(unrelated, isCompiled)] }).AnalyzeAsync()));
    }

    /// <summary>What a build refers to in a solution is an assembly without bodies.</summary>
    [Fact]
    public async Task A_reference_assembly_says_what_its_library_calls()
    {
        using MemoryStream image = new();
        Compilation library = Project(Event("create_issue")).WithSource(Caller).Generate().Compilation.WithAssemblyName("Library");
        Assert.True(library.Emit(image, options: new(metadataOnly: true, includePrivateMembers: false)).Success);
        TestProject program = Program(new TestProject()).WithProperty("ServicePingSetName", "Web");

        Assert.Empty(await (program with { References = [MetadataReference.CreateFromImage(image.ToArray())] }).AnalyzeAsync());
    }

    [Fact]
    public async Task A_call_without_a_dot_in_a_part_of_the_class_counts()
    {
        TestProject project = Program(Project(Event("create_issue")))
            .WithSource("namespace Forge { partial class ForgeEvents { public void Both() => CreateIssue(7); } }");

        Assert.Empty(await project.AnalyzeGeneratedAsync());
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
        return Refer(library.Generate().Compilation.WithAssemblyName("Library"), isCompiled);
    }

    private static MetadataReference Refer(Compilation compilation, bool isCompiled)
    {
        if (!isCompiled)
        {
            return compilation.ToMetadataReference();
        }

        using MemoryStream assembly = new();
        Assert.True(compilation.Emit(assembly).Success);
        return MetadataReference.CreateFromImage(assembly.ToArray());
    }
}
