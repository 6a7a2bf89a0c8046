using Npgsql;
using NpgsqlTypes;

namespace ServicePing.Versions;

/// <summary>Input that was not taken, as it is kept: no address, and of the body the beginning.</summary>
internal sealed record Refusal(string Path, int Status, string Reason, string? Uuid, long? Size, byte[]? BodyStart);

/// <summary>The tables of what people look into when something is wrong: refusals, metadata and errors; each is bounded.</summary>
internal sealed class Diagnostics(ReceiverDatabase database, TimeProvider clock)
{
    internal const int KeptOfInstance = 20;
    internal const int KeptRefusals = 10_000;
    internal const int KeptBody = 16 << 10;

    internal async Task AddRefusalAsync(Refusal refusal, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync(
            """
            WITH oldest AS (
                DELETE FROM versions.refusals
                WHERE id <= (SELECT max(id) FROM versions.refusals) - $8
            )
            INSERT INTO versions.refusals (received_at, path, status, reason, uuid, size, body_start)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                new() { Value = clock.Now().UtcDateTime },
                new() { Value = refusal.Path },
                new() { Value = refusal.Status },
                new() { Value = refusal.Reason },
                new() { Value = refusal.Uuid ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = refusal.Size ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
                new() { Value = refusal.BodyStart ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea },
                new() { Value = KeptRefusals },
            ],
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps metadata of an instance; false where the instance was erased and nothing later is kept.</summary>
    internal Task<bool> AddMetadataAsync(string uuid, byte[] body, CancellationToken cancellationToken) =>
        AddAsync("metadata", uuid, body, cancellationToken);

    /// <summary>Keeps an error of an instance; false where the instance was erased and nothing later is kept.</summary>
    internal Task<bool> AddErrorAsync(string uuid, byte[] body, CancellationToken cancellationToken) =>
        AddAsync("errors", uuid, body, cancellationToken);

    /// <summary>Deletes what is older than so long.</summary>
    internal async Task DeleteOlderAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        DateTime oldest = (clock.GetUtcNow() - age).UtcDateTime;
        foreach (string table in (string[])["refusals", "metadata", "errors"])
        {
            await connection.ExecuteAsync(
                $"DELETE FROM versions.{table} WHERE received_at < $1", [new() { Value = oldest }], cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task<bool> AddAsync(string table, string uuid, byte[] body, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        return await connection.ExecuteAsync(
            $"""
            WITH older AS (
                DELETE FROM versions.{table}
                WHERE uuid = $1
                  AND id IN (SELECT id FROM versions.{table} WHERE uuid = $1 ORDER BY id DESC OFFSET $4)
            )
            INSERT INTO versions.{table} (uuid, received_at, body)
            SELECT $1, $2, $3
            WHERE NOT EXISTS (
                SELECT FROM versions.erasures AS erasure
                WHERE erasure.uuid_hash = sha256(convert_to($1, 'UTF8')) AND erasure.refuses_later)
            """,
            [
                new() { Value = uuid },
                new() { Value = clock.Now().UtcDateTime },
                new() { Value = body },
                new() { Value = KeptOfInstance - 1 },
            ],
            cancellationToken).ConfigureAwait(false) > 0;
    }
}
