using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Emission;

/// <summary>Metrics with <c>available_when</c> are there where the program says so.</summary>
public class AvailabilityTests
{
    private static TestProject Licensed => new TestProject()
        .With("metrics/always.yml", Metric("counts.always"))
        .With("metrics/seats.yml", Metric("license.seats", "available_when: has_license"))
        .With("metrics/owner.yml", Metric("license.owners", "available_when: has_license\nmilestone_removed: \"2.0\"\nremoved_by_url:")
            .Replace("status: active", "status: removed", StringComparison.Ordinal))
        .With("metrics/zones.yml", Metric("zones", "available_when: has_zones"));

    [Theory]
    [InlineData(true, true, "counts.always license.seats zones")]
    [InlineData(false, true, "counts.always zones")]
    [InlineData(true, false, "counts.always license.seats")]
    public async Task The_program_answers_for_each_name(bool hasLicense, bool hasZones, string expected)
    {
        using GeneratedSet generated = new(Licensed.Generate().Compiles().Compilation);
        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(
            services, ping => ping.AvailableWhen("has_license", _ => hasLicense).AvailableWhen("has_zones", _ => hasZones), generated.Set);
        await using ServiceProvider provider = services.BuildServiceProvider();

        ServicePingPayload payload = await provider.GetRequiredService<ServicePingCollector>().CollectAsync();
        Assert.Equal(expected, string.Join(" ", payload.Metrics.Where(metric => metric.Value.ToString() == "9").Select(metric => metric.KeyPath)));
        Assert.Equal(hasZones, JsonDocument.Parse(payload.Json).RootElement.TryGetProperty("zones", out _));
    }

    [Fact]
    public void A_set_without_such_metrics_says_nothing_of_them() => Assert.DoesNotContain(
        new TestProject().With("metrics/always.yml", Metric("counts.always")).Generate().Texts.Keys, name => name.Contains("Availability", StringComparison.Ordinal));

    [Fact]
    public void Another_name_prints_its_list_alone()
    {
        GeneratorOutcome first = Licensed.Generate();
        GeneratorOutcome renamed = first.Then(Licensed.Edit("metrics/zones.yml", text => text.Replace("has_zones", "has_regions", StringComparison.Ordinal)));

        Assert.Contains("ForgeMetricSet.Availability.g.cs", renamed.FilesChangedSince(first));
        Assert.DoesNotContain("ForgeMetricSet.Metrics.00.g.cs", renamed.FilesChangedSince(first));
    }

    private static string Metric(string keyPath, string lines = "") => Yaml.Metric(keyPath, "database", "query: { value: 9 }\n" + lines);
}
