using ServicePing.Runtime.Configuration;
using ServicePing.Runtime.Storage;

namespace ServicePing.Runtime.Sites;

/// <summary>Which site this is now, as the program says or else the options.</summary>
internal sealed class KnownSites(IInstanceSites? own, LiveOptions options)
{
    /// <summary>What metrics write under <c>available_when</c> that are those of a secondary site.</summary>
    internal const string SecondarySite = "secondary_site";

    /// <summary>Which site this is, and the secondaries without it: a store that was copied may know it as one.</summary>
    /// <exception cref="PingStoreException">The program cannot tell.</exception>
    internal async ValueTask<InstanceSites> ReadAsync(CancellationToken cancellationToken)
    {
        InstanceSites told = await ToldAsync(cancellationToken).ConfigureAwait(false);
        return told with
        {
            Secondaries = [.. told.Secondaries.Where(name => !string.Equals(name, told.Name, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)],
        };
    }

    private async ValueTask<InstanceSites> ToldAsync(CancellationToken cancellationToken)
    {
        if (own is null)
        {
            SitesOptions sites = options.Value.Sites;
            return new InstanceSites(sites.Role, sites.Name, [.. sites.Secondaries.Order(StringComparer.Ordinal)]);
        }

        try
        {
            return await own.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PingStoreException(
                $"Nobody can say which site this is: {own.GetType().FullName} threw a {exception.GetType().FullName}. See why its ReadAsync does.", exception);
        }
    }

    /// <exception cref="PingStoreException">The program cannot tell.</exception>
    internal async ValueTask<bool> IsSecondaryAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken).ConfigureAwait(false)).Role == SiteRole.Secondary;
}
