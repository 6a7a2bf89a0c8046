using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Problems;
using ServicePing.Generators.Diagnostics;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Diagnostics;

public class DefinitionAnalyzerTests
{
    private const string Path = "metrics/issues.yml";

    [Fact]
    public async Task A_sound_project_has_no_problem_but_classes_that_are_missing() =>
        Assert.All(await ForgeProject.Create().AnalyzeAsync(), diagnostic => Assert.Contains("UuidMetric", diagnostic.GetMessage(), StringComparison.Ordinal));

    [Fact]
    public async Task A_problem_between_two_files_names_both()
    {
        TestProject project = new TestProject()
            .With("metrics/a.yml", Yaml.Count("counts.issues"))
            .With("metrics/b.yml", Yaml.Count("counts.issues"));

        Diagnostic diagnostic = Assert.Single(await project.AnalyzeAsync());

        Assert.Equal("SP0101", diagnostic.Id);
        Assert.Equal(TestProject.Root + "metrics/b.yml", diagnostic.Location.GetLineSpan().Path);
        Assert.Equal(TestProject.Root + "metrics/a.yml", Assert.Single(diagnostic.AdditionalLocations).GetLineSpan().Path);
    }

    [Theory]
    [InlineData("schemas/topology.json", "{}", null)]
    [InlineData("schemas/topology.json", "{", "SP0012")]
    [InlineData("schemas/other.json", "{}", "SP0013")]
    public async Task The_schema_of_a_value_is_looked_for_among_the_files_that_are_handed_over(string path, string schema, string? expected)
    {
        TestProject project = new TestProject()
            .With(Path, Yaml.Count("counts.issues", more: "value_json_schema: schemas/topology.json"))
            .With(path, schema);

        Assert.Equal(expected, (await project.AnalyzeAsync()).SingleOrDefault()?.Id);
    }

    [Fact]
    public async Task Files_with_equal_texts_are_each_reported_in_their_place()
    {
        string text = Yaml.Count("counts.issues").Replace("status: active", "status: actve", StringComparison.Ordinal);
        TestProject project = new TestProject().With("metrics/a.yml", text).With("metrics/b.yml", text);

        Assert.Equal(
            [TestProject.Root + "metrics/a.yml", TestProject.Root + "metrics/b.yml"],
            (await project.AnalyzeAsync()).Where(diagnostic => diagnostic.Id == "SP0005")
                .Select(diagnostic => diagnostic.Location.GetLineSpan().Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_problem_that_an_edit_of_the_schema_mends_is_gone()
    {
        TestProject project = new TestProject()
            .With(Path, Yaml.Count("counts.issues", more: "  where: state = 1 AND wieght > 2"))
            .With("schema.sql", "CREATE TABLE issues (id bigint PRIMARY KEY, state smallint, weight integer);")
            .WithProperty("RunAnalyzers", "false");

        GeneratorOutcome reported = project.Generate();

        Assert.Equal("SP0601", Assert.Single(reported.Diagnostics).Id);
        Assert.Empty(reported.Then(project.Edit("schema.sql", sql => sql.Replace("weight", "wieght", StringComparison.Ordinal))).Diagnostics);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_mistake_in_the_schema_is_reported_there(bool analyzersRun)
    {
        TestProject project = new TestProject()
            .With(Path, Yaml.Count("counts.issues"))
            .With("schema.sql", "CREATE TABLE issues (id bigint PRIMARY KEY);\nCREATE TABLE likes (id bigint;\n");

        Diagnostic diagnostic = Assert.Single(
            analyzersRun ? await project.AnalyzeAsync() : project.WithProperty("RunAnalyzers", "false").Generate().Diagnostics, one => one.Id == "SP0631");

        FileLinePositionSpan place = diagnostic.Location.GetLineSpan();
        Assert.Equal((TestProject.Root + "schema.sql", 1, 19), (place.Path, place.StartLinePosition.Line, place.StartLinePosition.Character));
    }

    [Fact]
    public void Every_rule_has_a_descriptor_with_its_level()
    {
        Assert.Equal(Rules.All.Select(rule => rule.Id), new DefinitionAnalyzer().SupportedDiagnostics.Select(descriptor => descriptor.Id));
        Assert.All(Rules.All, rule => Assert.Equal(rule.Level.ToString(), Descriptors.Of(rule).DefaultSeverity.ToString()));
    }

    [Fact]
    public async Task A_problem_links_to_the_page_of_its_rule_whoever_reports_it()
    {
        TestProject project = new TestProject()
            .With(Path, "key_path: [\n")
            .WithProperty("ServicePingDocumentation", Uri.EscapeDataString("/packages/C# code/docs/"));
        ImmutableArray<Diagnostic> analyzed = await project.AnalyzeAsync();
        ImmutableArray<Diagnostic> generated = project.WithProperty("RunAnalyzers", "false").Generate().Diagnostics;

        Assert.Contains(analyzed, diagnostic => diagnostic.Id == "SP0001");
        Assert.Contains(generated, diagnostic => diagnostic.Id == "SP0001");
        Assert.All(analyzed.Concat(generated), diagnostic => Assert.Equal(
            $"file:///packages/C%23%20code/docs/rules/{diagnostic.Id}.md", diagnostic.Descriptor.HelpLinkUri));
    }

    [Fact]
    public void A_broken_file_leaves_the_rest_generated()
    {
        GeneratorOutcome outcome = ForgeProject.Create().With("metrics/broken.yml", "key_path: counts.broken\nquery: { [").Generate().Compiles();

        Assert.Contains("IssuesOpen", outcome.Texts["ForgeMetrics.00.g.cs"], StringComparison.Ordinal);
    }
}
