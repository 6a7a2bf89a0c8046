using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ServicePing.Generators.Tests.Contract;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Sets;

/// <summary>What the build of an application knows of the libraries that it refers to.</summary>
public sealed class LibraryTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_application_may_build_on_what_a_library_defines(bool isFile)
    {
        TestProject application = AcmeDefinitions.Application(AcmeDefinitions.Reference(AcmeDefinitions.Library(), isFile));

        application.Generate().Compiles();

        Assert.Empty(await application.AnalyzeAsync());
        Assert.Empty(application.WithProperty("RunAnalyzers", "false").Generate().Diagnostics);
    }

    [Fact]
    public async Task Without_the_library_its_names_are_unknown() =>
        Assert.Equal(
            ["SP0615", "SP0618", "SP0621"],
            (await AcmeDefinitions.Application().AnalyzeAsync()).Select(one => one.Id).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("acme.mails")]
    [InlineData("acme")]
    [InlineData("acme.mails.sent")]
    public async Task A_key_path_of_a_library_is_taken(string keyPath) => await AssertReported(
        "metrics/clash.yml", Yaml.Count(keyPath), $"key_path: {keyPath}", $"key_path: {{|SP0112:{keyPath}|}}");

    [Fact]
    public async Task An_event_of_a_library_is_taken() =>
        await AssertReported("events/clash.yml", Yaml.Event("send_mail"), "action: send_mail", "action: {|SP0112:send_mail|}");

    [Fact]
    public async Task A_known_event_of_a_library_is_taken() =>
        await AssertReported("known_events/clash.yml", "- { name: g_mail_open, redis_slot: mail, aggregation: weekly }\n", "g_mail_open", "{|SP0112:g_mail_open|}");

    [Fact]
    public async Task Two_libraries_that_clash_are_reported_once_without_a_place()
    {
        TestProject program = new TestProject() with
        {
            References =
            [
                AcmeDefinitions.Reference(AcmeDefinitions.Library(), isFile: true),
                AcmeDefinitions.Reference(Rival("acme.mails"), isFile: true, "Rival"),
            ],
        };
        TestProject built = program.WithProperty("ServicePingIsProgram", "true");

        Assert_clash(await built.AnalyzeAsync());
        Assert_clash(built.WithProperty("RunAnalyzers", "false").Generate().Diagnostics);
        Assert.Empty(await program.AnalyzeAsync());
        Assert.Empty(built.Generate().Diagnostics);
    }

    [Fact]
    public async Task An_event_of_a_library_that_nothing_triggers_leaves_a_metric_at_zero()
    {
        TestProject program = AcmeDefinitions.Application(AcmeDefinitions.Reference(AcmeDefinitions.Library(), isFile: true))
            .WithProperty("ServicePingIsProgram", "true");
        TestProject triggering = program.WithSource("class C { void M(dynamic events) => events.SendMail(1, 2); }");

        Assert.Contains("SP0702", (await program.AnalyzeAsync()).Select(one => one.Id));
        Assert.Contains("SP0702", program.WithProperty("RunAnalyzers", "false").Generate().Diagnostics.Select(one => one.Id));
        Assert.Empty(await triggering.AnalyzeAsync());
        Assert.Empty(triggering.WithProperty("RunAnalyzers", "false").Generate().Diagnostics);
    }

    [Fact]
    public void A_catalogue_of_a_later_version_is_told_and_stops_nothing()
    {
        Compilation library = TestCompilation.Create("Acme", """
            [assembly: ServicePing.Runtime.Plans.MetricSet(typeof(Acme.AcmeMetricSet))]
            namespace Acme;
            [ServicePing.Runtime.Plans.MetricCatalogue("ServicePing catalogue 99")]
            public sealed class AcmeMetricSet : ServicePing.Runtime.Plans.MetricSet { public override string Name => "Acme"; }
            """);
        GeneratorOutcome outcome = (ForgeProject.Create() with { References = [library.ToMetadataReference()] }).Generate();

        Diagnostic diagnostic = Assert.Single(outcome.Diagnostics);
        Assert.Equal("SP9001", diagnostic.Id);
        Assert.Contains("Line 1 of the catalogue", diagnostic.GetMessage(), StringComparison.Ordinal);
        Assert.Contains("ForgeMetrics.00.g.cs", outcome.Texts.Keys);
    }

    [Fact]
    public void An_edit_of_CSharp_decodes_nothing_again_and_another_library_does()
    {
        TestProject library = AcmeDefinitions.Library();
        TestProject project = AcmeDefinitions.Application(AcmeDefinitions.Reference(library, isFile: true));
        GeneratorOutcome before = project.Generate();
        TestProject edited = library.Edit("events/send_mail.yml", text => text.Replace("identifiers: [user, project]", "identifiers: [project, user]", StringComparison.Ordinal));

        GeneratorOutcome afterCSharp = before.Then(project.WithSource("class Added;"));
        GeneratorOutcome afterSame = before.Then(project with { References = [AcmeDefinitions.Reference(library, isFile: true)] });
        GeneratorOutcome afterOther = before.Then(project with { References = [AcmeDefinitions.Reference(edited, isFile: true)] });

        Assert.Empty(afterCSharp.ChangedStages);
        Assert.Empty(afterSame.ChangedStages);
        Assert.Equal(1, afterOther.ChangedValues(Stages.References));
        Assert.Equal(["ForgeMetricSet.Events.00.g.cs"], afterOther.FilesChangedSince(before));
    }

    private static TestProject Rival(string keyPath) => new TestProject()
        .WithProperty("RootNamespace", "Rival")
        .WithProperty("ServicePingEmitRegistration", "false")
        .With("metrics/mails.yml", Yaml.Count(keyPath));

    private static void Assert_clash(ImmutableArray<Diagnostic> diagnostics)
    {
        Diagnostic clash = Assert.Single(diagnostics, one => one.Id == "SP0113");
        Assert.Equal(Location.None, clash.Location);
        Assert.Equal("The libraries 'Acme' and 'Rival' both define the key path 'acme.mails': a program can refer to only one of the two.", clash.GetMessage());
    }

    private static async Task AssertReported(string path, string text, string taken, string marked)
    {
        TestProject project = new() { References = [AcmeDefinitions.Reference(AcmeDefinitions.Library(), isFile: true)] };
        TestProject clashing = project.With(path, text.Replace(taken, marked, StringComparison.Ordinal));

        await ContractProject.AnalyzeAsync(clashing);
        await ContractProject.GenerateAsync(clashing);
        Assert.Empty(await new TestProject().With(path, text).AnalyzeAsync());
    }
}
