namespace ServicePing;

/// <summary>A site's report cannot be taken or made: why, and what helps. Nothing was changed.</summary>
public sealed class SiteReportException : Exception
{
    internal SiteReportException(SiteReportProblem problem, string message, Exception? cause = null)
        : base(message, cause) => Problem = problem;

    /// <summary>What kind of reason it is.</summary>
    public SiteReportProblem Problem { get; }
}

/// <summary>Why a site's report cannot be taken or made.</summary>
public enum SiteReportProblem
{
    /// <summary>It is not as a report has to be; the same will never be taken.</summary>
    Malformed,

    /// <summary>No secondary site of that name is enabled, or another site hands it over.</summary>
    UnknownSite,

    /// <summary>This site is a secondary itself.</summary>
    NotPrimary,

    /// <summary>The store cannot be used; the same may be taken later.</summary>
    StoreUnavailable,
}
