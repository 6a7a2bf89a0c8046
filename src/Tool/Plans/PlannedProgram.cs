using Microsoft.Extensions.DependencyInjection;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;
using ServicePing.Definitions.Reading;

namespace ServicePing.Tool.Plans;

/// <summary>A definitions root, or a published program, as the runtime sees it.</summary>
internal sealed class PlannedProgram : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IReadOnlyDictionary<string, MetricDefinition> _definitions;

    private PlannedProgram(IEnumerable<Plan> plans, bool isCompiled, ServiceProvider services)
    {
        _definitions = plans.SelectMany(plan => plan.Metrics)
            .DistinctBy(metric => metric.Metric.KeyPath)
            .ToDictionary(metric => metric.Metric.KeyPath, metric => metric.Metric.Definition, StringComparer.Ordinal);
        IsCompiled = isCompiled;
        _services = services;
    }

    /// <summary>Whether the definitions were carried by assemblies, so that their files are not here.</summary>
    internal bool IsCompiled { get; }

    /// <summary>Reads a program.</summary>
    /// <param name="root">A definitions root, a published program's assembly, or its folder.</param>
    /// <param name="configure">Says where values come from.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UsageException">There are no definitions.</exception>
    internal static PlannedProgram Of(
        FileSystemInfo root, Action<ServicePingBuilder> configure, CancellationToken cancellationToken)
    {
        IReadOnlyList<(string Name, Plan Plan)> plans = CompiledProgram.Read(root);
        bool isCompiled = plans.Count > 0;
        if (!isCompiled)
        {
            plans = [("Definitions", Planned((DirectoryInfo)root, cancellationToken))];
        }

        return Of(plans, isCompiled, configure);
    }

    /// <summary>A program of one set, whose plan is made already.</summary>
    internal static PlannedProgram Of(string name, Plan plan, Action<ServicePingBuilder>? configure = null) =>
        Of([(name, plan)], isCompiled: false, configure ?? (_ => { }));

    private static PlannedProgram Of(
        IReadOnlyList<(string Name, Plan Plan)> plans, bool isCompiled, Action<ServicePingBuilder> configure)
    {
        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(
            services, configure, [.. plans.Select(plan => new PlannedSet(plan.Name, plan.Plan))]);
        return new PlannedProgram(plans.Select(plan => plan.Plan), isCompiled, services.BuildServiceProvider());
    }

    internal T Service<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>The definition of a key path; null for a metric that every installation reports.</summary>
    internal MetricDefinition? DefinitionOf(string keyPath) => _definitions.GetValueOrDefault(keyPath);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static Plan Planned(DirectoryInfo root, CancellationToken cancellationToken)
    {
        List<ReadFile> files = DefinitionFolder.Read(root, mayBeEmpty: true, cancellationToken);
        return files.Count == 0
            ? throw new UsageException($"'{root}' holds neither definitions nor an assembly that carries some.")
            : Planner.Plan(CatalogueBuilder.Build(files.Select(file => file.Meaning)));
    }
}
