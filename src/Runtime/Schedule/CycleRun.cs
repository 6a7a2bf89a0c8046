using ServicePing.Runtime.Configuration;
using ServicePing.Runtime.Delivery;
using ServicePing.Runtime.Offline;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Reports;
using ServicePing.Runtime.Sites;
using ServicePing.Runtime.Storage;

namespace ServicePing.Runtime.Schedule;

/// <summary>Takes a cycle from where it is to its end, or to where it has to wait: computes its pings, keeps and sends them.</summary>
/// <remarks>Each step is written before the next begins, so that whoever takes the cycle after a crash goes on from there.</remarks>
internal sealed class CycleRun(
    IPingStore store,
    ServicePingSettings settings,
    ServicePingReports reports,
    PingSender sender,
    PingProgram program,
    ServicePingCatalogue catalogue,
    SiteRun site,
    KnownSites sites,
    LiveOptions options,
    LoopLog log,
    TimeProvider clock)
{
    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The cycle was lost, or the program ends.</exception>
    internal async Task RunAsync(CycleLease lease)
    {
        options.Value.AfterStep?.Invoke("taken");
        if (SiteCycles.IsOfSite(lease.Hold.Cycle))
        {
            await site.RunAsync(lease).ConfigureAwait(false);
            return;
        }

        if (await sites.IsSecondaryAsync(lease.Over).ConfigureAwait(false))
        {
            await lease.WaitAsync(log, "This site is a secondary now, and the primary makes the ping.", options.Value.Timing.AfterTrouble).ConfigureAwait(false);
            return;
        }

        if (lease.Hold.State is CycleState.Due or CycleState.Computing && !await ComputeAsync(lease).ConfigureAwait(false))
        {
            return;
        }

        await SendAsync(lease).ConfigureAwait(false);
    }

    /// <summary>Whether the cycle has its ping.</summary>
    private async Task<bool> ComputeAsync(CycleLease lease)
    {
        PingSettings now = await settings.RefreshAsync(lease.Over).ConfigureAwait(false);
        if (!now.IsConfirmed)
        {
            await lease.WaitAsync(log, now.Problems[0], options.Value.Timing.AfterTrouble).ConfigureAwait(false);
            return false;
        }

        if (!now.IsGenerationEnabled)
        {
            await lease.EndAsync(log, CycleState.Skipped, $"Nothing was computed. {now.DisabledReason}").ConfigureAwait(false);
            return false;
        }

        long started = clock.GetTimestamp();
        await store.MoveAsync(lease.Hold, CycleState.Computing, "Being computed.", lease.Over).ConfigureAwait(false);
        try
        {
            await KeepWithoutSqlAsync(lease, now.Permissions).ConfigureAwait(false);
            KeepOutcome outcome = await KeepAllValuesAsync(lease, now.Permissions).ConfigureAwait(false);
            options.Value.AfterStep?.Invoke("kept");
            return outcome != KeepOutcome.Lost;
        }
        catch (Exception exception) when (exception is not (PingStoreException or OperationCanceledException))
        {
            string type = exception.GetType().FullName!;
            log.LogNotComputed(lease.Hold.Cycle, exception);
            await lease.WaitAsync(log, $"The ping could not be computed: {type} was thrown; the log has it.", options.Value.Timing.TryAgainAfter)
                .ConfigureAwait(false);
            if (now.Receiver is { } receiver)
            {
                ErrorCause cause = ErrorCause.Of("The ping could not be computed", exception);
                await sender.SendErrorAsync(cause, clock.GetElapsedTime(started), receiver, lease.Over).ConfigureAwait(false);
            }

            return false;
        }
    }

    /// <summary>The two that say how values are computed; where one fails, the ping itself does not wait for it.</summary>
    private async Task KeepWithoutSqlAsync(CycleLease lease, PingPermissions permissions)
    {
        try
        {
            ServicePingPayload values = await reports.NonSqlValuesAsync(permissions, lease.Over).ConfigureAwait(false);
            await store.KeepAsync(
                lease.Hold,
                new PingDraft(PingKind.NonSql, values.RecordedAt, values.Json) { Metadata = values.ToMetadata().Json },
                lease.Over).ConfigureAwait(false);
            QueriesReport queries = reports.Queries(permissions);
            await store.KeepAsync(lease.Hold, new PingDraft(PingKind.Queries, queries.RecordedAt, queries.Json), lease.Over)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (PingStoreException or OperationCanceledException))
        {
            log.LogReportNotComputed(lease.Hold.Cycle, exception);
        }
    }

    private async Task<KeepOutcome> KeepAllValuesAsync(CycleLease lease, PingPermissions permissions)
    {
        ServicePingPayload payload = await reports.AllValuesAsync(permissions, new ShownProgress(lease), lease.Over).ConfigureAwait(false);
        options.Value.AfterStep?.Invoke("computed");
        await lease.ShowNothingAsync().ConfigureAwait(false);
        return await store.KeepAsync(
            lease.Hold,
            new PingDraft(PingKind.AllValues, payload.RecordedAt, payload.Json) { Metadata = payload.ToMetadata().Json },
            lease.Over).ConfigureAwait(false);
    }

    private async Task SendAsync(CycleLease lease)
    {
        PingSettings now = await settings.RefreshAsync(lease.Over).ConfigureAwait(false);
        if (!now.IsConfirmed)
        {
            await lease.WaitAsync(log, now.Problems[0], options.Value.Timing.AfterTrouble).ConfigureAwait(false);
            return;
        }

        if (await new KeptReceipts(store).FindAsync(lease.Hold.Cycle, lease.Over).ConfigureAwait(false) is not null)
        {
            await lease.EndAsync(log, CycleState.Sent, "The receiver has the ping: its receipt was imported.").ConfigureAwait(false);
            return;
        }

        KeptPing? ping = await store.FindPingAsync(PingKind.AllValues, lease.Hold.Cycle, lease.Over).ConfigureAwait(false);
        string? obstacle = now.DisabledReason
            ?? (now.Receiver is null ? $"There is no receiver; set {nameof(ServicePingOptions.Receiver)}." : null)
            ?? (ping is null ? "Its ping is not kept any more." : null)
            ?? KeptPermission.Violation(program, catalogue, now.Permissions, ping!.Bytes)
            ?? PingClaim.Of(ping!).Obstacle;
        if (obstacle is not null)
        {
            await lease.EndAsync(log, CycleState.Skipped, $"Computed and kept, and not sent. {obstacle}").ConfigureAwait(false);
            return;
        }

        SendPermission permission = await settings.MaySendAsync(lease.Over).ConfigureAwait(false);
        if (!permission.IsAllowed)
        {
            DateTimeOffset present = await store.NowAsync(lease.Over).ConfigureAwait(false);
            TimeSpan wait = permission.From is { } from && from > present ? from - present : options.Value.Timing.TryAgainAfter;
            await lease.WaitAsync(log, $"Computed and kept, and not sent yet. {permission.Reason}", wait).ConfigureAwait(false);
            return;
        }

        lease.ThrowIfOver();
        await DeliverAsync(lease, ping!, now.Receiver!).ConfigureAwait(false);
    }

    private async Task DeliverAsync(CycleLease lease, KeptPing ping, Uri receiver)
    {
        DeliveryAttempt? attempt = await sender.SendAsync(ping, lease.Hold, receiver, lease.Over).ConfigureAwait(false);
        if (attempt is null)
        {
            await lease.WaitAsync(log, "What holds was changed while the ping was about to be sent.", options.Value.Timing.Pause).ConfigureAwait(false);
            return;
        }

        options.Value.AfterStep?.Invoke("posted");
        if (await store.RecordAsync(lease.Hold, attempt, lease.Over).ConfigureAwait(false) == CycleWrite.Lost)
        {
            return;
        }

        options.Value.AfterStep?.Invoke("answered");
        log.Report(lease.Hold.Cycle, attempt);
        switch (attempt.State)
        {
            case CycleState.Sent:
                await sender.SendMetadataAsync(ping, receiver, lease.Over).ConfigureAwait(false);
                break;
            case CycleState.Failed:
                await sender.SendErrorAsync(ErrorCause.Of(attempt), attempt.Elapsed, receiver, lease.Over).ConfigureAwait(false);
                break;
            default:
                await store.LeaveAsync(lease.Hold, attempt.Message, attempt.NextAttemptIn ?? TimeSpan.Zero, lease.Over).ConfigureAwait(false);
                break;
        }
    }
}
