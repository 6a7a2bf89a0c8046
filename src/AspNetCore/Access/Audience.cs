namespace ServicePing;

/// <summary>For whom an endpoint is.</summary>
internal enum Audience
{
    /// <summary>Everybody who reaches the program.</summary>
    Anybody,

    /// <summary>Users of the product, who track events.</summary>
    Users,

    /// <summary>Secondary sites, by a token that is called as the site and by nothing else.</summary>
    Sites,

    /// <summary>Administrators of the installation.</summary>
    Administrators,
}
