namespace ServicePing;

/// <summary>What a token may be used for.</summary>
public static class TokenScopes
{
    /// <summary>The kept reports, by an administrator's token.</summary>
    public const string ReadServicePing = "read_service_ping";

    /// <summary>All that its user may do.</summary>
    public const string Api = "api";

    /// <summary>Tracking events.</summary>
    public const string AiWorkflows = "ai_workflows";

    /// <summary>Handing over the report of the secondary site as which the token is called, and nothing else.</summary>
    public const string SiteReport = "site_report";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = Array.AsReadOnly([ReadServicePing, Api, AiWorkflows, SiteReport]);
}
