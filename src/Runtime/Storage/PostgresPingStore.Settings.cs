using System.Text;
using Npgsql;

namespace ServicePing.Runtime.Storage;

internal sealed partial class PostgresPingStore
{
    private const string Channel = "service_ping_settings";

    // Beside the locks of collections, which have numbers from 1, and the migrator's 0.
    private const int SettingsLock = -1;

    public async Task<IReadOnlyList<KeptSetting>> SettingsAsync(CancellationToken cancellationToken) => await ReadAsync(
        """
        SELECT name, value, changed_by, changed_at
        FROM service_ping.settings
        ORDER BY name
        """,
        [],
        row => new KeptSetting(row.GetString(0), row.GetString(1), row.GetString(2), row.GetMoment(3)),
        cancellationToken).ConfigureAwait(false);

    // The lock lets a change see what the change before it has set; each statement of the batch looks anew.
    public Task SetAsync(string name, string? value, string who, CancellationToken cancellationToken)
    {
        (string, object[]) set = value is null
            ? ("DELETE FROM service_ping.settings WHERE name = $1", [name])
            : ("""
                INSERT INTO service_ping.settings AS setting (name, value, changed_by, changed_at)
                VALUES ($1, $2, $3, clock_timestamp())
                ON CONFLICT (name) DO UPDATE
                SET value = excluded.value,
                    changed_by = excluded.changed_by,
                    changed_at = excluded.changed_at
                WHERE setting.value <> excluded.value
                """, [name, value, who]);
        return DoAsync(
            async session =>
            {
                await session.ExecuteAllAsync(
                    [
                        ($"SELECT pg_advisory_xact_lock({StorageSession.LockSpace}, {SettingsLock})", []),
                        ("""
                            INSERT INTO service_ping.audit (changed_at, changed_by, name, old_value, new_value)
                            SELECT clock_timestamp(), $3, $1, setting.value, $2::text
                            FROM (VALUES (true)) one
                            LEFT JOIN service_ping.settings setting ON setting.name = $1
                            WHERE setting.value IS DISTINCT FROM $2::text
                            """, [name, (object?)value ?? DBNull.Value, who]),
                        set,
                        ($"SELECT pg_notify('{Channel}', '')", []),
                    ],
                    cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<SettingChange>> ChangesAsync(int most, CancellationToken cancellationToken) => await ReadAsync(
        """
        SELECT name, old_value, new_value, changed_by, changed_at
        FROM service_ping.audit
        ORDER BY id DESC
        LIMIT $1
        """,
        [most],
        row => new SettingChange(
            row.GetString(0),
            row.IsDBNull(1) ? null : row.GetString(1),
            row.IsDBNull(2) ? null : row.GetString(2),
            row.GetString(3),
            row.GetMoment(4)),
        cancellationToken).ConfigureAwait(false);

    public Task ListenAsync(Action changed, CancellationToken cancellationToken) => DoAsync<bool>(
        async session =>
        {
            if (!database.HasRoomToListen)
            {
                throw new PingStoreException($"{Place}: its pool has no room for a connection that listens; raise Maximum Pool Size.");
            }

            void Tell(object sender, NpgsqlNotificationEventArgs notification) => changed();

            session.Notified += Tell;
            try
            {
                await session.ExecuteAsync($"LISTEN {Channel}", [], cancellationToken).ConfigureAwait(false);

                // What was changed before is told now.
                changed();
                while (true)
                {
                    await session.WaitAsync(cancellationToken).ConfigureAwait(false);
                }
            }
            finally
            {
                session.Notified -= Tell;
                if (session.IsUsable)
                {
                    await session.ExecuteAsync($"UNLISTEN {Channel}", [], CancellationToken.None).ConfigureAwait(false);
                }
            }
        },
        cancellationToken);

    public async Task<ReadOnlyMemory<byte>> KeepOnceAsync(
        string name, ReadOnlyMemory<byte> proposal, CancellationToken cancellationToken)
    {
        byte[]? there = await FindKeptAsync(name, cancellationToken).ConfigureAwait(false);

        // The update changes nothing, so that of several processes all are given what the first has kept.
        return there ?? await OneAsync(
            """
            INSERT INTO service_ping.instance AS kept (name, value)
            VALUES ($1, $2)
            ON CONFLICT (name) DO UPDATE
            SET value = kept.value
            RETURNING value
            """,
            [name, proposal],
            row => row.GetFieldValue<byte[]>(0),
            cancellationToken).ConfigureAwait(false);
    }

    public Task<byte[]?> FindKeptAsync(string name, CancellationToken cancellationToken) => FindAsync(
        "SELECT value FROM service_ping.instance WHERE name = $1", [name], row => row.GetFieldValue<byte[]>(0), cancellationToken);

    public Task ReplaceAsync(string name, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) => ReadAsync(
        """
        INSERT INTO service_ping.instance (name, value)
        VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE
        SET value = excluded.value,
            kept_at = excluded.kept_at
        RETURNING true
        """,
        [name, value],
        row => row.GetBoolean(0),
        cancellationToken);

    public Task ForgetAsync(string name, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) => ReadAsync(
        "DELETE FROM service_ping.instance WHERE name = $1 AND value = $2 RETURNING true",
        [name, value],
        row => row.GetBoolean(0),
        cancellationToken);

    public Task<KeptFact?> FindFactAsync(string name, CancellationToken cancellationToken) => FindAsync(
        "SELECT name, value, clock_timestamp() FROM service_ping.instance WHERE name = $1", [name], Fact, cancellationToken);

    public async Task<IReadOnlyList<KeptFact>> FactsAsync(
        string beginning, CancellationToken cancellationToken) => await ReadAsync(
        """
        SELECT name, value, clock_timestamp()
        FROM service_ping.instance
        WHERE starts_with(name, $1)
        ORDER BY name COLLATE "C"
        """,
        [beginning],
        Fact,
        cancellationToken).ConfigureAwait(false);

    public async Task<bool> ExchangeAsync(
        string name,
        ReadOnlyMemory<byte>? before,
        ReadOnlyMemory<byte> value,
        AuditNote? note,
        CancellationToken cancellationToken)
    {
        string exchanged = before is null
            ? """
                INSERT INTO service_ping.instance (name, value)
                SELECT $1, $2
                WHERE $3::bytea IS NULL
                ON CONFLICT DO NOTHING
                RETURNING name
                """
            : """
                UPDATE service_ping.instance
                SET value = $2,
                    kept_at = clock_timestamp()
                WHERE name = $1 AND value = $3::bytea
                RETURNING name
                """;
        return (await ReadAsync(
            $"""
            WITH exchanged AS (
                {exchanged}
            ),
            noted AS (
                INSERT INTO service_ping.audit (changed_at, changed_by, name, old_value, new_value)
                SELECT clock_timestamp(), $4::text, name, $5::text, $6::text
                FROM exchanged
                WHERE $4::text IS NOT NULL
            )
            SELECT true
            FROM exchanged
            """,
            [
                name, value, OrNull(before), (object?)note?.Who ?? DBNull.Value, (object?)note?.OldValue ?? DBNull.Value,
                (object?)note?.NewValue ?? DBNull.Value,
            ],
            row => row.GetBoolean(0),
            cancellationToken).ConfigureAwait(false)).Count > 0;
    }

    // The system identifier is made with the cluster, and the number of the database with the database.
    public async Task<string> FingerprintAsync(CancellationToken cancellationToken)
    {
        string place = await OneAsync(
            """
            SELECT system_identifier || '/' || oid
            FROM pg_control_system(), pg_database
            WHERE datname = current_database()
            """,
            [],
            row => row.GetString(0),
            cancellationToken).ConfigureAwait(false);
        return PingWords.Hash(Encoding.UTF8.GetBytes($"postgres/{place}"));
    }

    private static KeptFact Fact(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetFieldValue<byte[]>(1), row.GetMoment(2));
}
