namespace ServicePing;

/// <summary>What a personal access token may be used for.</summary>
internal static class TokenScopes
{
    internal const string ReadServicePing = "read_service_ping";
    internal const string Api = "api";
    internal const string AiWorkflows = "ai_workflows";
}
