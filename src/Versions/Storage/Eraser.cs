using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace ServicePing.Versions;

/// <summary>Removes all rows of an instance, once a request, and remembers what it has answered without remembering the instance.</summary>
internal sealed class Eraser(ReceiverDatabase database, TimeProvider clock)
{
    /// <summary>The answer to the request: of now, or of when it came first.</summary>
    /// <exception cref="RefusedInputException">The instance is known by a key that has not signed the request.</exception>
    internal async Task<byte[]> EraseAsync(EraseRequest request, CancellationToken cancellationToken)
    {
        ReceiverKey key = await database.KeyAsync(cancellationToken).ConfigureAwait(false);
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        // One that comes twice at once waits here for the other.
        await connection.ExecuteAsync(
            "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [new() { Value = "erase " + request.Uuid }], cancellationToken)
            .ConfigureAwait(false);
        if (await EarlierAsync(connection, request, cancellationToken).ConfigureAwait(false) is { } earlier)
        {
            return earlier;
        }

        // Whoever stores a ping of the instance now waits, and then finds it gone.
        List<(long Id, byte[]? PublicKey)> instances = await connection.ReadAsync(
            "SELECT id, public_key FROM versions.instances WHERE uuid = $1 FOR UPDATE",
            [new() { Value = request.Uuid }],
            reader => (reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<byte[]>(1)),
            cancellationToken).ConfigureAwait(false);
        if (instances is [(_, { } publicKey)] && InstanceKey.From(publicKey) != request.InstanceKey)
        {
            throw new RefusedInputException(
                403, "This instance is known by a key; only a request that is signed with it erases what is held of the instance.");
        }

        long instance = instances is [(long id, _)] ? id : 0;
        ErasureReceipt receipt = new(
            request,
            new ErasedRows(
                await DeleteAsync(connection, "DELETE FROM versions.pings WHERE instance_id = $1", instance, cancellationToken)
                    .ConfigureAwait(false),
                await DeleteAsync(connection, "DELETE FROM versions.metadata WHERE uuid = $1", request.Uuid, cancellationToken)
                    .ConfigureAwait(false),
                await DeleteAsync(connection, "DELETE FROM versions.errors WHERE uuid = $1", request.Uuid, cancellationToken)
                    .ConfigureAwait(false),
                await DeleteAsync(connection, "DELETE FROM versions.refusals WHERE uuid = $1", request.Uuid, cancellationToken)
                    .ConfigureAwait(false)),
            clock.Now());
        await DeleteAsync(connection, "DELETE FROM versions.instances WHERE id = $1", instance, cancellationToken).ConfigureAwait(false);
        string signature = key.Sign(receipt.Text);
        await KeepAsync(connection, receipt, key.PublicKey, signature, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return PingAnswer.Write(json => receipt.Write(json, key.PublicKey, signature));
    }

    private static async Task<byte[]?> EarlierAsync(
        NpgsqlConnection connection, EraseRequest request, CancellationToken cancellationToken)
    {
        List<byte[]> answers = await connection.ReadAsync(
            """
            SELECT pings, metadata, errors, refusals, erased_at, signing_key, signature
            FROM versions.erasures
            WHERE request_hash = $1
            """,
            [new() { Value = request.Hash }],
            reader =>
            {
                ErasedRows rows = new(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
                ErasureReceipt receipt = new(request, rows, reader.GetFieldValue<DateTimeOffset>(4).ToUniversalTime());
                (string key, string signature) = (reader.GetString(5), reader.GetString(6));
                return PingAnswer.Write(json => receipt.Write(json, key, signature));
            },
            cancellationToken).ConfigureAwait(false);
        return answers is [byte[] answer] ? answer : null;
    }

    private static Task<int> KeepAsync(
        NpgsqlConnection connection, ErasureReceipt receipt, string key, string signature, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            """
            INSERT INTO versions.erasures (
                request_hash, uuid_hash, refuses_later, erased_at, pings, metadata, errors, refusals, signing_key, signature)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            [
                new() { Value = receipt.Request.Hash },
                new() { Value = SHA256.HashData(Encoding.UTF8.GetBytes(receipt.Request.Uuid)) },
                new() { Value = receipt.Request.RefusesLater },
                new() { Value = receipt.ErasedAt.UtcDateTime },
                new() { Value = receipt.Erased.Pings },
                new() { Value = receipt.Erased.Metadata },
                new() { Value = receipt.Erased.Errors },
                new() { Value = receipt.Erased.Refusals },
                new() { Value = key },
                new() { Value = signature },
            ],
            cancellationToken);

    private static async Task<long> DeleteAsync(
        NpgsqlConnection connection, string sql, object whose, CancellationToken cancellationToken) =>
        await connection.ExecuteAsync(sql, [new() { Value = whose }], cancellationToken).ConfigureAwait(false);
}
