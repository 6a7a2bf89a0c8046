using System.Text.Json;
using ServicePing.Runtime.Storage;

namespace ServicePing.Runtime.Sites;

/// <summary>What a secondary site has computed, in its own store: the latest alone, which is all that the primary asks for.</summary>
internal sealed class OwnReports(IPingStore store)
{
    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    internal async Task<SiteReport?> FindAsync(CancellationToken cancellationToken) =>
        await store.FindKeptAsync(InstanceNames.SiteReport, cancellationToken).ConfigureAwait(false) is { } kept ? Read(kept) : null;

    /// <summary>Keeps a report as the next; where the cycle has one already, that stays.</summary>
    /// <exception cref="PingStoreException">The store cannot be used, or another process keeps reports under another name.</exception>
    internal async Task<SiteReport> KeepAsync(SiteReport draft, CancellationToken cancellationToken)
    {
        while (true)
        {
            byte[]? before = await store.FindKeptAsync(InstanceNames.SiteReport, cancellationToken).ConfigureAwait(false);
            SiteReport? latest = before is null ? null : Read(before);
            if (latest is not null && latest.Cycle == draft.Cycle && latest.Site == draft.Site)
            {
                return latest;
            }

            // A site that is called otherwise now is another one to the primary.
            SiteReport next = latest is null || latest.Site != draft.Site
                ? draft
                : draft with { Series = latest.Series, Number = latest.Number + 1 };
            if (await store.ExchangeAsync(InstanceNames.SiteReport, before, next.ToJson(), note: null, cancellationToken).ConfigureAwait(false))
            {
                return next;
            }
        }
    }

    /// <summary>Numbers a report anew: the primary has a later one of this store, which therefore was put back to an earlier state.</summary>
    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    internal async Task BeginSeriesAsync(SiteReport report, CancellationToken cancellationToken) => await store.ExchangeAsync(
        InstanceNames.SiteReport,
        report.ToJson(),
        (report with { Series = Guid.NewGuid(), Number = 1 }).ToJson(),
        note: null,
        cancellationToken).ConfigureAwait(false);

    private static SiteReport Read(byte[] kept)
    {
        try
        {
            return SiteReport.Read(kept);
        }
        catch (Exception exception) when (exception is JsonException or SiteReportException)
        {
            throw new PingStoreException(
                $"What is kept as '{InstanceNames.SiteReport}' cannot be read: a later version of ServicePing has written it, or it was changed. "
                + $"Remove the row of that name from 'instance'; the next cycle makes another. {exception.Message}", exception);
        }
    }
}
