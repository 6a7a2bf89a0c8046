using ServicePing.Definitions.Model;
using ServicePing.Generators.Inputs;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Inputs;

public class DefinitionInputsTests
{
    [Theory]
    [InlineData("/project/ServicePing/metrics/a.yml", "metrics/a.yml", DefinitionKind.Metric)]
    [InlineData("/project/ServicePing/metrics/counts/a.yml", "metrics/counts/a.yml", DefinitionKind.Metric)]
    [InlineData("/project/App/.././ServicePing/metrics/.a.yml", "metrics/.a.yml", DefinitionKind.Metric)]
    [InlineData("\\project\\ServicePing\\queries\\a.yml", "queries/a.yml", DefinitionKind.Query)]
    [InlineData("/project/ServicePing/events/a.yml", "events/a.yml", DefinitionKind.Event)]
    [InlineData("/project/ServicePing/known_events/a.yml", "known_events/a.yml", DefinitionKind.KnownEvent)]
    [InlineData("/project/ServicePing/aggregates/a.yml", "aggregates/a.yml", DefinitionKind.Aggregate)]
    [InlineData("/project/ServicePing/overrides/a.yml", "overrides/a.yml", DefinitionKind.Override)]
    [InlineData("/project/ServicePing/vocabulary.yml", "vocabulary.yml", DefinitionKind.Vocabulary)]
    public void The_folder_below_the_root_says_the_kind(string path, string relative, DefinitionKind kind) =>
        Assert.Equal(new DefinitionPlace(relative, kind), Inputs("").Find(path));

    [Theory]
    [InlineData("/project/ServicePing/a.yml")]
    [InlineData("/project/ServicePing/others/a.yml")]
    [InlineData("/project/ServicePing/metrics/a.json")]
    [InlineData("/project/metrics/a.yml")]
    [InlineData("/project/ServicePing2/metrics/a.yml")]
    public void Other_files_are_no_definitions(string path) => Assert.Null(Inputs("").Find(path));

    [Fact]
    public void A_file_from_elsewhere_is_linked_with_its_kind()
    {
        DefinitionInputs inputs = Inputs("metric=/shared/a.yml|event=C:\\b=c.yml|nonsense|nothing=/shared/d.yml");

        Assert.Equal(new DefinitionPlace("../../shared/a.yml", DefinitionKind.Metric), inputs.Find("/shared/a.yml"));
        Assert.Equal(DefinitionKind.Event, inputs.Find("C:/b=c.yml")?.Kind);
        Assert.Null(inputs.Find("/shared/d.yml"));
    }

    [Fact]
    public void Paths_arrive_escaped()
    {
        TestProject project = new TestProject().WithProperty("ServicePingDefinitionsRoot", "%2FC%23%2FServicePing%2F");

        Assert.Equal(
            new DefinitionPlace("metrics/a.yml", DefinitionKind.Metric),
            DefinitionInputs.From(new TestOptions(project.Properties).GlobalOptions).Find("/C#/ServicePing/metrics/a.yml"));
    }

    private static DefinitionInputs Inputs(string linked) => DefinitionInputs.From(
        new TestOptions(new TestProject().WithProperty("ServicePingLinkedFiles", linked).Properties).GlobalOptions);
}
