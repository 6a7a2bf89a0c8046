namespace ServicePing.Runtime.Storage;

internal sealed partial class FolderPingStore
{
    public Task<CycleHold?> TakeAsync(Cycle cycle, Guid owner, TimeSpan lease, CancellationToken cancellationToken) =>
        StepAsync<CycleHold?>(
            (ledger, now) =>
            {
                LedgerCycle taken;
                if (ledger.Find(cycle.Name) is not { } there)
                {
                    taken = new LedgerCycle(
                        cycle.Name,
                        cycle.Kind.Word(),
                        cycle.DueAt,
                        CycleState.Due.Word(),
                        cycle.Reason,
                        owner,
                        Fence: 1,
                        now + lease,
                        Attempt: 0,
                        NextAttemptAt: null,
                        now);
                }
                else if (!there.IsFinal
                    && (there.LeaseUntil < now || there.LeaseUntil > now + CycleRecord.LongestLease)
                    && !(there.NextAttemptAt > now))
                {
                    taken = there with
                    {
                        Owner = owner,
                        Fence = there.Fence + 1,
                        LeaseUntil = now + lease,
                        NextAttemptAt = null,
                        ChangedAt = now,
                    };
                }
                else
                {
                    return (ledger, null);
                }

                return (
                    ledger.With(taken), new CycleHold(taken.Name, taken.Fence, CycleWords.StateOf(taken.State), taken.Attempt));
            },
            cancellationToken);

    public Task<CycleWrite> RenewAsync(CycleHold hold, TimeSpan lease, CancellationToken cancellationToken) =>
        WriteAsync(hold, (cycle, now) => cycle with { LeaseUntil = now + lease }, cancellationToken);

    public Task<CycleWrite> MoveAsync(CycleHold hold, CycleState state, string reason, CancellationToken cancellationToken) =>
        WriteAsync(hold, (cycle, now) => cycle.Moved(state, reason, now), cancellationToken);

    public Task<CycleWrite> LeaveAsync(
        CycleHold hold, string reason, TimeSpan nextAttemptIn, CancellationToken cancellationToken) => WriteAsync(
        hold,
        (cycle, now) => cycle with
        {
            Reason = reason,
            Fence = cycle.Fence + 1,
            LeaseUntil = DateTimeOffset.MinValue,
            NextAttemptAt = now + nextAttemptIn,
            ChangedAt = now,
        },
        cancellationToken);

    public Task<CycleWrite> RecordAsync(CycleHold hold, DeliveryAttempt attempt, CancellationToken cancellationToken) => StepAsync(
        (ledger, now) =>
        {
            if (ledger.Find(hold) is not { } cycle)
            {
                return (ledger, CycleWrite.Lost);
            }

            LedgerDelivery delivery = new(
                cycle.Name,
                cycle.Attempt + 1,
                now,
                attempt.Receiver,
                attempt.Outcome,
                attempt.Message,
                attempt.StatusCode,
                attempt.SentBytes,
                attempt.Elapsed,
                now + attempt.NextAttemptIn,
                attempt.UsageDataId,
                attempt.Receipt?.ToArray());
            Ledger next = ledger.With(cycle.Moved(attempt.State, attempt.Message, now) with
            {
                Attempt = delivery.Attempt,
                NextAttemptAt = delivery.NextAttemptAt,
            });
            bool isFirstReport = attempt.Report is not null && ledger.Reports.All(report => report.Cycle != cycle.Name);
            return (next with
            {
                Deliveries = [.. next.Deliveries, delivery],
                Reports = isFirstReport
                    ? [.. next.Reports, new LedgerReport(cycle.Name, now, attempt.Report!.Uses)]
                    : next.Reports,
            }, CycleWrite.Done);
        },
        cancellationToken);

    public Task<CycleRecord?> FindCycleAsync(string name, CancellationToken cancellationToken) =>
        ReadAsync((ledger, now) => ledger.Find(name)?.ToRecord(now), cancellationToken);

    public Task<IReadOnlyList<CycleRecord>> CyclesAsync(int most, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<CycleRecord>>(
            (ledger, now) =>
            [
                .. ledger.Cycles
                    .OrderByDescending(cycle => cycle.DueAt)
                    .ThenByDescending(cycle => cycle.Name, StringComparer.Ordinal)
                    .Take(most)
                    .Select(cycle => cycle.ToRecord(now)),
            ],
            cancellationToken);

    public Task<IReadOnlyList<DeliveryRecord>> DeliveriesAsync(string cycle, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<DeliveryRecord>>(
            (ledger, _) =>
            [
                .. ledger.Deliveries
                    .Where(delivery => delivery.Cycle == cycle)
                    .OrderBy(delivery => delivery.Attempt)
                    .Select(delivery => delivery.ToRecord(CycleWords.StateOf(ledger.Find(cycle)!.State))),
            ],
            cancellationToken);

    public Task<IReadOnlyList<EgressWeek>> SentAsync(int weeks, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<EgressWeek>>(
            (ledger, now) =>
            [
                .. ledger.Deliveries
                    .Where(delivery => delivery.Receiver != DeliveryAttempt.Offline)
                    .GroupBy(delivery => (Begin: MondayOf(delivery.EndedAt), delivery.Receiver))
                    .Where(group => group.Key.Begin >= MondayOf(now).AddDays(-7 * (weeks - 1)))
                    .OrderByDescending(group => group.Key.Begin)
                    .ThenBy(group => group.Key.Receiver, StringComparer.Ordinal)
                    .Select(group => new EgressWeek(
                        group.Key.Begin, group.Key.Receiver, group.Count(), group.Sum(delivery => delivery.SentBytes))),
            ],
            cancellationToken);

    public Task<DevOpsReport?> LatestReportAsync(CancellationToken cancellationToken) => ReadAsync(
        (ledger, _) => ledger.Reports is [.., var latest] ? new DevOpsReport(latest.Cycle, latest.CreatedAt, latest.Uses) : null,
        cancellationToken);

    private Task<CycleWrite> WriteAsync(
        CycleHold hold, Func<LedgerCycle, DateTimeOffset, LedgerCycle> write, CancellationToken cancellationToken) => StepAsync(
        (ledger, now) => ledger.Find(hold) is { } cycle
            ? (ledger.With(write(cycle, now)), CycleWrite.Done)
            : (ledger, CycleWrite.Lost),
        cancellationToken);

    private static DateOnly MondayOf(DateTimeOffset moment)
    {
        DateOnly day = DateOnly.FromDateTime(moment.UtcDateTime);
        return day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
    }
}
