using ServicePing.Generators.Tests.Sets;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Incremental;

/// <summary>Five hundred definitions, one edit.</summary>
public class IncrementalTests
{
    private const string Edited = "metrics/table_3/metric_7.yml";
    private const string KnownEvents = "known_events/search.yml";

    [Fact]
    public void An_edit_of_CSharp_reads_no_YAML_and_runs_nothing_again()
    {
        (TestProject project, GeneratorOutcome before) = Run();

        GeneratorOutcome after = before.Then(project.WithSource("namespace Forge; public class Added { public int Value => 1; }"));

        Assert.All(project.Files, file => Assert.Equal(1, file.Reads));
        Assert.Empty(after.ChangedStages);
        Assert.Empty(after.FilesChangedSince(before));
    }

    [Fact]
    public void An_edit_of_a_description_reads_one_file_and_changes_one_output()
    {
        (TestProject project, GeneratorOutcome before) = Run();
        TestProject edited = project.Edit(Edited, text => text.Replace("What table_3", "Which table_3", StringComparison.Ordinal));
        int reads = edited.Files.Sum(file => file.Reads);

        GeneratorOutcome after = before.Then(edited);

        Assert.Equal(reads + 1, edited.Files.Sum(file => file.Reads));
        Assert.Equal(["ForgeMetricSet.Catalogue.01.g.cs", "ForgeMetrics.01.g.cs"], after.FilesChangedSince(before).Order(StringComparer.Ordinal));
        Assert.Equal(
            [Stages.Catalogue, Stages.Definitions, Stages.Members, "SourceOutput", Stages.Texts, Stages.Words], after.ChangedStages);
        Assert.Equal(1, after.ChangedValues(Stages.Catalogue));
        Assert.Equal(1, after.ChangedValues(Stages.Definitions));
        Assert.Equal(1, after.ChangedValues(Stages.Members));
    }

    [Fact]
    public void An_edit_of_an_events_description_plans_nothing_and_changes_its_method()
    {
        (TestProject project, GeneratorOutcome before) = Run();

        GeneratorOutcome after = before.Then(
            project.Edit("events/create_issue.yml", text => text.Replace("description: ", "description: Also ", StringComparison.Ordinal)));

        Assert.Equal(["ForgeEvents.00.g.cs", "ForgeMetricSet.Catalogue.00.g.cs"], after.FilesChangedSince(before).Order(StringComparer.Ordinal));
        Assert.Equal(
            [Stages.Catalogue, Stages.Definitions, Stages.EventMethods, "SourceOutput", Stages.Texts, Stages.Words], after.ChangedStages);
    }

    [Fact]
    public void An_edit_of_a_calculation_changes_the_relation_alone()
    {
        (TestProject project, GeneratorOutcome before) = Run();

        GeneratorOutcome after = before.Then(
            project.Edit(Edited, text => text.Replace("state = 7", "state = 8", StringComparison.Ordinal)));

        Assert.Equal(["ForgeMetricSet.Catalogue.01.g.cs", "ForgeMetricSet.Table3Relation.g.cs"], after.FilesChangedSince(before).Order(StringComparer.Ordinal));
        Assert.Equal(
            [Stages.Catalogue, Stages.Definitions, Stages.PlanInputs, Stages.Relations, Stages.Set, "SourceOutput", Stages.Texts],
            after.ChangedStages);
        Assert.Equal(1, after.ChangedValues(Stages.Relations));
    }

    [Fact]
    public void A_new_file_changes_the_part_of_the_catalogue_that_it_joins()
    {
        (TestProject project, GeneratorOutcome before) = Run();

        GeneratorOutcome after = GeneratorOutcome.Of(project.With("metrics/table_3/metric_7b.yml", Yaml.Count("table_3.metric_7b", "table_3")));

        Assert.InRange(before.Texts.Keys.Count(IsCatalogue), 3, 8);
        Assert.Equal(["ForgeMetricSet.Catalogue.01.g.cs"], after.FilesChangedSince(before).Where(IsCatalogue));

        static bool IsCatalogue(string file) => file.Contains(".Catalogue.", StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_moved_changes_its_member_and_the_parts_of_the_catalogue_that_it_leaves_and_joins()
    {
        (TestProject project, GeneratorOutcome before) = Run();

        GeneratorOutcome after = before.Then(project.Moved(Edited, TestProject.Root + "metrics/table_9/moved.yml"));

        string last = before.Texts.Keys.Where(file => file.Contains(".Catalogue.", StringComparison.Ordinal)).Max(StringComparer.Ordinal)!;
        Assert.Equal(
            ["ForgeMetricSet.Catalogue.01.g.cs", last, "ForgeMetrics.01.g.cs"], after.FilesChangedSince(before).Order(StringComparer.Ordinal));
    }

    /// <summary>Five hundred metrics are four parts; a slot is the place of a key path among all of them.</summary>
    [Theory]
    [InlineData("table_3.metric_99", new[] { 1 }, new[] { 3 })]
    [InlineData("table_4.metric_1b", new[] { 1 }, new[] { 3, 4 })]
    [InlineData("table_1.metric_1b", new[] { 0, 1 }, new[] { 1, 2, 3 })]
    [InlineData("table_6.metric_1b", new[] { 1, 2 }, new[] { 3, 4, 5, 6 })]
    public void A_metric_that_moves_changes_what_lies_between_its_slots(string keyPath, int[] parts, int[] relations)
    {
        (TestProject project, GeneratorOutcome before) = Run();

        GeneratorOutcome after = before.Then(project.Edit(
            Edited, text => text.Replace("key_path: table_3.metric_7", $"key_path: {keyPath}", StringComparison.Ordinal)));

        string[] expected =
        [
            "ForgeMetricSet.Catalogue.01.g.cs",
            .. parts.Select(part => $"ForgeMetricSet.Metrics.{part:D2}.g.cs"),
            .. parts.Select(part => $"ForgeMetrics.{part:D2}.g.cs"),
            .. relations.Select(relation => $"ForgeMetricSet.Table{relation}Relation.g.cs"),
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), after.FilesChangedSince(before).Order(StringComparer.Ordinal));
        after.Compiles();
    }

    [Fact]
    public void An_edit_of_a_comment_reads_one_file_and_changes_nothing()
    {
        (TestProject project, GeneratorOutcome before) = Run();
        TestProject edited = project.Edit(
            Edited, text => "# A remark\n\n" + text.Replace("status: active", "status:   'active'", StringComparison.Ordinal));
        int reads = edited.Files.Sum(file => file.Reads);

        GeneratorOutcome after = before.Then(edited);

        Assert.Equal(reads + 1, edited.Files.Sum(file => file.Reads));
        Assert.Empty(after.ChangedStages);
    }

    [Fact]
    public void An_edit_of_how_a_known_event_is_counted_changes_its_table_alone()
    {
        (TestProject project, GeneratorOutcome before) = Run();

        GeneratorOutcome after = before.Then(
            project.Edit(KnownEvents, text => text.Replace("expiry: 84", "expiry: 91", StringComparison.Ordinal)));

        Assert.Equal(["ForgeMetricSet.Catalogue.00.g.cs", "ForgeMetricSet.KnownEvents.00.g.cs"], after.FilesChangedSince(before).Order(StringComparer.Ordinal));
        Assert.Equal(
            [Stages.Catalogue, Stages.Definitions, Stages.KnownEventTable, Stages.PlanInputs, Stages.Set, "SourceOutput", Stages.Texts],
            after.ChangedStages);
    }

    [Fact]
    public void An_edit_of_a_comment_among_known_events_changes_nothing()
    {
        (TestProject project, GeneratorOutcome before) = Run();

        GeneratorOutcome after = before.Then(project.Edit(KnownEvents, text => "# A remark\n" + text.Replace("expiry: 84", "expiry:  84", StringComparison.Ordinal)));

        Assert.Empty(after.ChangedStages);
    }

    [Fact]
    public void An_edit_of_an_aggregate_changes_its_table_and_its_documentation()
    {
        (TestProject project, GeneratorOutcome before) = Run();

        GeneratorOutcome after = before.Then(
            project.Edit("aggregates/search.yml", text => text.Replace("operator: OR", "operator: AND", StringComparison.Ordinal)));

        Assert.Equal(
            ["ForgeMetricSet.Aggregates.00.g.cs", "ForgeMetricSet.Catalogue.00.g.cs", "ForgeMetrics.00.g.cs"],
            after.FilesChangedSince(before).Order(StringComparer.Ordinal));
        Assert.Equal(1, after.ChangedValues(Stages.AggregateTable));
    }

    [Fact]
    public void A_new_instrumentation_class_changes_the_facts_alone()
    {
        (TestProject project, GeneratorOutcome before) = Run();

        GeneratorOutcome after = before.Then(project.WithSource("""
            namespace Forge;
            [ServicePing.InstrumentationClass]
            internal sealed class SeatsMetric : ServicePing.IFact<long>
            {
                public System.Threading.Tasks.ValueTask<long> ReadAsync(ServicePing.FactContext context, System.Threading.CancellationToken cancellationToken) => new(1);
            }
            """));

        Assert.Equal(["ForgeMetricSet.FactCalls.g.cs"], after.FilesChangedSince(before));
        Assert.All(project.Files, file => Assert.Equal(1, file.Reads));
        after.Compiles();
    }

    [Fact]
    public void A_property_that_renames_the_set_changes_every_file()
    {
        (TestProject project, GeneratorOutcome before) = Run();

        GeneratorOutcome after = before.Then(project.WithProperty("ServicePingSetName", "Acme"));

        Assert.Equal(after.Texts.Keys.Order(StringComparer.Ordinal), after.FilesChangedSince(before).Order(StringComparer.Ordinal));
        Assert.All(project.Files, file => Assert.Equal(1, file.Reads));
    }

    [Fact]
    public void Every_stage_that_is_named_runs()
    {
        TestProject project = ForgeProject.Create() with { References = [AcmeDefinitions.Reference(AcmeDefinitions.Library(), isFile: true)] };
        project = project.With("schema.sql", "CREATE TABLE issues (id bigint PRIMARY KEY);").With("servicepings.lock", "version 1\n").WithProperty("RunAnalyzers", "false")
            .With("metrics/queue.yml", Yaml.Metric("settings.queue_length", "prometheus", "query: { promql: sum(forge_queue_length) }", timeFrame: "none"))
            .WithSource("class Issues { void Create(Forge.ForgeEvents events) => events.CreateIssue(1, 2, 3); }");

        Assert.Equal(GeneratorOutcome.StageNames, project.Generate().NamedStages.Order(StringComparer.Ordinal));
    }

    private static (TestProject Project, GeneratorOutcome Outcome) Run()
    {
        TestProject project = new TestProject()
            .With("metrics/seats.yml", Yaml.Metric("license.seats", "license", "instrumentation_class: SeatsMetric", timeFrame: "none"))
            .With("events/create_issue.yml", Yaml.Event("create_issue", "identifiers: [user]"))
            .With(KnownEvents, """
                - { name: g_search_view, category: search, redis_slot: search, aggregation: weekly, expiry: 84 }
                - { name: g_search_find, category: search, redis_slot: search, aggregation: weekly }
                """)
            .With("aggregates/search.yml", """
                - { name: search_any, operator: OR, source: redis, time_frame: [7d], events: [g_search_view, g_search_find] }
                """);
        for (int i = 0; i < 500; i++)
        {
            string table = $"table_{i / 50}";
            project = project.With(
                $"metrics/{table}/metric_{i % 50}.yml", Yaml.Count($"{table}.metric_{i % 50}", table, $"  where: state = {i % 50}"));
        }

        GeneratorOutcome outcome = project.Generate();
        Assert.All(project.Files, file => Assert.Equal(1, file.Reads));
        return (project, outcome);
    }
}
