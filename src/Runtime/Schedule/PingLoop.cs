using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using ServicePing.Runtime.Configuration;
using ServicePing.Runtime.Sites;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Schedule;

/// <summary>
/// Looks what is to be done, does it and waits, as long as the program runs. Every process of an installation has one; what is kept
/// decides which of them has a cycle.
/// </summary>
internal sealed class PingLoop(
    IPingStore store,
    ServicePingSettings settings,
    LiveOptions options,
    CycleRun run,
    KnownSites sites,
    ServicePingErasure erasure,
    LoopLog log,
    LoopInstruments instruments,
    TimeProvider clock) : BackgroundService
{
    private const int Latest = 50;

    private readonly Guid _owner = Guid.NewGuid();
    private readonly SemaphoreSlim _woken = new(0);

    /// <summary>Goes through a cycle that somebody has asked for, as far as it comes now; the loop of any process sees to what is left.</summary>
    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    internal async Task<CycleRecord> RunNowAsync(string who, CancellationToken cancellationToken)
    {
        DateTimeOffset now = await store.NowAsync(cancellationToken).ConfigureAwait(false);
        string name = $"by-hand-{Timestamp.Format(now)}";
        bool isSecondary = await sites.IsSecondaryAsync(cancellationToken).ConfigureAwait(false);
        Cycle cycle = new(isSecondary ? SiteCycles.NameOf(name) : name, CycleKind.ByHand, now, $"{who} has asked for it.");
        try
        {
            await TakeAndRunAsync(cycle, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The cycle was lost or may be: the record says how far it is.
        }

        return (await store.FindCycleAsync(cycle.Name, cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>What is to be done now, and since when there is a loop.</summary>
    /// <exception cref="PingStoreException">The store cannot be used.</exception>
    internal async Task<NextStep> LookAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = await store.NowAsync(cancellationToken).ConfigureAwait(false);
        SiteRole role = (await sites.ReadAsync(cancellationToken).ConfigureAwait(false)).Role;
        WeeklyTime schedule = ScheduleOf(await settings.RefreshAsync(cancellationToken).ConfigureAwait(false), role);
        DateTimeOffset since = await KeptMoment.KeepOnceAsync(store, InstanceNames.LoopSince, now, cancellationToken).ConfigureAwait(false);
        Dictionary<string, CycleRecord> cycles = (await store.CyclesAsync(Latest, cancellationToken).ConfigureAwait(false))
            .ToDictionary(cycle => cycle.Name, StringComparer.Ordinal);
        string current = NextStep.NameOf(schedule.LatestDue(now), role);
        if (!cycles.ContainsKey(current)
            && await store.FindCycleAsync(current, cancellationToken).ConfigureAwait(false) is { } older)
        {
            cycles.Add(current, older);
        }

        return NextStep.Of(now, schedule, since, cycles.Values, options.Value.Timing, role);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        settings.Changed += Wake;
        bool isAnnounced = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            TimeSpan wait;
            try
            {
                if (!isAnnounced)
                {
                    await AnnounceAsync(stoppingToken).ConfigureAwait(false);
                    isAnnounced = true;
                }

                wait = await StepAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (OperationCanceledException)
            {
                // The cycle was lost or may be: whoever has it now goes on.
                wait = options.Value.Timing.Pause;
            }
            catch (PingStoreException exception)
            {
                log.LogStoreTrouble(exception.Message);
                wait = options.Value.Timing.AfterTrouble;
            }
            catch (Exception exception)
            {
                // Whatever the product's own code throws must not end the host.
                log.LogTrouble(exception);
                wait = options.Value.Timing.AfterTrouble;
            }

            await WaitAsync(wait, stoppingToken).ConfigureAwait(false);
        }
    }

    /// <summary>Does the next thing, and says how long nothing is to be done then.</summary>
    private async Task<TimeSpan> StepAsync(CancellationToken end)
    {
        LoopTiming timing = options.Value.Timing;
        await erasure.DeliverDueAsync(end).ConfigureAwait(false);
        NextStep step = await LookAsync(end).ConfigureAwait(false);
        switch (step.Kind)
        {
            case StepKind.Run:
                return await TakeAndRunAsync(step.Cycle, end).ConfigureAwait(false) ? TimeSpan.Zero : timing.Pause;
            case StepKind.CatchUp:
                await TakeAndLeaveAsync(step.Cycle, end).ConfigureAwait(false);
                return timing.Pause;
            case StepKind.GiveUp:
                await GiveUpAsync(step.Cycle, end).ConfigureAwait(false);
                return timing.Pause;
            default:
                return step.Wait < timing.Pause ? timing.Pause : step.Wait > timing.LookEvery ? timing.LookEvery : step.Wait;
        }
    }

    /// <summary>Whether this process had the cycle.</summary>
    private async Task<bool> TakeAndRunAsync(Cycle cycle, CancellationToken end)
    {
        await using CycleLease? lease =
            await CycleLease.TakeAsync(store, cycle, _owner, options.Value.Timing, clock, end).ConfigureAwait(false);
        if (lease is null)
        {
            return false;
        }

        using Activity? activity = instruments.Begin(cycle);
        log.LogRuns(cycle.Name, cycle.Reason);
        try
        {
            await run.RunAsync(lease).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            await GiveBackAsync(lease.Hold).ConfigureAwait(false);
            throw;
        }

        await store.RemoveOldAsync(options.Value.RetentionWeeks, end).ConfigureAwait(false);
        await erasure.RemoveOldAsync(options.Value.RetentionWeeks, end).ConfigureAwait(false);
        await ServicePingTokens.RemoveOldAsync(store, options.Value.RetentionWeeks, end).ConfigureAwait(false);
        return true;
    }

    /// <summary>Lets another process go on at once instead of when the lease has run out; the program's end waits for it only briefly.</summary>
    private async Task GiveBackAsync(CycleHold hold)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(2), clock);
        try
        {
            await store.LeaveAsync(hold, "The process that had it has ended.", TimeSpan.Zero, limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is PingStoreException or OperationCanceledException)
        {
            // The lease runs out.
        }
    }

    /// <summary>The moment is kept, so that no restart puts it off.</summary>
    private async Task TakeAndLeaveAsync(Cycle cycle, CancellationToken end)
    {
        if (await store.TakeAsync(cycle, _owner, options.Value.Timing.Lease, end).ConfigureAwait(false) is { State: CycleState.Due } hold)
        {
            TimeSpan delay = WeeklySchedule.CatchUpDelay(options.Value.Uuid, cycle.Name);
            string reason = $"It was due at {Timestamp.Format(cycle.DueAt)}, when nothing ran; it is caught up with.";
            await store.LeaveAsync(hold, reason, delay, end).ConfigureAwait(false);
            log.LogWaits(cycle.Name, delay, reason);
        }
    }

    /// <summary>It need not be taken, and may be waiting: its fence is enough, since whoever takes it meanwhile has another.</summary>
    private async Task GiveUpAsync(Cycle cycle, CancellationToken end)
    {
        DateTimeOffset now = await store.NowAsync(end).ConfigureAwait(false);
        if (await store.FindCycleAsync(cycle.Name, end).ConfigureAwait(false) is { } record && !record.IsHeldAt(now))
        {
            CycleHold hold = new(record.Name, record.Fence, record.State, record.Attempt);
            string reason = $"Given up, as the next one is due. {record.Reason}";
            if (await store.MoveAsync(hold, CycleState.Failed, reason, end).ConfigureAwait(false) == CycleWrite.Done)
            {
                log.LogEnded(cycle.Name, CycleState.Failed, reason);
            }
        }
    }

    /// <summary>The first look at a ping that is on begins the notice, also where nothing is due for days.</summary>
    private async Task AnnounceAsync(CancellationToken end)
    {
        SendPermission permission = await settings.MaySendAsync(end).ConfigureAwait(false);
        PingSettings now = settings.Current;
        NextStep step = await LookAsync(end).ConfigureAwait(false);
        log.LogStart(
            now.IsEnabled ? "on" : "off", permission.Reason, Timestamp.Format(step.Cycle.DueAt), now.Receiver?.ToString() ?? "nowhere");
    }

    private void Wake() => _woken.Release();

    private WeeklyTime ScheduleOf(PingSettings now, SiteRole role)
    {
        WeeklyTime ofPing = WeeklySchedule.Of(options.Value.Uuid);
        return now.Schedule ?? (role == SiteRole.Secondary ? SiteCycles.Before(ofPing) : ofPing);
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken end)
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(end);
        await Task.WhenAny(_woken.WaitAsync(over.Token), Task.Delay(wait, clock, over.Token)).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
    }

    public override void Dispose()
    {
        settings.Changed -= Wake;
        _woken.Dispose();
        base.Dispose();
    }
}
