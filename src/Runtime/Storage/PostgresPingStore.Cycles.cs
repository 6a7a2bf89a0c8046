using Npgsql;

namespace ServicePing.Runtime.Storage;

internal sealed partial class PostgresPingStore
{
    private const string CycleColumns = """
        cycle, kind, due_at, state, reason, owner, fence,
        CASE WHEN lease_until > clock_timestamp() THEN lease_until END,
        attempt, next_attempt_at, changed_at
        """;

    private static readonly string ReportColumns = string.Join(
        ", ", DevOpsAnswer.Features.Select(feature => $"leader_{feature}, instance_{feature}, percentage_{feature}"));

    // The conditions are looked at once the row is locked, and by then the clock may have moved on.
    public async Task<CycleHold?> TakeAsync(Cycle cycle, Guid owner, TimeSpan lease, CancellationToken cancellationToken) =>
        await FindAsync(
            $"""
            INSERT INTO service_ping.cycles AS cycle (cycle, kind, due_at, state, reason, owner, fence, lease_until)
            VALUES ($1, $2, $3, 'due', $4, $5, 1, clock_timestamp() + $6)
            ON CONFLICT (cycle) DO UPDATE
            SET owner = excluded.owner,
                fence = cycle.fence + 1,
                lease_until = clock_timestamp() + $6,
                next_attempt_at = NULL,
                changed_at = clock_timestamp()
            WHERE (cycle.lease_until < clock_timestamp() OR cycle.lease_until > clock_timestamp() + $7)
                AND cycle.state IN {Unfinished}
                AND (cycle.next_attempt_at IS NULL OR cycle.next_attempt_at <= clock_timestamp())
            RETURNING fence, state, attempt
            """,
            [cycle.Name, cycle.Kind.Word(), cycle.DueAt.UtcDateTime, cycle.Reason, owner, lease, CycleRecord.LongestLease],
            row => new CycleHold(cycle.Name, row.GetInt64(0), CycleWords.StateOf(row.GetString(1)), row.GetInt32(2)),
            cancellationToken).ConfigureAwait(false);

    public Task<CycleWrite> RenewAsync(CycleHold hold, TimeSpan lease, CancellationToken cancellationToken) => WriteAsync(
        $"""
        UPDATE service_ping.cycles
        SET lease_until = clock_timestamp() + $3
        WHERE cycle = $1 AND fence = $2 AND state IN {Unfinished}
        RETURNING true
        """,
        [hold.Cycle, hold.Fence, lease],
        cancellationToken);

    public Task<CycleWrite> MoveAsync(
        CycleHold hold, CycleState state, string reason, CancellationToken cancellationToken) => WriteAsync(
        $"""
        UPDATE service_ping.cycles
        SET state = $3,
            reason = $4,
            lease_until = CASE WHEN $3 IN {Unfinished} THEN lease_until ELSE '-infinity' END,
            changed_at = clock_timestamp()
        WHERE cycle = $1 AND fence = $2 AND state IN {Unfinished}
        RETURNING true
        """,
        [hold.Cycle, hold.Fence, state.Word(), reason],
        cancellationToken);

    // Whoever gives a cycle back has no part in it any more, hence another fence.
    public Task<CycleWrite> LeaveAsync(
        CycleHold hold, string reason, TimeSpan nextAttemptIn, CancellationToken cancellationToken) => WriteAsync(
        $"""
        UPDATE service_ping.cycles
        SET reason = $3,
            fence = fence + 1,
            lease_until = '-infinity',
            next_attempt_at = clock_timestamp() + $4,
            changed_at = clock_timestamp()
        WHERE cycle = $1 AND fence = $2 AND state IN {Unfinished}
        RETURNING true
        """,
        [hold.Cycle, hold.Fence, reason, nextAttemptIn],
        cancellationToken);

    public Task<CycleWrite> RecordAsync(CycleHold hold, DeliveryAttempt attempt, CancellationToken cancellationToken)
    {
        List<object> parameters =
        [
            hold.Cycle, hold.Fence, attempt.State.Word(), attempt.Message, OrNull(attempt.NextAttemptIn),
            attempt.Receiver, attempt.Outcome, OrNull(attempt.StatusCode), attempt.SentBytes, attempt.Elapsed,
            OrNull(attempt.UsageDataId), OrNull(attempt.Receipt),
        ];
        string report = "";
        if (attempt.Report is { } answered)
        {
            int first = parameters.Count + 1;
            foreach (FeatureUse use in answered.Uses)
            {
                parameters.AddRange([use.Leader, use.Instance, use.Percentage]);
            }

            string values = string.Join(", ", Enumerable.Range(first, parameters.Count - first + 1).Select(place => $"${place}"));
            report = $"""
                , report AS (
                    INSERT INTO service_ping.dev_ops_reports (cycle, {ReportColumns})
                    SELECT cycle, {values}
                    FROM held
                    ON CONFLICT DO NOTHING
                )
                """;
        }

        return WriteAsync(
            $"""
            WITH held AS (
                UPDATE service_ping.cycles
                SET state = $3,
                    reason = $4,
                    attempt = attempt + 1,
                    next_attempt_at = clock_timestamp() + $5::interval,
                    lease_until = CASE WHEN $3 IN {Unfinished} THEN lease_until ELSE '-infinity' END,
                    changed_at = clock_timestamp()
                WHERE cycle = $1 AND fence = $2 AND state IN {Unfinished}
                RETURNING cycle, attempt, next_attempt_at
            ){report}
            INSERT INTO service_ping.deliveries (
                cycle, attempt, receiver, outcome, message, status_code, sent_bytes, elapsed, next_attempt_at,
                usage_data_id, receipt)
            SELECT cycle, attempt, $6, $7, $4, $8::integer, $9, $10, next_attempt_at, $11::bigint, $12::bytea
            FROM held
            RETURNING true
            """,
            [.. parameters],
            cancellationToken);
    }

    public Task<CycleRecord?> FindCycleAsync(string name, CancellationToken cancellationToken) => FindAsync(
        $"""
        SELECT {CycleColumns}
        FROM service_ping.cycles
        WHERE cycle = $1
        """,
        [name],
        Cycle,
        cancellationToken);

    public async Task<IReadOnlyList<CycleRecord>> CyclesAsync(int most, CancellationToken cancellationToken) => await ReadAsync(
        $"""
        SELECT {CycleColumns}
        FROM service_ping.cycles
        ORDER BY due_at DESC, cycle DESC
        LIMIT $1
        """,
        [most],
        Cycle,
        cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<DeliveryRecord>> DeliveriesAsync(
        string cycle, CancellationToken cancellationToken) => await ReadAsync(
        """
        SELECT
            d.attempt, d.ended_at, d.next_attempt_at, d.receiver, d.outcome, d.message, c.state,
            d.status_code, d.sent_bytes, d.elapsed, d.usage_data_id, d.receipt
        FROM service_ping.deliveries d
        JOIN service_ping.cycles c USING (cycle)
        WHERE cycle = $1
        ORDER BY d.attempt
        """,
        [cycle],
        row => new DeliveryRecord(
            cycle,
            row.GetInt32(0),
            row.GetMoment(1),
            row.FindMoment(2),
            new DeliveryAttempt(row.GetString(3), row.GetString(4), row.GetString(5), CycleWords.StateOf(row.GetString(6)))
            {
                StatusCode = Maybe<int>(row, 7),
                SentBytes = row.GetInt64(8),
                Elapsed = row.GetTimeSpan(9),
                UsageDataId = Maybe<long>(row, 10),
                Receipt = BytesOrNull(row, 11),
            }),
        cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<EgressWeek>> SentAsync(int weeks, CancellationToken cancellationToken) => await ReadAsync(
        """
        SELECT date_trunc('week', ended_at, 'UTC'), receiver, count(*), sum(sent_bytes)::bigint
        FROM service_ping.deliveries
        WHERE receiver <> $1 AND ended_at >= date_trunc('week', clock_timestamp(), 'UTC') - interval '7 days' * ($2 - 1)
        GROUP BY 1, 2
        ORDER BY 1 DESC, receiver COLLATE "C"
        """,
        [DeliveryAttempt.Offline, weeks],
        row => new EgressWeek(
            DateOnly.FromDateTime(row.GetMoment(0).UtcDateTime),
            row.GetString(1),
            (int)row.GetInt64(2),
            row.GetInt64(3)),
        cancellationToken).ConfigureAwait(false);

    public Task<DevOpsReport?> LatestReportAsync(CancellationToken cancellationToken) => FindAsync(
        $"""
        SELECT cycle, created_at, {ReportColumns}
        FROM service_ping.dev_ops_reports
        ORDER BY created_at DESC
        LIMIT 1
        """,
        [],
        row => new DevOpsReport(
            row.GetString(0),
            row.GetMoment(1),
            [
                .. DevOpsAnswer.Features.Select((_, feature) => new FeatureUse(
                    row.GetDouble((feature * 3) + 2), row.GetDouble((feature * 3) + 3), row.GetDouble((feature * 3) + 4))),
            ]),
        cancellationToken);

    private async Task<CycleWrite> WriteAsync(string sql, object[] parameters, CancellationToken cancellationToken) =>
        (await ReadAsync(sql, parameters, row => row.GetBoolean(0), cancellationToken).ConfigureAwait(false)).Count > 0
            ? CycleWrite.Done
            : CycleWrite.Lost;

    private static CycleRecord Cycle(NpgsqlDataReader row) =>
        new(row.GetString(0), CycleWords.KindOf(row.GetString(1)), row.GetMoment(2))
        {
            State = CycleWords.StateOf(row.GetString(3)),
            Reason = row.GetString(4),
            Owner = row.GetGuid(5),
            Fence = row.GetInt64(6),
            LeaseUntil = row.FindMoment(7),
            Attempt = row.GetInt32(8),
            NextAttemptAt = row.FindMoment(9),
            ChangedAt = row.GetMoment(10),
        };
}
