using System.Reflection;
using System.Runtime.Loader;
using ServicePing.Definitions.Embedding;
using ServicePing.Definitions.Export;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Yaml;
using ServicePing.Generators.Tests.Support;
using ServicePing.Runtime.Catalogue;
using ServicePing.Runtime.Plans;

namespace ServicePing.Generators.Tests.Sets;

/// <summary>The catalogue that an assembly carries.</summary>
public sealed class CatalogueTests
{
    [Fact]
    public void The_runtime_lists_a_set_as_the_tool_lists_its_files()
    {
        TestProject project = ForgeProject.Create();
        AssemblyLoadContext context = new(null, isCollectible: true);
        Assembly assembly = context.LoadFromStream(new MemoryStream(AcmeDefinitions.Image(project, "Forge")));
        MetricSet set = (MetricSet)assembly.GetCustomAttributes<MetricSetAttribute>().Single().SetType.GetProperty("Instance")!.GetValue(null)!;
        List<DefinitionFile> files = [.. project.Files.Select(file =>
            DefinitionReader.ReadAt(file.Path, file.Path[TestProject.Root.Length..], () => file.GetText().ToString())).OfType<ReadFile>().Select(read => read.Meaning)];

        ServicePingCatalogue catalogue = new([set]);

        Assert.Equal(DefinitionList.Of(files, DefinitionKind.Metric).ToYaml(), catalogue.ToYaml());
        Assert.Equal(DefinitionList.Of(files, DefinitionKind.Metric, includesPaths: true).ToYaml(), catalogue.ToYaml(includePaths: true));
        context.Unload();
    }

    [Theory]
    [InlineData("Issues \"\"\"\" with quotes")]
    [InlineData("A lone \\uD800 surrogate, a \\u2028 line and a \\u0000 zero")]
    [InlineData("{ braces } and ^ and | and \\\\ and é 💥")]
    public void What_a_description_says_survives_the_compiler(string written)
    {
        string quoted = "\"" + written.Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
        TestProject project = new TestProject().With("metrics/a.yml", Yaml.Count("counts.a").Replace("What counts.a counts", quoted, StringComparison.Ordinal));
        string expected = Assert.Single(DefinitionReader.Read(
            new SourceFile("a.yml", "metrics/a.yml", DefinitionKind.Metric, project.Files[0].GetText().ToString())).Meaning.Metrics).Description;
        AssemblyLoadContext context = new(null, isCollectible: true);
        Assembly assembly = context.LoadFromStream(new MemoryStream(AcmeDefinitions.Image(project, "Forge")));

        string text = Assert.Single(assembly.GetType("Forge.ForgeMetricSet")!.GetCustomAttributes<MetricCatalogueAttribute>()).Text;

        Assert.Equal(expected, Assert.Single(CatalogueDecoder.Decode(text)[0].Metrics).Description);
        context.Unload();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_text_of_another_version_is_refused_with_its_line(int version) => Assert.Contains(
        "Line 1", Assert.Throws<FormatException>(() => CatalogueText.Read($"ServicePing catalogue {version}\n").ToList()).Message, StringComparison.Ordinal);
}
