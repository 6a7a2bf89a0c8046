using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Programs;

/// <summary>Why a metric is not computed.</summary>
/// <param name="Reason">What the program says.</param>
/// <param name="Failure">What went wrong when it was asked; null where it said no.</param>
internal sealed record UnavailableMetric(string Reason, Failure? Failure);
