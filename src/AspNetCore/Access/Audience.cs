namespace ServicePing;

/// <summary>For whom an endpoint is.</summary>
internal enum Audience
{
    /// <summary>Everybody who reaches the program.</summary>
    Anybody,

    /// <summary>Users of the product, who track events.</summary>
    Users,

    /// <summary>Administrators of the installation.</summary>
    Administrators,
}
