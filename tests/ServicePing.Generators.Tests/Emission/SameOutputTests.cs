using System.Globalization;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Emission;

/// <summary>The output is the same to the byte wherever and however the project is built.</summary>
public class SameOutputTests
{
    /// <summary>A culture of our own, as machines without ICU know no other than the invariant one.</summary>
    [Fact]
    public void The_culture_of_the_machine_makes_no_difference()
    {
        CultureInfo culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NegativeSign = "minus ";
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        IReadOnlyDictionary<string, string> expected = Project().Generate().Texts;
        CultureInfo before = Thread.CurrentThread.CurrentCulture;
        try
        {
            Thread.CurrentThread.CurrentCulture = culture;

            Assert.Equal("minus 1,5", $"{-1.5}");
            Assert.Equal(expected, Project().Generate().Texts);
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_ends_of_lines_of_definitions_make_no_difference()
    {
        TestProject project = Project();
        TestProject windows = project with
        {
            Files = [.. project.Files.Select(file => new CountedText(
                file.Path, file.GetText().ToString().Replace("\r", "", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal)))],
        };

        Assert.Equal(project.Generate().Texts, windows.Generate().Texts);
        Assert.All(windows.Generate().Texts.Values, text => Assert.DoesNotContain('\r', text));
    }

    [Fact]
    public void The_order_of_many_files_makes_no_difference()
    {
        TestProject project = Project();
        CountedText[] files = [.. project.Files];
        new Random(6).Shuffle(files);

        Assert.Equal(
            project.Generate().Texts.OrderBy(file => file.Key, StringComparer.Ordinal),
            (project with { Files = [.. files] }).Generate().Texts.OrderBy(file => file.Key, StringComparer.Ordinal));
    }

    /// <summary>The twin: what is not the same does show.</summary>
    [Fact]
    public void Another_description_makes_a_difference()
    {
        TestProject project = Project();

        Assert.NotEqual(
            project.Generate().Texts,
            project.Edit("metrics/issues.yml", text => text.Replace("What counts.issues counts", "Issues", StringComparison.Ordinal)).Generate().Texts);
    }

    /// <summary>The project of the snapshots, and more rows than one part has.</summary>
    private static TestProject Project()
    {
        TestProject project = ForgeProject.Create()
            .With("metrics/below.yml", Yaml.Metric("settings.below", "system", "query: { value: -1.5 }", timeFrame: "none"))
            .With("metrics/batch.yml", Yaml.Count("counts.batch", more: "  batch: { start: -10, finish: 1000000 }"));
        for (int i = 0; i < 150; i++)
        {
            project = project.With($"metrics/many/{i}.yml", Yaml.Count($"counts.İstanbul_{i}.title_{i % 7}"));
        }

        return project;
    }
}
