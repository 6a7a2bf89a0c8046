using ServicePing.Dictionary;

namespace ServicePing.Tool.Explaining;

/// <summary>How a metric's value comes about, from its definition to what it costs.</summary>
/// <param name="Metric">What the definitions tell, and what a collection has measured.</param>
/// <param name="Database">What a live database tells; null where nobody asked one, or the metric is not read from it.</param>
internal sealed record Explanation(MetricEntry Metric, MetricVerification? Database);
