namespace ServicePing;

/// <summary>What a look at databases and counters says; nothing was computed.</summary>
/// <param name="Metrics">The metrics, in the order of the payload.</param>
public sealed record VerificationReport(IReadOnlyList<MetricVerification> Metrics)
{
    /// <summary>What is wrong with the store of the counters, the worst first; nothing where there is none, or all is well.</summary>
    public IReadOnlyList<MetricFinding> Counters { get; init; } = [];

    /// <summary>What is wrong with the metrics or could be better, the worst first; what several of them share is one finding.</summary>
    public IReadOnlyList<SharedFinding> Findings =>
    [
        .. from metric in Metrics
           from finding in metric.Findings
           group metric.KeyPath by finding into shared
           orderby shared.Key.Severity
           select new SharedFinding(shared.Key, [.. shared]),
    ];

    /// <summary>Whether every metric can be computed, and every counter written and read.</summary>
    public bool IsSound =>
        Metrics.All(metric => metric.CanBeComputed) && Counters.All(finding => finding.Severity != FindingSeverity.Error);
}

/// <summary>What a look at the database says of one metric.</summary>
/// <param name="KeyPath">The dotted path of the value.</param>
public sealed record MetricVerification(string KeyPath)
{
    /// <summary>The database, by the name that definitions use; null for a sum of metrics.</summary>
    public string? Database { get; init; }

    /// <summary>The tables that are walked.</summary>
    public IReadOnlyList<string> Relations { get; init; } = [];

    /// <summary>What a collection would do slice by slice, such as <c>pages of issues</c> or <c>pages of 48 parts of visits</c>.</summary>
    public IReadOnlyList<string> Walks { get; init; } = [];

    /// <summary>
    /// How the server finds the rows of a slice, such as <c>Index Scan using index_issues_on_created_at</c>; what many parts have alike is
    /// said once.
    /// </summary>
    public IReadOnlyList<string> Access { get; init; } = [];

    /// <summary>What the server's planner expects the metric to cost alone, in its units; null where it could not be asked.</summary>
    public double? Cost { get; init; }

    /// <summary>How many rows the planner expects to be read for it; null where it could not be asked.</summary>
    public double? Rows { get; init; }

    /// <summary>What is wrong or could be better, the worst first.</summary>
    public IReadOnlyList<MetricFinding> Findings { get; init; } = [];

    /// <summary>Whether a collection would have a value.</summary>
    public bool CanBeComputed => Findings.All(finding => finding.Severity != FindingSeverity.Error);
}

/// <summary>A finding of one metric or many, such as a server that cannot be reached.</summary>
/// <param name="Finding">What was found.</param>
/// <param name="KeyPaths">The metrics, in the order of the payload.</param>
public sealed record SharedFinding(MetricFinding Finding, IReadOnlyList<string> KeyPaths);
