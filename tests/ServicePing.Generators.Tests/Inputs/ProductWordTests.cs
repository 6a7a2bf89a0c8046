using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Inputs;

/// <summary>A product with words of its own: definitions that say little, read by what <c>vocabulary.yml</c> says.</summary>
public class ProductWordTests
{
    private const string Vocabulary = """
        tiers: [community, business]
        owners: { members: { contact: members@example.com } }
        defaults:
          - { product_group: members, tiers: [community, business], milestone: "1.0", introduced_by_url: https://example.com/changes/1 }
          - { folder: metrics, data_category: optional, value_type: number, status: active, data_source: database, time_frame: all }

        """;

    private const string Metric = "metrics/members.yml";
    private const string Event = "events/join_group.yml";

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Whoever_reports_knows_the_words(string analyzersRun)
    {
        TestProject project = Project().WithProperty("RunAnalyzers", analyzersRun);

        Assert.Empty(await Problems(project, analyzersRun));
        Assert.Equal(
            [("SP0003", Event), ("SP0003", Metric)],
            (await Problems(project.Edit("vocabulary.yml", text => text.Replace("milestone: \"1.0\", ", "", StringComparison.Ordinal)), analyzersRun))
                .Select(problem => (problem.Id, problem.Location.GetLineSpan().Path[TestProject.Root.Length..])).Order());
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task A_problem_of_the_vocabulary_stands_there(string analyzersRun)
    {
        TestProject project = Project().WithProperty("RunAnalyzers", analyzersRun)
            .Edit("vocabulary.yml", text => text.Replace("product_group: members", "product_group: member", StringComparison.Ordinal));

        Diagnostic problem = Assert.Single(await Problems(project, analyzersRun));

        Assert.Equal(("SP0205", TestProject.Root + "vocabulary.yml"), (problem.Id, problem.Location.GetLineSpan().Path));
    }

    [Fact]
    public void Generated_code_is_that_of_definitions_that_say_all()
    {
        TestProject whole = new TestProject()
            .With(Metric, Yaml.Count("counts.members", "members").Replace("planning", "members", StringComparison.Ordinal)
                .Replace("[free, premium, ultimate]", "[community, business]", StringComparison.Ordinal))
            .With("vocabulary.yml", "tiers: [community, business]\n");

        Assert.Equal(Code(whole), Code(Project().Without(Event)));
        Assert.NotEmpty(Code(whole));
    }

    [Fact]
    public void A_remark_in_the_vocabulary_runs_nothing_again()
    {
        TestProject project = Project();

        Assert.Empty(project.Generate().Then(project.Edit("vocabulary.yml", text => "# Words\n" + text)).ChangedStages);
    }

    [Fact]
    public void Other_words_change_the_files_that_say_them()
    {
        TestProject project = Project();
        GeneratorOutcome before = project.Generate();

        GeneratorOutcome after = before.Then(project.Edit("vocabulary.yml", text => text.Replace("value_type: number, ", "value_type: string, ", StringComparison.Ordinal)));

        Assert.Contains(Stages.ProductWords, after.ChangedStages);
        Assert.Contains("ForgeMetrics.00.g.cs", after.FilesChangedSince(before));
        Assert.DoesNotContain("ForgeEvents.00.g.cs", after.FilesChangedSince(before));
    }

    [Fact]
    public void Editions_are_the_set_s_and_another_prints_their_list_alone()
    {
        TestProject project = Project().Edit("vocabulary.yml", text => "editions: [CE, BE]\n" + text);
        GeneratorOutcome before = project.Generate();
        using GeneratedSet generated = new(before.Compiles().Compilation);

        GeneratorOutcome after = before.Then(project.Edit("vocabulary.yml", text => text.Replace("BE", "XE", StringComparison.Ordinal)));

        Assert.Equal(["CE", "BE"], generated.Set.Editions);
        Assert.Equal(
            ["ForgeMetricSet.Editions.g.cs"],
            after.FilesChangedSince(before).Where(file => !file.Contains("Catalogue", StringComparison.Ordinal)));
        Assert.DoesNotContain(Project().Generate().Texts.Keys, file => file.Contains("Editions", StringComparison.Ordinal));
    }

    [Fact]
    public void Ready_made_sets_are_the_set_s_and_the_runtime_has_each_that_there_is_to_choose()
    {
        TestProject project = Project().Edit("vocabulary.yml", text => "ready_made: [host, redis]\n" + text);
        GeneratorOutcome before = project.Generate();
        using GeneratedSet generated = new(before.Compiles().Compilation);

        GeneratorOutcome after = before.Then(project.Edit("vocabulary.yml", text => text.Replace("redis]", "mail]", StringComparison.Ordinal)));
        IEnumerable<string> known = StandardMetricSet.Instance.Availability.Select(plan => plan.Name).Order(StringComparer.Ordinal);
        Diagnostic other = Assert.Single(Project().WithProperty("RunAnalyzers", "false").Edit("vocabulary.yml", text => "ready_made: [x]\n" + text).Generate().Diagnostics);

        Assert.Equal(["host", "redis"], generated.Set.ReadyMade);
        Assert.Equal(
            ["ForgeMetricSet.ReadyMade.g.cs"],
            after.FilesChangedSince(before).Where(file => !file.Contains("Catalogue", StringComparison.Ordinal)));
        Assert.Equal(known, WordsOf(other).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Project().Generate().Texts.Keys, file => file.Contains("ReadyMade", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public void Who_compares_the_database_with_its_schema_carries_the_schema_and_nobody_else_does(string analyzersRun)
    {
        TestProject plain = Project().WithProperty("RunAnalyzers", analyzersRun)
            .With("schema.sql", "CREATE TABLE members (id bigint PRIMARY KEY, \"a \"\"\"\"\"\" b\" text NOT NULL);\nCREATE INDEX ON members (id) WHERE id > 0;\n");
        TestProject project = plain.Edit("vocabulary.yml", text => "ready_made: [schema]\n" + text);
        GeneratorOutcome before = project.Generate();
        using GeneratedSet generated = new(before.Compiles().Compilation);

        GeneratorOutcome spaced = before.Then(project.Edit("schema.sql", text => "-- A remark.\n" + text));
        GeneratorOutcome other = before.Then(project.Edit("schema.sql", text => text.Replace("bigint", "integer", StringComparison.Ordinal)));

        Assert.Equal(
            """
            whole
            0|members||table, primary key (id)
            1|members|id|bigint NOT NULL
            1|members|a \"\"\" b|text NOT NULL
            3|members||btree (id) where condition
            """.ReplaceLineEndings("\n").Replace("\\", "", StringComparison.Ordinal),
            generated.Set.Schema.Replace('\t', '|'));
        Assert.DoesNotContain(plain.Generate().Texts.Keys, file => file.Contains(".Schema.", StringComparison.Ordinal));
        Assert.DoesNotContain("ForgeMetricSet.Schema.g.cs", spaced.FilesChangedSince(before));
        Assert.Equal(["ForgeMetricSet.Schema.g.cs"], other.FilesChangedSince(before));
    }

    [Fact]
    public void A_file_of_that_name_elsewhere_is_none() => Assert.Equal(
        ["SP0003"],
        Project().WithProperty("RunAnalyzers", "false").Moved("vocabulary.yml", "/project/docs/vocabulary.yml").Generate().Diagnostics
            .Select(problem => problem.Id).Distinct());

    private static TestProject Project() => new TestProject()
        .With("vocabulary.yml", Vocabulary)
        .With(Metric, "key_path: counts.members\ndescription: What counts.members counts\nquery: { operation: count, from: members }\n")
        .With(Event, "action: join_group\ndescription: Somebody joins a group\ninternal_events: true\n");

    private static string[] WordsOf(Diagnostic problem) =>
        problem.GetMessage(CultureInfo.InvariantCulture).Split(": use one of ")[1].TrimEnd('.').Split(", ");

    /// <summary>What is generated but the catalogue, which has the words as well.</summary>
    private static Dictionary<string, string> Code(TestProject project) => project.Generate().Texts
        .Where(file => !file.Key.Contains("Catalogue", StringComparison.Ordinal))
        .ToDictionary(file => file.Key, file => file.Value, StringComparer.Ordinal);

    private static async Task<ImmutableArray<Diagnostic>> Problems(TestProject project, string analyzersRun) =>
        analyzersRun == "true" ? await project.AnalyzeAsync() : project.Generate().Diagnostics;
}
