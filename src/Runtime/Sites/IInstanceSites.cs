namespace ServicePing;

/// <summary>
/// What the program knows of the sites of the product, where it keeps that itself, such as in a table that is replicated. It takes the place of
/// the options <see cref="SitesOptions.Role"/>, <see cref="SitesOptions.Name"/> and <see cref="SitesOptions.Secondaries"/>.
/// </summary>
/// <remarks>Asked at each step, so that a site that is promoted counts as what it is from then on. An exception puts the step off.</remarks>
public interface IInstanceSites
{
    /// <summary>Says which site this is now, and which others there are.</summary>
    /// <param name="cancellationToken">Is cancelled when the answer is given up.</param>
    ValueTask<InstanceSites> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>The sites of the product as one of them sees them.</summary>
/// <param name="Role">What this site is now.</param>
/// <param name="Name">What it is called by all sites; null where it was never one of several.</param>
/// <param name="Secondaries">The names of the secondary sites that are enabled, in the order in which a ping lists them; this site counts as none.</param>
public sealed record InstanceSites(SiteRole Role, string? Name, IReadOnlyCollection<string> Secondaries);
