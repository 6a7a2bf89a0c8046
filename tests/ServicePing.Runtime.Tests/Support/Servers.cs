using Npgsql;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>
/// One PostgreSQL for all tests, with a database of random rows of which each test gets a copy, so that classes run side by side. It ends
/// with the process, as private servers do.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private static readonly Lazy<Task<PrivatePostgres>> Shared = new(StartAsync);

    public PrivatePostgres Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await Shared.Value;

    /// <summary>How to connect to a fresh copy.</summary>
    public async Task<string> CopyAsync()
    {
        string name = Guid.NewGuid().ToString("N");
        // From 15 on a server writes each page to its log as well where it is not told to copy files, which takes three times as long.
        await ExecuteAsync(
            Server.ConnectionString,
            version => $"CREATE DATABASE \"{name}\" TEMPLATE original{(version.Major >= 15 ? " STRATEGY file_copy" : "")}");
        return new NpgsqlConnectionStringBuilder(Server.ConnectionString) { Database = name }.ConnectionString;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private static async Task<PrivatePostgres> StartAsync()
    {
        PrivatePostgres server = await PrivatePostgres.StartAsync(new PrivatePostgresOptions
        {
            Settings = new Dictionary<string, string>
            {
                ["max_connections"] = "300",
                // It would go round hundreds of databases, several a second; a test that needs VACUUM or ANALYZE says so.
                ["autovacuum"] = "off",
            },
        });
        await ExecuteAsync(await server.CreateDatabaseAsync("original"), _ => Schema);
        return server;
    }

    private static async Task ExecuteAsync(string connectionString, Func<Version, string> sql)
    {
        NpgsqlConnectionStringBuilder alone = new(connectionString) { Pooling = false };
        await using NpgsqlConnection connection = new(alone.ConnectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql(connection.PostgreSqlVersion), connection);
        await command.ExecuteNonQueryAsync();
    }

    private const string Schema = """
        SELECT setseed(0.42);

        CREATE TABLE projects (id bigint PRIMARY KEY, visibility int NOT NULL, name text NOT NULL);
        INSERT INTO projects SELECT n, (random() * 2)::int, 'project ' || n FROM generate_series(1, 200) n;

        CREATE TABLE issues (
            id bigint PRIMARY KEY,
            project_id bigint NOT NULL,
            author_id int,
            state_id smallint NOT NULL,
            weight numeric(12, 3),
            score float8,
            label text,
            token uuid NOT NULL,
            due date,
            created_at timestamptz NOT NULL
        );
        INSERT INTO issues
        SELECT n * 3 + CASE WHEN n > 9000 THEN 1000000 ELSE 0 END,
               1 + (random() * 220)::int,
               CASE WHEN random() < 0.1 THEN NULL ELSE (random() * 900)::int - 100 END,
               1 + (random() * 3)::int,
               CASE WHEN random() < 0.2 THEN NULL ELSE round((random() * 1000)::numeric, (random() * 3)::int) END,
               CASE WHEN random() < 0.2 THEN NULL ELSE (random() * 4)::int / 4.0 * CASE WHEN random() < 0.5 THEN -1 ELSE 1 END END,
               CASE WHEN random() < 0.2 THEN NULL WHEN random() < 0.1 THEN '' ELSE 'Label ' || (random() * 20)::int END,
               md5((random() * 5000)::int::text)::uuid,
               date '2026-01-01' + (random() * 300)::int,
               timestamptz '2026-11-21 02:15:00.123+00' - random() * interval '60 days'
        FROM generate_series(1, 20000) n;
        DELETE FROM issues WHERE id % 7 = 0;
        UPDATE issues SET label = label || '!' WHERE id % 11 = 0;
        -- Both ends of the windows, exactly and a millisecond off.
        INSERT INTO issues
        SELECT -n, 1, 1, 1, 1, 1, 'edge', md5('edge')::uuid, NULL, timestamptz '2026-11-21 02:15:00.123+00' - moment
        FROM unnest(ARRAY[
            interval '2 days', interval '2 days' - interval '1 millisecond', interval '9 days', interval '9 days 0.001 seconds',
            interval '30 days', interval '30 days 0.001 seconds']) WITH ORDINALITY AS edges (moment, n);

        CREATE TABLE nothing (id bigint PRIMARY KEY, author_id int, state_id int, created_at timestamptz);

        CREATE TABLE builds (id bigint NOT NULL, status text, user_id bigint, created_at timestamptz NOT NULL) PARTITION BY RANGE (created_at);
        CREATE TABLE builds_old PARTITION OF builds FOR VALUES FROM (MINVALUE) TO ('2026-10-01');
        CREATE TABLE "builds New" PARTITION OF builds FOR VALUES FROM ('2026-10-01') TO ('2026-11-01');
        CREATE TABLE builds_last PARTITION OF builds DEFAULT;
        INSERT INTO builds
        SELECT n, (ARRAY['success', 'failed', NULL])[1 + (random() * 2)::int], (random() * 300)::int,
               timestamptz '2026-11-21 02:15:00.123+00' - random() * interval '90 days'
        FROM generate_series(1, 12000) n;

        CREATE TABLE vehicles (id int PRIMARY KEY, wheels int);
        CREATE TABLE cars (doors int) INHERITS (vehicles);
        INSERT INTO vehicles SELECT n, n % 5 FROM generate_series(1, 3000) n;
        INSERT INTO cars SELECT n, 4, n % 3 FROM generate_series(2000, 5000) n;

        CREATE VIEW open_issues AS SELECT * FROM issues WHERE state_id = 1;
        CREATE MATERIALIZED VIEW closed_issues AS SELECT * FROM issues WHERE state_id = 2;
        """;
}
