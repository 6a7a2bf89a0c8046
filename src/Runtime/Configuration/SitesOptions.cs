namespace ServicePing;

/// <summary>Which of several sites of one product this is, and how a secondary hands its numbers to the primary.</summary>
/// <remarks>The section <c>Sites</c> of the configuration. Where the program has an <see cref="IInstanceSites"/>, that says role and names.</remarks>
public sealed class SitesOptions
{
    /// <summary>What the site is; the primary by default, which sends pings. A change acts from the next step of the loop on.</summary>
    public SiteRole Role { get; set; } = SiteRole.Primary;

    /// <summary>What the site is called by all sites: a text of at most 255 characters; a secondary needs one, and so does a primary that was one.</summary>
    public string? Name { get; set; }

    /// <summary>The names of the secondary sites that are enabled; the primary's own counts as none. None by default.</summary>
    public ISet<string> Secondaries { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Where a secondary hands its report to: the address of the primary's REST API, such as <c>https://forge.example.com/api/v4</c>; http is
    /// for this machine alone. Null, the default, where the product hands it over by a channel of its own.
    /// </summary>
    public string? Primary { get; set; }

    /// <summary>The token with which it is handed over: of the primary, with the scope <see cref="TokenScopes.SiteReport"/>.</summary>
    public string? Token { get; set; }

    /// <summary>A PEM file with the authorities of the primary's certificate; null, the default, for those that the machine trusts.</summary>
    public string? CertificateAuthorities { get; set; }

    /// <summary>
    /// After what time without a new report a site's numbers are null, by the primary's clock, 1 to 24 days; 15 days by default: a report is
    /// due each week, so that two were missed and the second had a day to arrive.
    /// </summary>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromDays(15);
}
