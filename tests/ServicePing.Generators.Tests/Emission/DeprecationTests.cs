using Microsoft.CodeAnalysis;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Emission;

/// <summary>What is deprecated goes on, and says so to those who use it.</summary>
public class DeprecationTests
{
    private const string Deprecated = "deprecated: { reason: \"Use \\\"weights\\\" instead.\", since: 2026-11-30 }";

    private static readonly TestProject Project = new TestProject()
        .With("metrics/issues.yml", Yaml.Count("counts.issues", more: $"unit: issues\n{Deprecated}"))
        .With("events/search.yml", Yaml.Event("search", $"additional_properties: {{ label: {{ description: Where, values: [all, mine] }} }}\n{Deprecated}"));

    [Fact]
    public void Member_and_method_say_why_and_the_metric_is_planned_as_before()
    {
        GeneratorOutcome outcome = Project.Generate().Compiles();
        string members = outcome.Texts["ForgeMetrics.00.g.cs"];

        Assert.Contains("[global::System.Obsolete(\"Deprecated since 2026-11-30: Use \\\"weights\\\" instead.\")]\n", members, StringComparison.Ordinal);
        Assert.Contains("database · issues · planning", members, StringComparison.Ordinal);
        Assert.Contains("Obsolete(\"Deprecated since 2026-11-30", outcome.Texts["ForgeEvents.00.g.cs"], StringComparison.Ordinal);
        Assert.Empty(outcome.Compilation.GetDiagnostics().Where(one => one.Id is "CS0612" or "CS0618"));
        foreach (string text in outcome.Texts.Keys.Where(key => !key.Contains("Catalogue", StringComparison.Ordinal) && key is not ("ForgeMetrics.00.g.cs" or "ForgeEvents.00.g.cs")))
        {
            Assert.Equal(Plain().Texts[text], outcome.Texts[text]);
        }
    }

    [Theory]
    [InlineData("ForgeMetrics.Counts.Issues")]
    [InlineData("new System.Action<ForgeEvents>(events => events.Search())")]
    public void Whoever_uses_it_is_told(string use) =>
        Assert.Contains(
            Project.WithSource($"namespace Forge; internal static class User {{ internal static object Use() => {use}; }}").Generate().Compilation.GetDiagnostics(),
            one => one.Id == "CS0618" && one.GetMessage(null).Contains("Use \"weights\" instead.", StringComparison.Ordinal));

    private static GeneratorOutcome Plain() => Project
        .Edit("metrics/issues.yml", text => text.Replace(Deprecated, "", StringComparison.Ordinal))
        .Edit("events/search.yml", text => text.Replace(Deprecated, "", StringComparison.Ordinal))
        .Generate();
}
