using System.Security.Cryptography;
using Npgsql;

namespace ServicePing.Runtime.Storage;

internal sealed partial class PostgresPingStore
{
    private const string PingColumns = "p.kind, p.number, p.cycle, p.recorded_at, p.kept_at, p.size, p.sha256, p.previous_sha256";

    // The lock on the row of the chain puts pings of one kind in an order; it is held for this statement and no longer.
    public async Task<KeepOutcome> KeepAsync(CycleHold hold, PingDraft ping, CancellationToken cancellationToken) =>
        await OneAsync(
            $"""
            WITH there AS (
                SELECT
                FROM service_ping.pings
                WHERE cycle = $1 AND kind = $3
            ),
            held AS (
                UPDATE service_ping.cycles
                SET state = CASE WHEN $3 = 'all_values' AND state IN ('due', 'computing') THEN 'kept' ELSE state END,
                    changed_at = clock_timestamp()
                WHERE cycle = $1 AND fence = $2 AND state IN {Unfinished}
                RETURNING cycle
            ),
            link AS (
                UPDATE service_ping.chains
                SET length = length + 1,
                    previous_sha256 = last_sha256,
                    last_sha256 = $6
                FROM held
                WHERE kind = $3 AND NOT EXISTS (TABLE there)
                RETURNING kind, length, previous_sha256, held.cycle
            ),
            ping AS (
                INSERT INTO service_ping.pings (kind, number, cycle, recorded_at, size, bytes, sha256, previous_sha256)
                SELECT kind, length, cycle, $4, octet_length($5), $5, $6, previous_sha256
                FROM link
                RETURNING kind, number
            ),
            cost AS (
                INSERT INTO service_ping.metadata (kind, number, bytes)
                SELECT kind, number, $7::bytea
                FROM ping
                WHERE $7::bytea IS NOT NULL
            )
            SELECT EXISTS (TABLE held), EXISTS (TABLE ping)
            """,
            [
                hold.Cycle, hold.Fence, ping.Kind.Word(), ping.RecordedAt.UtcDateTime, ping.Bytes,
                SHA256.HashData(ping.Bytes.Span), OrNull(ping.Metadata),
            ],
            row => (row.GetBoolean(0), row.GetBoolean(1)) switch
            {
                (true, true) => KeepOutcome.Kept,
                (true, false) => KeepOutcome.AlreadyKept,
                _ => KeepOutcome.Lost,
            },
            cancellationToken).ConfigureAwait(false);

    public Task<KeptPing?> FindPingAsync(PingKind kind, string cycle, CancellationToken cancellationToken) => FindAsync(
        $"""
        SELECT {PingColumns}, p.bytes, m.bytes
        FROM service_ping.pings p
        LEFT JOIN service_ping.metadata m USING (kind, number)
        WHERE p.cycle = $2 AND kind = $1
        """,
        [kind.Word(), cycle],
        Ping,
        cancellationToken);

    public Task<KeptPing?> LatestPingAsync(PingKind kind, CancellationToken cancellationToken) => FindAsync(
        $"""
        SELECT {PingColumns}, p.bytes, m.bytes
        FROM service_ping.pings p
        LEFT JOIN service_ping.metadata m USING (kind, number)
        WHERE kind = $1 AND p.kept_at >= date_trunc('day', clock_timestamp(), 'UTC') - interval '7 days'
        ORDER BY number DESC
        LIMIT 1
        """,
        [kind.Word()],
        Ping,
        cancellationToken);

    public async Task<IReadOnlyList<PingRecord>> PingsAsync(PingKind kind, int most, CancellationToken cancellationToken) =>
        await ReadAsync(
            $"""
            SELECT {PingColumns}
            FROM service_ping.pings p
            WHERE kind = $1
            ORDER BY number DESC
            LIMIT $2
            """,
            [kind.Word(), most],
            row => Record(row),
            cancellationToken).ConfigureAwait(false);

    public async Task<ChainVerdict> VerifyAsync(PingKind kind, CancellationToken cancellationToken)
    {
        ChainCheck? check = null;
        (long Length, string? Last) end = default;
        await ReadAsync(
            $"""
            SELECT {PingColumns}, p.bytes, c.length, c.last_sha256, c.removed, c.removed_sha256
            FROM service_ping.chains c
            LEFT JOIN service_ping.pings p USING (kind)
            WHERE kind = $1
            ORDER BY p.number
            """,
            [kind.Word()],
            row =>
            {
                check ??= new ChainCheck(row.GetInt64(11), HexOrNull(row, 12));
                end = (row.GetInt64(9), HexOrNull(row, 10));
                if (!row.IsDBNull(1))
                {
                    check.Add(Record(row), row.GetFieldValue<byte[]>(8));
                }

                return true;
            },
            cancellationToken).ConfigureAwait(false);
        return check?.End(end.Length, end.Last)
            ?? new ChainVerdict(0, $"{Place} has lost the row of its table chains that counts the pings '{kind.Word()}'.");
    }

    public async Task<int> RemoveOldAsync(int weeks, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(weeks, 1);
        TimeSpan age = TimeSpan.FromDays(7 * (long)weeks);
        long removed = await OneAsync(
            $"""
            WITH staying AS (
                SELECT p.kind, min(p.number) AS first
                FROM service_ping.pings p
                JOIN service_ping.cycles c USING (cycle)
                WHERE p.kept_at >= clock_timestamp() - $1 OR c.state IN {Unfinished}
                GROUP BY p.kind
            ),
            gone AS (
                DELETE FROM service_ping.pings p
                USING service_ping.chains c
                LEFT JOIN staying s USING (kind)
                WHERE p.kind = c.kind AND p.number < coalesce(s.first, c.length + 1)
                RETURNING p.kind, p.number, p.sha256
            ),
            latest AS (
                SELECT DISTINCT ON (kind) kind, number, sha256
                FROM gone
                ORDER BY kind, number DESC
            ),
            noted AS (
                UPDATE service_ping.chains c
                SET removed = l.number,
                    removed_sha256 = l.sha256
                FROM latest l
                WHERE c.kind = l.kind
            )
            SELECT count(*)
            FROM gone
            """,
            [age],
            row => row.GetInt64(0),
            cancellationToken).ConfigureAwait(false);
        await DoAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    $"""
                    DELETE FROM service_ping.cycles c
                    WHERE state NOT IN {Unfinished}
                        AND changed_at < clock_timestamp() - $1
                        AND NOT EXISTS (SELECT FROM service_ping.pings p WHERE p.cycle = c.cycle)
                    """,
                    [age],
                    cancellationToken).ConfigureAwait(false);
                await session.ExecuteAsync(
                    """
                    DELETE FROM service_ping.instance i
                    WHERE starts_with(name, $1) AND NOT EXISTS (SELECT FROM service_ping.cycles c WHERE i.name = $1 || c.cycle)
                    """,
                    [InstanceNames.Receipts],
                    cancellationToken).ConfigureAwait(false);
                await session.ExecuteAsync(
                    "DELETE FROM service_ping.audit WHERE changed_at < clock_timestamp() - $1", [age], cancellationToken)
                    .ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        return (int)removed;
    }

    /// <exception cref="PingStoreException">Its bytes are not those that were kept.</exception>
    private KeptPing Ping(NpgsqlDataReader row)
    {
        PingRecord record = Record(row);
        byte[] bytes = row.GetFieldValue<byte[]>(8);
        return new KeptPing(record, PingWords.Unchanged(Place, record, bytes))
        {
            Metadata = BytesOrNull(row, 9),
        };
    }

    private static PingRecord Record(NpgsqlDataReader row) =>
        new(PingWords.KindOf(row.GetString(0)), row.GetInt64(1), row.GetString(2))
        {
            RecordedAt = row.GetMoment(3),
            KeptAt = row.GetMoment(4),
            Size = row.GetInt32(5),
            Sha256 = Convert.ToHexStringLower(row.GetFieldValue<byte[]>(6)),
            PreviousSha256 = HexOrNull(row, 7),
        };
}
