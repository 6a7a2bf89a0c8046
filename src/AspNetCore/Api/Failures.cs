using Microsoft.AspNetCore.Http;

namespace ServicePing;

/// <summary>What an endpoint answers where something fails.</summary>
internal static class Failures
{
    /// <summary>The answer; null for what is a defect and the host's to report.</summary>
    internal static Problem? Of(Exception exception) => exception switch
    {
        RefusedException refused => refused.Problem,
        PingHistoryException => new Problem(StatusCodes.Status503ServiceUnavailable, exception.Message) { RetryAfter = TimeSpan.FromSeconds(10) },
        SettingException { InnerException: not null } or OfflineException { InnerException: not null } =>
            new Problem(StatusCodes.Status503ServiceUnavailable, exception.Message) { RetryAfter = TimeSpan.FromSeconds(10) },
        SettingException { IsLocked: false } => new Problem(StatusCodes.Status400BadRequest, exception.Message),
        SettingException or OfflineException => new Problem(StatusCodes.Status409Conflict, exception.Message),
        _ => null,
    };
}
