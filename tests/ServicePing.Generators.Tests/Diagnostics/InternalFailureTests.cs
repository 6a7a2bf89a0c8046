using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Planning;
using ServicePing.Generators.Models;
using ServicePing.Generators.Projection;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Diagnostics;

/// <summary>Defects of the generator itself, put in where it turns plans into models.</summary>
public class InternalFailureTests
{
    private static readonly TestProject Sound = ForgeProject.Create().With("metrics/list.yml", $"""
        {Yaml.Count("counts.first").TrimEnd()}
        ---
        {Yaml.Count("counts.second").TrimEnd()}
        """);

    [Fact]
    public void Definitions_at_which_planning_fails_are_named_at_their_key_paths_and_cost_no_other()
    {
        GeneratorOutcome outcome = (Sound with { Projection = FailsAt("counts.second", "license.seats") }).Generate();

        Assert.Equal(
            ["metrics/list.yml(16,10)-(16,23) counts.second fails", "metrics/seats.yml(1,10)-(1,23) license.seats fails"],
            outcome.Diagnostics.Select(Show).Order(StringComparer.Ordinal));
        Assert.Equal(
            (Sound with { Files = [.. Sound.Files.Where(file => !file.Path.EndsWith("/seats.yml", StringComparison.Ordinal))] })
                .Edit("metrics/list.yml", text => text[..text.IndexOf("---", StringComparison.Ordinal)]).Generate().Texts.Where(IsNoCatalogue),
            outcome.Compiles().Texts.Where(IsNoCatalogue));
    }

    [Fact]
    public void Definitions_that_fail_only_together_cost_one_of_them()
    {
        static SetModel Project(Plan plan, MetricSetName set) =>
            Has(plan, "counts.first") && Has(plan, "license.seats") ? throw new InvalidOperationException("both") : SetProjection.Project(plan, set);

        GeneratorOutcome outcome = (Sound with { Projection = Project }).Generate();

        Assert.Equal("SP9001", Assert.Single(outcome.Diagnostics).Id);
        Assert.NotEqual(Location.None, outcome.Diagnostics[0].Location);
        outcome.Compiles();
    }

    [Fact]
    public void A_failure_that_is_no_definition_s_fault_is_reported_once_and_without_a_place()
    {
        GeneratorOutcome outcome = (Sound with { Projection = static (_, _) => throw new InvalidOperationException("always") }).Generate();

        Diagnostic diagnostic = Assert.Single(outcome.Diagnostics);
        Assert.Equal(("SP9001", Location.None, "always"), (diagnostic.Id, diagnostic.Location, diagnostic.GetMessage(null)));
        outcome.Compiles();
    }

    [Fact]
    public void Whether_definitions_are_few_or_many_a_failure_at_each_is_reported_once()
    {
        TestProject project = new() { Projection = static (plan, set) => plan.Metrics.Count > 1 ? throw new InvalidOperationException("many") : SetProjection.Project(plan, set) };
        for (int i = 0; i < 100; i++)
        {
            project = project.With($"metrics/{i}.yml", Yaml.Count($"counts.metric_{i}"));
        }

        Assert.Equal(Location.None, Assert.Single(project.Generate().Compiles().Diagnostics).Location);
    }

    [Fact]
    public void An_emitter_that_fails_costs_its_file_alone()
    {
        static SetModel Project(Plan plan, MetricSetName set) =>
            SetProjection.Project(plan, set) with { KnownEventMethods = [new KnownEventMethods(set, 0, 0, new[] { (KnownEventMethod)null! }.ToEquatableArray())] };

        GeneratorOutcome outcome = (Sound with { Projection = Project }).Generate();

        Diagnostic diagnostic = Assert.Single(outcome.Diagnostics);
        Assert.Equal("SP9001", diagnostic.Id);
        Assert.StartsWith("ForgeKnownEvents.00.g.cs: ", diagnostic.GetMessage(null), StringComparison.Ordinal);
        Assert.Equal(
            Sound.Generate().Texts.Where(file => file.Key != "ForgeKnownEvents.00.g.cs").OrderBy(file => file.Key, StringComparer.Ordinal),
            outcome.Texts.OrderBy(file => file.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void A_sound_project_reports_nothing() => Assert.Empty(Sound.Generate().Diagnostics);

    private static Func<Plan, MetricSetName, SetModel> FailsAt(params string[] keyPaths) => (plan, set) =>
        keyPaths.FirstOrDefault(keyPath => Has(plan, keyPath)) is { } bad
            ? throw new InvalidOperationException($"{bad} fails")
            : SetProjection.Project(plan, set);

    private static bool Has(Plan plan, string keyPath) => plan.Metrics.Any(metric => metric.Metric.KeyPath == keyPath);

    private static string Show(Diagnostic diagnostic)
    {
        Assert.Equal("SP9001", diagnostic.Id);
        FileLinePositionSpan place = diagnostic.Location.GetLineSpan();
        string span = $"({place.StartLinePosition.Line + 1},{place.StartLinePosition.Character})-({place.EndLinePosition.Line + 1},{place.EndLinePosition.Character})";
        return $"{place.Path[TestProject.Root.Length..]}{span} {diagnostic.GetMessage(null)}";
    }

    /// <summary>The catalogue says what files say, whatever becomes of it.</summary>
    private static bool IsNoCatalogue(KeyValuePair<string, string> file) => !file.Key.Contains(".Catalogue.", StringComparison.Ordinal);
}
