namespace ServicePing;

/// <summary>What a request must bring to an endpoint.</summary>
/// <param name="Audience">For whom it is.</param>
/// <param name="Scopes">The scopes of which a personal access token must have one.</param>
/// <param name="IsPage">Whether whoever is not signed in is sent to the program's own way of signing in, rather than told so.</param>
internal sealed record Gate(Audience Audience, IReadOnlyList<string> Scopes, bool IsPage = false)
{
    /// <summary>The status for a request that another site may have forged: GitLab's API takes it for one that nobody has signed.</summary>
    internal int WhenForged => IsPage ? 403 : 401;

    /// <summary>Reads reports.</summary>
    internal static Gate Reports { get; } = new(Audience.Administrators, [TokenScopes.ReadServicePing, TokenScopes.Api]);

    /// <summary>Reads and changes what administrators decide.</summary>
    internal static Gate Administration { get; } = new(Audience.Administrators, [TokenScopes.Api]);

    /// <summary>Tracks.</summary>
    internal static Gate Tracking { get; } = new(Audience.Users, [TokenScopes.Api, TokenScopes.AiWorkflows]);

    /// <summary>Increments counters of older generations.</summary>
    internal static Gate Counters { get; } = new(Audience.Users, [TokenScopes.Api]);

    /// <summary>Hands over what a secondary site has computed.</summary>
    internal static Gate Sites { get; } = new(Audience.Sites, [TokenScopes.SiteReport]);

    /// <summary>What everybody may read.</summary>
    internal static Gate Open { get; } = new(Audience.Anybody, TokenScopes.All);

    /// <summary>The administrator's page; a token is no way into it.</summary>
    internal static Gate Page { get; } = new(Audience.Administrators, [], IsPage: true);
}
