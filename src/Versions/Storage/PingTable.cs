using System.Globalization;
using Npgsql;

namespace ServicePing.Versions;

/// <summary>What is known of a ping's instance and key before it is stored.</summary>
internal sealed record KnownPing(
    long? InstanceId, byte[]? PublicKey, bool HasPings, byte[]? Digest, byte[]? Answer, bool IsErased);

/// <summary>A ping as it is about to be stored, with the key that its instance is to be known by from now on.</summary>
internal sealed record PingRow(ArrivedPing Ping, long InstanceId, byte[] Answer, InstanceKey? NewKey);

/// <summary>The statements on pings, each for a whole batch.</summary>
internal static class PingTable
{
    internal static Task<List<KnownPing>> LookUpAsync(
        NpgsqlConnection connection, IReadOnlyList<ArrivedPing> pings, CancellationToken cancellationToken) => connection.ReadAsync(
        """
        SELECT instance.id,
               instance.public_key,
               EXISTS (SELECT FROM versions.pings AS earlier WHERE earlier.instance_id = instance.id),
               ping.digest,
               ping.answer,
               EXISTS (
                   SELECT FROM versions.erasures AS erasure
                   WHERE erasure.uuid_hash = sha256(convert_to(arrived.uuid, 'UTF8')) AND erasure.refuses_later)
        FROM unnest($1, $2) WITH ORDINALITY AS arrived (uuid, cycle, position)
        LEFT JOIN versions.instances AS instance ON instance.uuid = arrived.uuid
        LEFT JOIN versions.pings AS ping ON ping.instance_id = instance.id AND ping.cycle = arrived.cycle
        ORDER BY arrived.position
        """,
        [Array(pings, ping => ping.Key.Uuid), Array(pings, ping => ping.Key.Cycle)],
        reader => new KnownPing(
            reader.IsDBNull(0) ? null : reader.GetInt64(0),
            reader.IsDBNull(1) ? null : reader.GetFieldValue<byte[]>(1),
            reader.GetBoolean(2),
            reader.IsDBNull(3) ? null : reader.GetFieldValue<byte[]>(3),
            reader.IsDBNull(4) ? null : reader.GetFieldValue<byte[]>(4),
            reader.GetBoolean(5)),
        cancellationToken);

    /// <summary>
    /// Adds instances that nobody has seen before. The commit does not wait for the disk: that of their pings, which nobody may have
    /// without it, does.
    /// </summary>
    internal static async Task AddInstancesAsync(
        NpgsqlConnection connection, IReadOnlyList<ArrivedPing> pings, CancellationToken cancellationToken)
    {
        await using NpgsqlBatch batch = new(connection)
        {
            Timeout = Statements.TimeLimit,
            BatchCommands =
            {
                new NpgsqlBatchCommand("SELECT set_config('synchronous_commit', 'off', true)"),
                new NpgsqlBatchCommand(
                    """
                    INSERT INTO versions.instances (uuid, first_seen_at)
                    SELECT uuid, min(first_seen_at)
                    FROM unnest($1, $2) AS arrived (uuid, first_seen_at)
                    GROUP BY uuid
                    ORDER BY uuid
                    ON CONFLICT (uuid) DO NOTHING
                    """)
                {
                    Parameters =
                    {
                        Array(pings, ping => ping.Key.Uuid),
                        Array(pings, ping => ping.Receipt.Receipt.ReceivedAt.UtcDateTime),
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Stores pings with one commit, and says which; those that another receiver stored, or whose instance was erased or given another key,
    /// meanwhile are left out.
    /// </summary>
    /// <exception cref="PostgresException">An instance was erased in the very moment: a foreign key is violated.</exception>
    internal static async Task<HashSet<long>> AddAsync(
        NpgsqlConnection connection, IReadOnlyList<PingRow> rows, NpgsqlBatchCommand? leaders, CancellationToken cancellationToken)
    {
        // Sent together, the statements are one transaction.
        await using NpgsqlBatch batch = new(connection) { Timeout = Statements.TimeLimit };
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            SELECT set_config('synchronous_commit', 'on', true)
            WHERE current_setting('synchronous_commit') = 'off'
            """));
        if (rows.Any(row => row.NewKey is not null))
        {
            batch.BatchCommands.Add(KeysCommand([.. rows.Where(row => row.NewKey is not null)]));
        }

        if (leaders is not null)
        {
            batch.BatchCommands.Add(leaders);
        }

        batch.BatchCommands.Add(PingsCommand(rows));
        HashSet<long> added = [];
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        do
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (reader.GetFieldType(0) == typeof(long))
                {
                    added.Add(reader.GetInt64(0));
                }
            }
        }
        while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));

        return added;
    }

    private static NpgsqlBatchCommand KeysCommand(IReadOnlyList<PingRow> rows) => new(
        """
        UPDATE versions.instances AS instance
        SET public_key = arrived.public_key
        FROM unnest($1, $2) AS arrived (instance_id, public_key)
        WHERE instance.id = arrived.instance_id AND instance.public_key IS NULL
        """)
    {
        Parameters =
        {
            Array(rows, row => row.InstanceId),
            Array(rows, row => row.NewKey!.Bytes),
        },
    };

    private static NpgsqlBatchCommand PingsCommand(IReadOnlyList<PingRow> rows) => new(
        """
        INSERT INTO versions.pings (
            usage_data_id, instance_id, cycle, received_at, recorded_at, digest, previous_digest, product, catalogue, is_offline,
            usage_per_user, answer, size, is_gzip, body)
        SELECT arrived.usage_data_id, arrived.instance_id, arrived.cycle, arrived.received_at, arrived.recorded_at, arrived.digest,
               arrived.previous_digest, arrived.product, arrived.catalogue, arrived.is_offline,
               arrived.usage_per_user::double precision[], arrived.answer, arrived.size, arrived.is_gzip, arrived.body
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) AS arrived (
            usage_data_id, instance_id, cycle, received_at, recorded_at, digest, previous_digest, product, catalogue, is_offline,
            usage_per_user, answer, size, is_gzip, body, uuid, public_key)
        WHERE NOT EXISTS (
            SELECT FROM versions.erasures AS erasure
            WHERE erasure.uuid_hash = sha256(convert_to(arrived.uuid, 'UTF8')) AND erasure.refuses_later)
        AND (
            arrived.public_key IS NULL
            OR EXISTS (
                SELECT FROM versions.instances AS instance
                WHERE instance.id = arrived.instance_id AND instance.public_key = arrived.public_key))
        ON CONFLICT (instance_id, cycle) DO NOTHING
        RETURNING usage_data_id
        """)
    {
        Parameters =
        {
            Array(rows, row => row.Ping.UsageDataId),
            Array(rows, row => row.InstanceId),
            Array(rows, row => row.Ping.Key.Cycle),
            Array(rows, row => row.Ping.Receipt.Receipt.ReceivedAt.UtcDateTime),
            Array(rows, row => row.Ping.Payload.RecordedAt?.UtcDateTime),
            Array(rows, row => row.Ping.Digest.Bytes),
            Array(rows, row => row.Ping.Headers.Previous?.Bytes),
            Array(rows, row => row.Ping.Headers.Product),
            Array(rows, row => row.Ping.Headers.Catalogue),
            Array(rows, row => row.Ping.IsOffline),
            Array(rows, row => UsageText(row.Ping.UsagePerUser)),
            Array(rows, row => row.Answer),
            Array(rows, row => row.Ping.Size),
            Array(rows, row => row.Ping.IsGzip),
            Array(rows, row => row.Ping.Body),
            Array(rows, row => row.Ping.Key.Uuid),
            Array(rows, row => row.Ping.Headers.InstanceKey?.Bytes),
        },
    };

    // An array of arrays would have to be of one length throughout.
    private static string? UsageText(double[]? usage) => usage is null
        ? null
        : $"{{{string.Join(',', usage.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}}}";

    private static NpgsqlParameter<TValue[]> Array<TRow, TValue>(IReadOnlyList<TRow> rows, Func<TRow, TValue> value) =>
        new() { TypedValue = [.. rows.Select(value)] };
}
