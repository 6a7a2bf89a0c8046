namespace ServicePing;

internal sealed class TokenDoor
{
    internal const string Type = "ServicePing";
    internal const string Scope = "scope";
    internal const string Administrator = "service_ping_administrator";
    internal const string Prefix = "spt_";

    internal static Task<TokenVerdict> LookAsync(string token, CancellationToken cancellationToken) => Task.FromResult(new TokenVerdict(null, 401, token));
}
