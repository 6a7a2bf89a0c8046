using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Incremental;

/// <summary>For each kind of input an edit that means nothing, and its twin that does.</summary>
public class TwinTests
{
    private const string Body = "new(licence.Seats + _clock.TimestampFrequency)";

    /// <summary>A file, words in it, others in their place, and the generated files that change with them.</summary>
    public static TheoryData<string, string, string, string[]> Edits => new()
    {
        { "metrics/issues.yml", "What counts.issues counts", "Issues", ["ForgeMetricSet.Catalogue.00.g.cs", "ForgeMetrics.00.g.cs"] },
        { "events/close_issue.yml", "The event", "What happens:", ["ForgeEvents.00.g.cs", "ForgeMetricSet.Catalogue.00.g.cs"] },
        {
            "events/create_issue.yml", "[user, project, namespace]", "[user, project]",
            ["ForgeEvents.00.g.cs", "ForgeMetricSet.Catalogue.00.g.cs", "ForgeMetricSet.Events.00.g.cs"]
        },
        {
            "known_events/compliance.yml", "expiry: 84", "expiry: 91",
            ["ForgeMetricSet.Catalogue.00.g.cs", "ForgeMetricSet.KnownEvents.00.g.cs"]
        },
        {
            "known_events/compliance.yml", "name: known", "name: known_one",
            ["ForgeKnownEvents.00.g.cs", "ForgeMetricSet.Catalogue.00.g.cs", "ForgeMetricSet.KnownEvents.00.g.cs"]
        },
        {
            "aggregates/compliance.yml", "feature_flag: compliance_aggregates", "feature_flag: compliance",
            ["ForgeMetricSet.Aggregates.00.g.cs", "ForgeMetricSet.Catalogue.00.g.cs"]
        },
        {
            "overrides/total_counters.yml", "USAGE_ISSUE_CLOSE", "USAGE_ISSUES_CLOSED",
            ["ForgeMetricSet.Catalogue.00.g.cs", "ForgeMetricSet.Events.00.g.cs"]
        },
        {
            "queries/stars.yml", "from: stars", "from: likes",
            ["ForgeMetricSet.Catalogue.00.g.cs", "ForgeMetricSet.LikesRelation.g.cs", "ForgeMetricSet.Tables.g.cs"]
        },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void A_remark_in_a_file_runs_nothing_again(string path, string old, string now, string[] files)
    {
        TestProject project = Project();

        GeneratorOutcome after = project.Generate().Then(project.Edit(path, text => $"# {old} {now} {files.Length}\n\n{text}"));

        Assert.Empty(after.ChangedStages);
    }

    [Theory]
    [MemberData(nameof(Edits))]
    public void Other_words_in_it_change_the_files_that_say_them(string path, string old, string now, string[] files)
    {
        TestProject project = Project();
        GeneratorOutcome before = project.Generate();

        GeneratorOutcome after = before.Then(project.Edit(path, text => text.Replace(old, now, StringComparison.Ordinal)));

        Assert.Equal(files, after.FilesChangedSince(before).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_body_of_an_instrumentation_class_runs_nothing_again()
    {
        TestProject project = Project();

        Assert.Empty(project.Generate().Then(WithClass(project, Body, "new(licence.Seats)")).ChangedStages);
    }

    [Fact]
    public void Another_service_of_an_instrumentation_class_changes_its_call()
    {
        TestProject project = Project();
        GeneratorOutcome before = project.Generate();

        GeneratorOutcome after = before.Then(
            WithClass(project, "(ILicence licence, System.TimeProvider clock)", "(System.TimeProvider clock, ILicence licence)"));

        Assert.Equal(["ForgeMetricSet.FactCalls.g.cs"], after.FilesChangedSince(before));
    }

    [Fact]
    public void A_property_of_somebody_else_runs_nothing_again()
    {
        TestProject project = Project();

        Assert.Empty(project.Generate().Then(project.WithProperty("Nullable", "enable")).ChangedStages);
    }

    [Fact]
    public void A_property_that_switches_the_registration_off_takes_its_file_alone()
    {
        TestProject project = Project();
        GeneratorOutcome before = project.Generate();

        GeneratorOutcome after = before.Then(project.WithProperty("ServicePingEmitRegistration", "false"));

        Assert.Empty(after.FilesChangedSince(before));
        Assert.Equal(["ForgeServicePing.g.cs"], before.Texts.Keys.Except(after.Texts.Keys));
    }

    /// <summary>Where the analyzer runs, the schema is its own.</summary>
    [Theory]
    [InlineData("true", false)]
    [InlineData("false", true)]
    public void An_edit_of_the_schema_checks_again_where_the_generator_reports(string analyzersRun, bool isReported)
    {
        TestProject project = Project().WithProperty("RunAnalyzers", analyzersRun);
        GeneratorOutcome before = project.Generate();

        GeneratorOutcome after = before.Then(
            project.Edit("schema.sql", sql => sql.Replace("TABLE likes", "TABLE liked", StringComparison.Ordinal)));

        Assert.Equal(isReported, after.ChangedStages.Contains(Stages.ProblemFiles));
        Assert.Empty(after.FilesChangedSince(before));
    }

    private static TestProject Project() => ForgeProject.Create()
        .With("queries/stars.yml", "instrumentation_class: CountStarsMetric\nquery: { operation: count, from: stars }\n")
        .With("metrics/stars.yml", Yaml.Metric("counts.stars", "database", "instrumentation_class: CountStarsMetric"))
        .With("schema.sql", "CREATE TABLE stars (id bigint PRIMARY KEY); CREATE TABLE likes (id bigint PRIMARY KEY);");

    private static TestProject WithClass(TestProject project, string old, string now) => project with
    {
        Sources = [.. project.Sources.Select(source => source.Replace(old, now, StringComparison.Ordinal))],
    };
}
