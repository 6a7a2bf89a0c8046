using Npgsql;

namespace ServicePing;

/// <summary>Brings the schema <c>service_ping</c> to the version of this program; a later version is left as it is.</summary>
internal static class Migrator
{
    /// <summary>Applies the steps that are missing, all or none; of several programs that begin at once, one does.</summary>
    /// <exception cref="NpgsqlException">The schema cannot be created or changed, for example without the right to.</exception>
    internal static async Task MigrateAsync(
        StorageSession session,
        IReadOnlyList<Migration> migrations,
        CancellationToken cancellationToken)
    {
        if (await VersionAsync(session, cancellationToken).ConfigureAwait(false) >= migrations.Count)
        {
            return;
        }

        await using NpgsqlTransaction transaction = await session.BeginAsync(cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(
            $"SELECT pg_advisory_xact_lock({StorageSession.LockSpace}, 0)", [], cancellationToken).ConfigureAwait(false);

        // CREATE SCHEMA IF NOT EXISTS asks for the right to create one even where it exists.
        if (await session.ScalarAsync(
            "SELECT to_regnamespace('service_ping') IS NULL", [], cancellationToken).ConfigureAwait(false) is true)
        {
            await session.ExecuteAsync("CREATE SCHEMA service_ping", [], cancellationToken).ConfigureAwait(false);
        }

        await session.ExecuteAsync(
            """
            CREATE TABLE IF NOT EXISTS service_ping.migrations (
                number integer PRIMARY KEY,
                name text NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT now()
            )
            """,
            [],
            cancellationToken).ConfigureAwait(false);

        int version = await VersionAsync(session, cancellationToken).ConfigureAwait(false);
        foreach ((int index, Migration migration) in migrations.Index().Skip(version))
        {
            await session.ExecuteAsync(migration.Sql, [], cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync(
                "INSERT INTO service_ping.migrations (number, name) VALUES ($1, $2)",
                [index + 1, migration.Name],
                cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<int> VersionAsync(StorageSession session, CancellationToken cancellationToken)
    {
        object? table = await session.ScalarAsync(
            "SELECT to_regclass('service_ping.migrations')::text", [], cancellationToken).ConfigureAwait(false);
        return table is DBNull ? 0 : (int)(await session.ScalarAsync(
            "SELECT coalesce(max(number), 0) FROM service_ping.migrations", [], cancellationToken).ConfigureAwait(false))!;
    }
}
