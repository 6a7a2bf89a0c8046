using Npgsql;

namespace ServicePing.Shared;

/// <summary>A step of a schema; its number is its position among all, from 1. A released one never changes.</summary>
/// <param name="Name">What it brings, for people who read the table of migrations.</param>
/// <param name="Sql">Its statements, which run in one transaction.</param>
internal sealed record Migration(string Name, string Sql);

/// <summary>Brings a schema of ours to the version of this program; a later version is left as it is.</summary>
/// <remarks>Source of both the runtime and the receiver, which do not know each other.</remarks>
/// <param name="schema">The name of the schema, which is ours and needs no quotes.</param>
/// <param name="lockSpace">The first key of its advisory lock, which others hardly use.</param>
internal sealed class SchemaMigrator(string schema, int lockSpace)
{
    // In seconds; whoever waits longer, for a lock or a server, does without.
    private const int TimeLimit = 10;

    /// <summary>Applies the steps that are missing, all or none; of several programs that begin at once, one does.</summary>
    /// <param name="connection">A connection to the primary.</param>
    /// <param name="migrations">Every step there has been.</param>
    /// <param name="last">What belongs to the schema and is no step; runs in the same transaction.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="NpgsqlException">The schema cannot be created or changed, for example without the right to.</exception>
    internal async Task MigrateAsync(
        NpgsqlConnection connection,
        IReadOnlyList<Migration> migrations,
        Func<Task>? last,
        CancellationToken cancellationToken)
    {
        if (await VersionAsync(connection, cancellationToken).ConfigureAwait(false) >= migrations.Count)
        {
            return;
        }

        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({lockSpace}, 0)", [], cancellationToken).ConfigureAwait(false);

        // CREATE SCHEMA IF NOT EXISTS asks for the right to create one even where it exists.
        if (await ScalarAsync(
            connection, $"SELECT to_regnamespace('{schema}') IS NULL", cancellationToken).ConfigureAwait(false) is true)
        {
            await ExecuteAsync(connection, $"CREATE SCHEMA {schema}", [], cancellationToken).ConfigureAwait(false);
        }

        await ExecuteAsync(
            connection,
            $"""
            CREATE TABLE IF NOT EXISTS {schema}.migrations (
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
            await ExecuteAsync(connection, migration.Sql, [], cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(
                connection,
                $"INSERT INTO {schema}.migrations (number, name) VALUES ($1, $2)",
                [index + 1, migration.Name],
                cancellationToken).ConfigureAwait(false);
        }

        if (last is not null)
        {
            await last().ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        object? table = await ScalarAsync(
            connection, $"SELECT to_regclass('{schema}.migrations')::text", cancellationToken).ConfigureAwait(false);
        return table is DBNull ? 0 : (int)(await ScalarAsync(
            connection, $"SELECT coalesce(max(number), 0) FROM {schema}.migrations", cancellationToken).ConfigureAwait(false))!;
    }

    private static async Task ExecuteAsync(
        NpgsqlConnection connection, string sql, object[] parameters, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = new(sql, connection) { CommandTimeout = TimeLimit };
        foreach (object parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = new(sql, connection) { CommandTimeout = TimeLimit };
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }
}
