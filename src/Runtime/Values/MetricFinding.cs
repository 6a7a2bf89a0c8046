namespace ServicePing;

/// <summary>Something that is wrong with a metric or with the counters, or could be better.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Cause">What was found.</param>
/// <param name="WayOut">What to do.</param>
public sealed record MetricFinding(FindingSeverity Severity, string Cause, string WayOut);

/// <summary>How bad a finding is, in the words of a build.</summary>
public enum FindingSeverity
{
    /// <summary>The metric has no value.</summary>
    Error,

    /// <summary>The metric has its value, and costs more than it had to.</summary>
    Warning,

    /// <summary>Worth to know.</summary>
    Info,
}
