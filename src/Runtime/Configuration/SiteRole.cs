namespace ServicePing;

/// <summary>What a site is among those of one product.</summary>
public enum SiteRole
{
    /// <summary>It takes writes and sends pings, in which its secondaries have a place.</summary>
    Primary,

    /// <summary>It follows the primary, computes numbers of its own and hands them to it; it sends no ping.</summary>
    Secondary,
}
