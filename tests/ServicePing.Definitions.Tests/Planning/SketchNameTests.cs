namespace ServicePing.Definitions.Tests.Planning;

/// <summary>A shared calculation keeps a sketch for each of its options.</summary>
public sealed class SketchNameTests
{
    private const string Calculation = """
        instrumentation_class: CountScansMetric
        parameters: { scan_type: { values: { sast: 1, dast: 2 } } }
        query: { operation: estimate_batch_distinct_count, from: scans, column: project_id, where: type = :scan_type, sketch: "scans_:scan_type" }
        """;

    [Fact]
    public void A_sketch_is_named_by_the_word_of_the_option() => Assert.Equal(
        ["scans_dast", "scans_sast"],
        Project().Plan().Relations.SelectMany(relation => relation.Fragments).Select(fragment => fragment.Sketch).OfType<string>().Order(StringComparer.Ordinal));

    [Fact]
    public void An_aggregate_finds_it_by_that_name() => Assert.Empty(Project("scans_sast").Check());

    [Theory]
    [InlineData("scans_:scan_type")]
    [InlineData("scans_1")]
    public void An_aggregate_does_not_find_it_by_another(string name) => Assert.Equal("SP0621", Assert.Single(Project(name).Check()).Rule.Id);

    /// <summary>Without the option nobody knows what the sketch is called.</summary>
    [Fact]
    public void An_option_that_only_the_sketch_needs_must_be_there() => Assert.Equal("SP0613", Assert.Single(TestProject.Forge()
        .With("queries/scans.yml", Calculation.Replace("where: type = :scan_type, ", "", StringComparison.Ordinal))
        .With("metrics/all.yml", Yaml.Metric("key_path: counts.scanning", "time_frame: 7d", "instrumentation_class: CountScansMetric"))
        .Check()).Rule.Id);

    private static TestProject Project(string? aggregate = null)
    {
        TestProject project = TestProject.Forge().With("queries/scans.yml", Calculation);
        foreach (string type in (string[])["sast", "dast"])
        {
            project.With($"metrics/{type}.yml", Yaml.Metric(
                $"key_path: counts.projects_with_{type}", "time_frame: 7d", "instrumentation_class: CountScansMetric", $"options: {{ scan_type: {type} }}"));
        }

        return aggregate is null
            ? project
            : project.With("aggregates/scanning.yml", $"- {{ name: scanning, operator: OR, source: database, time_frame: [7d], events: [\"{aggregate}\", scans_dast] }}\n");
    }
}
