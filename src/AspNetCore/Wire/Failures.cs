using Microsoft.AspNetCore.Http;

namespace ServicePing;

/// <summary>What is answered where something fails.</summary>
internal static class Failures
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    /// <summary>The answer; null for what is a defect and the host's to report.</summary>
    internal static Problem? Of(Exception exception) => exception switch
    {
        RefusedException refused => refused.Problem,
        PingHistoryException
            or TokenStoreException
            or SiteReportException { Problem: SiteReportProblem.StoreUnavailable }
            or SettingException { InnerException: not null }
            or OfflineException { InnerException: not null }
            or ErasureException { InnerException: not null } =>
            new Problem(StatusCodes.Status503ServiceUnavailable, exception.Message) { RetryAfter = Soon },
        SiteReportException { Problem: SiteReportProblem.Malformed } => new Problem(StatusCodes.Status400BadRequest, exception.Message),
        SiteReportException { Problem: SiteReportProblem.UnknownSite } => new Problem(StatusCodes.Status403Forbidden, exception.Message),
        SiteReportException => new Problem(StatusCodes.Status409Conflict, exception.Message),
        TokenException or SettingException { IsLocked: false } => new Problem(StatusCodes.Status400BadRequest, exception.Message),
        SettingException or OfflineException or ErasureException => new Problem(StatusCodes.Status409Conflict, exception.Message),
        _ => null,
    };
}
