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
    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    internal Task<SiteReport> KeepAsync(SiteReport draft, CancellationToken cancellationToken) => ExchangedFact.ExchangeAsync(
        store,
        InstanceNames.SiteReport,
        (fact, _) =>
        {
            SiteReport? latest = fact is null ? null : Read(fact.Value);

            // A site that is called otherwise now is another one to the primary.
            SiteReport next = latest is null || latest.Site != draft.Site ? draft
                : latest.Cycle == draft.Cycle ? latest
                : draft with { Series = latest.Series, Number = latest.Number + 1 };
            ReadOnlyMemory<byte>? kept = next == latest ? default(ReadOnlyMemory<byte>?) : next.ToJson();
            return (next, kept);
        },
        cancellationToken);

    /// <summary>Numbers a report anew: the primary has a later one of this store, which therefore was put back to an earlier state.</summary>
    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    internal Task<SiteReport> BeginSeriesAsync(SiteReport report, CancellationToken cancellationToken) => ExchangedFact.ExchangeAsync(
        store,
        InstanceNames.SiteReport,
        (fact, _) =>
        {
            SiteReport? latest = fact is null ? null : Read(fact.Value);
            bool isLatest = latest?.Series == report.Series && latest.Number == report.Number;
            SiteReport next = isLatest ? report with { Series = Guid.NewGuid(), Number = 1 } : latest ?? report;
            ReadOnlyMemory<byte>? kept = isLatest ? next.ToJson() : default(ReadOnlyMemory<byte>?);
            return (next, kept);
        },
        cancellationToken);

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
