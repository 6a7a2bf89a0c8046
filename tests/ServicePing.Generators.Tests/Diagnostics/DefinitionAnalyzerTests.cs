using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Rules;
using ServicePing.Generators.Diagnostics;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Diagnostics;

public class DefinitionAnalyzerTests
{
    private const string Path = "metrics/issues.yml";

    [Fact]
    public async Task A_sound_project_has_no_problem_but_classes_that_are_missing() =>
        Assert.All(await ForgeProject.Create().AnalyzeAsync(), diagnostic => Assert.Contains("UuidMetric", diagnostic.GetMessage(), StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_problem_is_reported_once_at_the_offending_word(string marked)
    {
        Markup markup = Markup.Parse(marked);
        TestProject project = new TestProject().With(Path, markup.Text);

        ImmutableArray<Diagnostic> analyzed = await project.AnalyzeAsync();

        markup.Matches(analyzed);
        Assert.All(analyzed, diagnostic => Assert.Equal(TestProject.Root + Path, diagnostic.Location.GetLineSpan().Path));
        Assert.All(analyzed, diagnostic =>
            Assert.Equal(LineOf(markup.Text, diagnostic.Location.SourceSpan.Start), diagnostic.Location.GetLineSpan().StartLinePosition.Line));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void The_generator_reports_the_same_only_where_analyzers_are_off(string marked)
    {
        Markup markup = Markup.Parse(marked);
        TestProject project = new TestProject().With(Path, markup.Text);

        Assert.Empty(project.Generate().Diagnostics);
        markup.Matches(project.WithProperty("RunAnalyzers", "false").Generate().Diagnostics);
        markup.Matches(project.WithProperty("RunAnalyzersDuringBuild", "false").Generate().Diagnostics);
    }

    public static TheoryData<string> Broken =>
    [
        Yaml.Count("counts.issues", more: "  {|SP0002:wehre|}: state_id = 1"),
        Yaml.Count("counts.issues").Replace("status: active", "status: {|SP0005:actve|}", StringComparison.Ordinal),
        Yaml.Count("counts.issues").Replace("time_frame: all", "time_frame: {|SP0005:8d|}", StringComparison.Ordinal)
            .Replace("description", "# 💥 a remark\ndescription", StringComparison.Ordinal),
        Yaml.Metric("license.seats", "license", "instrumentation_class: {|SP0707:SeatsMetric|}", timeFrame: "none"),
    ];

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

    [Theory]
    [InlineData("long", "")]
    [InlineData("bool", "SP0708")]
    public async Task A_class_of_the_program_must_return_what_the_metric_holds(string type, string expected)
    {
        TestProject project = new TestProject()
            .With(Path, Yaml.Metric("license.seats", "license", "instrumentation_class: SeatsMetric", timeFrame: "none"))
            .WithSource($$"""
                [ServicePing.InstrumentationClass]
                internal sealed class SeatsMetric : ServicePing.IFact<{{type}}>
                {
                    public System.Threading.Tasks.ValueTask<{{type}}> ReadAsync(ServicePing.FactContext context, System.Threading.CancellationToken cancellationToken) => default;
                }
                """);

        Assert.Equal(expected, string.Join(" ", (await project.AnalyzeAsync()).Select(diagnostic => diagnostic.Id)));
        Assert.Equal(
            expected, string.Join(" ", project.WithProperty("RunAnalyzers", "false").Generate().Diagnostics.Select(diagnostic => diagnostic.Id)));
    }

    [Fact]
    public async Task A_column_that_the_schema_lacks_is_reported_at_its_word_until_the_schema_has_it()
    {
        Markup markup = Markup.Parse(Yaml.Count("counts.issues", more: "  where: state = 1 AND {|SP0601:wieght|} > 2"));
        TestProject project = new TestProject()
            .With(Path, markup.Text)
            .With("schema.sql", "CREATE TABLE issues (id bigint PRIMARY KEY, state smallint, weight integer);");
        TestProject edited = project.Edit("schema.sql", sql => sql.Replace("weight", "wieght", StringComparison.Ordinal));

        markup.Matches(await project.AnalyzeAsync());
        Assert.Empty(await edited.AnalyzeAsync());

        GeneratorOutcome reported = project.WithProperty("RunAnalyzers", "false").Generate();
        markup.Matches(reported.Diagnostics);
        Assert.Empty(reported.Then(edited.WithProperty("RunAnalyzers", "false")).Diagnostics);
        Assert.Empty(project.Generate().Diagnostics);
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

    private static int LineOf(string text, int position) => text.AsSpan(0, position).Count('\n');
}
