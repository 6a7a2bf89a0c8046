using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;

namespace ServicePing.Definitions.Tests.Catalogue;

public sealed class CatalogueTests
{
    [Fact]
    public void A_list_of_time_frames_makes_a_key_path_each()
    {
        DefinitionCatalogue catalogue = TestProject.Of("metrics/a.yml", Yaml.Metric("time_frame: [all, 28d, 7d]")).Catalogue();
        Assert.Equal(
            [
                ("counts.issues_open", TimeFrame.All), ("counts.issues_open_monthly", TimeFrame.TwentyEightDays),
                ("counts.issues_open_weekly", TimeFrame.SevenDays),
            ],
            catalogue.Metrics.Select(metric => (metric.KeyPath, metric.TimeFrame)));
    }

    [Theory]
    [InlineData("7d", TimeFrame.SevenDays)]
    [InlineData("28d", TimeFrame.TwentyEightDays)]
    [InlineData("all", TimeFrame.All)]
    [InlineData("none", TimeFrame.None)]
    public void A_single_time_frame_leaves_the_key_path_alone(string text, TimeFrame frame)
    {
        Metric metric = Assert.Single(TestProject.Of("metrics/a.yml", Yaml.Metric($"time_frame: {text}")).Catalogue().Metrics);
        Assert.Equal(("counts.issues_open", frame), (metric.KeyPath, metric.TimeFrame));
    }

    [Fact]
    public void Metrics_stand_in_the_order_of_their_segments() =>
        Assert.Equal(
            ["a", "a.b", "a.b.c", "a.b_c", "a2.b", "a_b.c"],
            Names("a_b.c", "a2.b", "a.b_c", "a.b.c", "a.b", "a").Catalogue().Metrics.Select(metric => metric.KeyPath));

    [Fact]
    public void Of_two_definitions_of_one_key_path_the_first_by_file_stays()
    {
        DefinitionCatalogue catalogue = new TestProject()
            .With("metrics/b.yml", Yaml.Metric("description: The second"))
            .With("metrics/a.yml", Yaml.Metric("description: The first"))
            .Catalogue();
        Assert.Equal("The first", Assert.Single(catalogue.Metrics).Definition.Description);
    }

    [Fact]
    public void The_order_of_the_files_does_not_matter()
    {
        List<ReadFile> files = TestProject.Forge().With("metrics/other.yml", Yaml.Metric("description: A duplicate")).Read();
        DefinitionCatalogue catalogue = CatalogueBuilder.Build(files.Select(file => file.Meaning));
        Assert.Equal(catalogue, CatalogueBuilder.Build(Enumerable.Reverse(files).Select(file => file.Meaning)));
        Assert.Equal(12, catalogue.Metrics.Count);
    }

    [Fact]
    public void Only_events_that_the_program_may_track_are_in_the_catalogue()
    {
        DefinitionCatalogue catalogue = new TestProject()
            .With("events/a.yml", Yaml.Event("action: tracked"))
            .With("events/b.yml", Yaml.Event("action: old", "-internal_events"))
            .With("events/c.yml", Yaml.Event("action: gone", "status: removed", "milestone_removed: '2.0'", "removed_by_url:"))
            .Catalogue();
        Assert.Equal(["tracked"], catalogue.Events.Select(definition => definition.Action));
    }

    private static TestProject Names(params string[] keyPaths)
    {
        TestProject project = new();
        foreach (string keyPath in keyPaths)
        {
            project.With($"metrics/{keyPath}.yml", Yaml.Metric($"key_path: {keyPath}"));
        }

        return project;
    }
}
