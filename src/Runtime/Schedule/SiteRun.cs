using System.Text.Json;
using ServicePing.Runtime.Configuration;
using ServicePing.Runtime.Delivery;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Sites;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Schedule;

/// <summary>Takes a cycle of a secondary site from where it is to its end: computes its report, keeps it and hands it to the primary.</summary>
internal sealed class SiteRun(
    IPingStore store,
    ServicePingSettings settings,
    ServicePingCollector collector,
    PingProgram program,
    KnownSites sites,
    SiteSender sender,
    LiveOptions options,
    LoopLog log)
{
    private readonly OwnReports _reports = new(store);

    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The cycle was lost, or the program ends.</exception>
    internal async Task RunAsync(CycleLease lease)
    {
        PingSettings now = await settings.RefreshAsync(lease.Over).ConfigureAwait(false);
        InstanceSites site = await sites.ReadAsync(lease.Over).ConfigureAwait(false);
        if (!now.IsConfirmed || site.Role != SiteRole.Secondary)
        {
            string reason = now.IsConfirmed ? "This site is no secondary any more." : now.Problems[0];
            await lease.WaitAsync(log, reason, options.Value.Timing.AfterTrouble).ConfigureAwait(false);
        }
        else if (Obstacle(now, site) is { } obstacle)
        {
            await lease.EndAsync(log, CycleState.Skipped, $"Nothing was computed. {obstacle}").ConfigureAwait(false);
        }
        else if (await ReportAsync(lease, site.Name!, now.Permissions).ConfigureAwait(false) is { } report)
        {
            await HandOverAsync(lease, report).ConfigureAwait(false);
        }
    }

    private string? Obstacle(PingSettings now, InstanceSites site) =>
        !now.IsGenerationEnabled ? now.DisabledReason
        : program.Work.Sites.Count == 0 ? "No metric has the operation 'sites', so that the primary lists nothing of a secondary."
        : SiteReport.NameProblem(site.Name) is { } problem ? $"{nameof(ServicePingOptions.Sites)}:{nameof(SitesOptions.Name)} {problem}."
        : null;

    /// <summary>The report of the cycle: that which is kept, or one that is computed now; null where it cannot be.</summary>
    private async Task<SiteReport?> ReportAsync(CycleLease lease, string name, PingPermissions permissions)
    {
        if (await _reports.FindAsync(lease.Over).ConfigureAwait(false) is { } kept && kept.Cycle == lease.Hold.Cycle && kept.Site == name)
        {
            return kept;
        }

        await store.MoveAsync(lease.Hold, CycleState.Computing, "Being computed.", lease.Over).ConfigureAwait(false);
        try
        {
            ServicePingPayload payload = await collector
                .CollectForSiteAsync(permissions, new ShownProgress(lease), lease.Over).ConfigureAwait(false);
            options.Value.AfterStep?.Invoke("computed");
            await lease.ShowNothingAsync().ConfigureAwait(false);
            lease.ThrowIfOver();
            SiteReport report = await _reports.KeepAsync(ReportOf(payload, name, lease.Hold.Cycle), lease.Over).ConfigureAwait(false);
            options.Value.AfterStep?.Invoke("kept");
            return report;
        }
        catch (Exception exception) when (exception is not (PingStoreException or OperationCanceledException))
        {
            log.LogNotComputed(lease.Hold.Cycle, exception);
            await lease.WaitAsync(log, $"The report could not be computed: {exception.GetType().FullName} was thrown; the log has it.",
                options.Value.Timing.TryAgainAfter).ConfigureAwait(false);
            return null;
        }
    }

    /// <summary>A fallback is no number of the site: what was not computed is null, with a word that says why.</summary>
    private SiteReport ReportOf(ServicePingPayload payload, string name, string cycle)
    {
        Dictionary<string, MetricReading> readings = payload.Metrics.ToDictionary(reading => reading.KeyPath, StringComparer.Ordinal);
        Dictionary<string, JsonElement> values = new(StringComparer.Ordinal);
        Dictionary<string, string> statuses = new(StringComparer.Ordinal);
        foreach (string keyPath in ServicePingSites.ReportedMetrics(program).Select(metric => metric.KeyPath))
        {
            if (readings.GetValueOrDefault(keyPath) is { Status: ReadingStatus.Ok } reading)
            {
                values.Add(keyPath, MetricJson.Of(json => reading.Value.WriteTo(json)));
            }
            else
            {
                values.Add(keyPath, JsonElement.Parse("null"u8));
                statuses.Add(keyPath, (readings.GetValueOrDefault(keyPath)?.Status ?? ReadingStatus.Removed).Word());
            }
        }

        return new SiteReport(name, Guid.NewGuid(), 1, payload.RecordedAt)
        {
            Cycle = cycle,
            Version = string.IsNullOrEmpty(options.Value.Version) ? null : options.Value.Version,
            Values = values,
            Statuses = statuses,
        };
    }

    private async Task HandOverAsync(CycleLease lease, SiteReport report)
    {
        if (Settings.ReceiverAddress.Read(options.Value.Sites.Primary) is not { } primary)
        {
            await lease.EndAsync(log, CycleState.Skipped,
                $"Computed and kept for the product to hand over, as {nameof(ServicePingOptions.Sites)}:{nameof(SitesOptions.Primary)} is not set.")
                .ConfigureAwait(false);
            return;
        }

        lease.ThrowIfOver();
        if (await sender.SendAsync(report, lease.Hold, primary, lease.Over).ConfigureAwait(false) is not { } attempt)
        {
            await lease.WaitAsync(log, "What holds was changed while the report was about to be handed over.", options.Value.Timing.Pause).ConfigureAwait(false);
            return;
        }

        options.Value.AfterStep?.Invoke("posted");
        if (attempt.Outcome == SiteSender.Older)
        {
            await _reports.BeginSeriesAsync(report, lease.Over).ConfigureAwait(false);
        }

        if (await store.RecordAsync(lease.Hold, attempt, lease.Over).ConfigureAwait(false) == CycleWrite.Lost)
        {
            return;
        }

        options.Value.AfterStep?.Invoke("answered");
        log.Report(lease.Hold.Cycle, attempt);
        if (!attempt.State.IsFinal())
        {
            await store.LeaveAsync(lease.Hold, attempt.Message, attempt.NextAttemptIn ?? TimeSpan.Zero, lease.Over).ConfigureAwait(false);
        }
    }
}
