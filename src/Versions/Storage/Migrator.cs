using Npgsql;

namespace ServicePing.Versions;

/// <summary>Brings the schema <c>versions</c> to the version of this program; a later version is left as it is.</summary>
internal static class Migrator
{
    // The two keys of the advisory lock: "SPvr", which others hardly use, and one of many.
    private const int LockSpace = 0x53507672;

    /// <summary>
    /// Applies the steps that are missing, all or none, and makes a signing key where there is none; of several receivers that
    /// begin at once, one does.
    /// </summary>
    /// <exception cref="NpgsqlException">The schema cannot be created or changed, for example without the right to.</exception>
    internal static async Task MigrateAsync(
        NpgsqlConnection connection, IReadOnlyList<Migration> migrations, CancellationToken cancellationToken)
    {
        if (await VersionAsync(connection, cancellationToken).ConfigureAwait(false) >= migrations.Count)
        {
            return;
        }

        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync($"SELECT pg_advisory_xact_lock({LockSpace}, 0)", [], cancellationToken).ConfigureAwait(false);

        // CREATE SCHEMA IF NOT EXISTS asks for the right to create one even where it exists.
        if (await connection.ScalarAsync(
            "SELECT to_regnamespace('versions') IS NULL", [], cancellationToken).ConfigureAwait(false) is true)
        {
            await connection.ExecuteAsync("CREATE SCHEMA versions", [], cancellationToken).ConfigureAwait(false);
        }

        await connection.ExecuteAsync(
            """
            CREATE TABLE IF NOT EXISTS versions.migrations (
                number integer PRIMARY KEY,
                name text NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT now()
            )
            """,
            [],
            cancellationToken).ConfigureAwait(false);

        int version = await VersionAsync(connection, cancellationToken).ConfigureAwait(false);
        foreach ((int index, Migration migration) in migrations.Index().Skip(version))
        {
            await connection.ExecuteAsync(migration.Sql, [], cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync(
                "INSERT INTO versions.migrations (number, name) VALUES ($1, $2)",
                [new() { Value = index + 1 }, new() { Value = migration.Name }],
                cancellationToken).ConfigureAwait(false);
        }

        await connection.ExecuteAsync(
            """
            INSERT INTO versions.signing_keys (private_key)
            SELECT $1
            WHERE NOT EXISTS (SELECT FROM versions.signing_keys)
            """,
            [new() { Value = ReceiverKey.Generate() }],
            cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        object? table = await connection.ScalarAsync(
            "SELECT to_regclass('versions.migrations')::text", [], cancellationToken).ConfigureAwait(false);
        return table is DBNull ? 0 : (int)(await connection.ScalarAsync(
            "SELECT coalesce(max(number), 0) FROM versions.migrations", [], cancellationToken).ConfigureAwait(false))!;
    }
}
