using ServicePing.Runtime.Collection;
using ServicePing.Runtime.Configuration;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Sites;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Sources;

/// <summary>Lists what secondary sites have reported; nothing is asked of them.</summary>
internal sealed class SitesReader(IPingStore store, KnownSites sites, LiveOptions options) : IMetricSource
{
    public IEnumerable<int> Slots(PingWork work) => work.Sites.Select(list => list.Slot);

    public async Task ReadAsync(CollectionRun run, CancellationToken cancellationToken)
    {
        if (run.Work.Sites.Count == 0)
        {
            return;
        }

        try
        {
            InstanceSites now = await sites.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (now.Role == SiteRole.Secondary || now.Secondaries.Count == 0)
            {
                foreach (CompositePlan list in run.Work.Sites)
                {
                    run.Readings.LeaveOut(
                        list.Slot, now.Role == SiteRole.Secondary ? "This site is a secondary, and the primary lists it." : "No secondary site is enabled.");
                }

                return;
            }

            Dictionary<string, KeptSite> kept = await ServicePingSites.ReadAllAsync(store, cancellationToken).ConfigureAwait(false);
            DateTimeOffset moment = await store.NowAsync(cancellationToken).ConfigureAwait(false);
            foreach (CompositePlan list in run.Work.Sites)
            {
                run.Readings.Answer(list.Slot, () => Set(list, run, now.Secondaries, kept, moment));
            }
        }
        catch (PingStoreException exception)
        {
            foreach (CompositePlan list in run.Work.Sites)
            {
                run.Readings.Fail(list.Slot, new Failure(ReadingStatus.Unavailable, exception.Message)
                {
                    LogReason = "What sites have reported cannot be read.",
                    ExportReason = "What sites have reported cannot be read.",
                });
            }
        }
    }

    private void Set(
        CompositePlan list, CollectionRun run, IReadOnlyCollection<string> secondaries, Dictionary<string, KeptSite> kept, DateTimeOffset moment)
    {
        SiteList value = SiteList.Of(
            [.. list.Parts.Select(part => run.Scope.RefusalOf(part) is null ? run.Metrics[part] : null)],
            [.. list.Parts.Select(part => MemberOf(run.Metrics[part].KeyPath))],
            secondaries,
            kept,
            moment,
            options.Value.Sites.StaleAfter);
        run.Readings.Ok(list.Slot, value.Value, TimeSpan.Zero, value.Message);
        run.Readings.Export(list.Slot, value.Exported);
    }

    private static string MemberOf(string keyPath) => keyPath[(keyPath.LastIndexOf('.') + 1)..];
}
