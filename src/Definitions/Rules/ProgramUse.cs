namespace ServicePing.Definitions.Rules;

/// <summary>What the C# of a program, with its references, does with definitions.</summary>
/// <param name="EventMethods">The names of event methods that are called, such as <c>CreateIssue</c>, or tracked by name.</param>
/// <param name="Metrics">Where typed members of metrics are used.</param>
public sealed record ProgramUse(IReadOnlyCollection<string> EventMethods, IReadOnlyList<MetricUse> Metrics);

/// <summary>A place where the typed member of a metric is used.</summary>
/// <param name="Member">The member below the class of the metrics, such as <c>Counts.IssuesOpen</c>.</param>
/// <param name="Place">The place.</param>
public sealed record MetricUse(string Member, RelatedPlace Place);
