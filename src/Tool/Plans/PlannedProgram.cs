using Microsoft.Extensions.DependencyInjection;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;

namespace ServicePing.Tool.Plans;

/// <summary>A definitions root as the runtime sees a program that is built from it.</summary>
internal sealed class PlannedProgram : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private PlannedProgram(Plan plan, ServiceProvider services)
    {
        Plan = plan;
        _services = services;
    }

    /// <summary>How values are computed, as far as the definitions tell.</summary>
    internal Plan Plan { get; }

    internal static PlannedProgram Of(
        DirectoryInfo root, Action<ServicePingBuilder> configure, CancellationToken cancellationToken)
    {
        Plan plan = Planner.Plan(
            CatalogueBuilder.Build(DefinitionFolder.Read(root, cancellationToken).Select(file => file.Meaning)));
        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(services, configure, new PlannedSet(plan));
        return new PlannedProgram(plan, services.BuildServiceProvider());
    }

    internal T Service<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>The definition of a key path; null for a metric that every installation reports.</summary>
    internal MetricDefinition? DefinitionOf(string keyPath) =>
        Plan.Metrics.FirstOrDefault(metric => metric.Metric.KeyPath == keyPath)?.Metric.Definition;

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
