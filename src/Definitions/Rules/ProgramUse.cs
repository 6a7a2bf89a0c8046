using ServicePing.Definitions.Problems;

namespace ServicePing.Definitions.Rules;

/// <summary>What the C# of a program, with its references, does with definitions.</summary>
/// <param name="SetName">The name of the program's metric set, such as <c>Forge</c>, on which the names of event methods depend.</param>
/// <param name="EventMethods">The names of event methods that are called, such as <c>CreateIssue</c>, or tracked by name.</param>
/// <param name="Metrics">Where typed members of metrics are used.</param>
public sealed record ProgramUse(string SetName, IReadOnlyCollection<string> EventMethods, IReadOnlyList<MetricUse> Metrics);

/// <summary>A place where the typed member of a metric is used.</summary>
/// <param name="KeyPath">The key path of the metric.</param>
/// <param name="Place">The place.</param>
public sealed record MetricUse(string KeyPath, RelatedPlace Place);
