namespace ServicePing;

/// <summary>What became of a site's report that has come to the primary.</summary>
public enum SiteReportOutcome
{
    /// <summary>It is kept, and counts from now on.</summary>
    Accepted,

    /// <summary>It had come before; nothing was changed, also not the moment from which its age counts.</summary>
    Known,

    /// <summary>A later one is kept, which stays.</summary>
    Older,
}
