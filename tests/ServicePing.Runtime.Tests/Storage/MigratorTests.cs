using Npgsql;
using ServicePing.Runtime.Storage;
using ServicePing.Shared;

namespace ServicePing.Tests;

/// <summary>The schema <c>service_ping</c> comes to the version of the program, whoever begins and however often.</summary>
public sealed class MigratorTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    private static readonly Migration Later = new("later", """
        ALTER TABLE service_ping.collections ADD note text;
        UPDATE service_ping.collections SET note = 'old';
        CREATE TABLE service_ping.payloads (id integer PRIMARY KEY);
        """);

    [Fact]
    public async Task Every_step_is_taken_once()
    {
        await MigrateAsync(StorageSchema.Migrations);
        await MigrateAsync(StorageSchema.Migrations);

        Assert.Equal(StorageSchema.Migrations.Select(step => step.Name), await AppliedAsync());
    }

    [Fact]
    public async Task Of_programs_that_begin_at_once_one_takes_the_steps()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => MigrateAsync([.. StorageSchema.Migrations, Later])));

        string[] applied = await AppliedAsync();
        Assert.Equal([.. StorageSchema.Migrations.Select(step => step.Name), "later"], applied);
    }

    [Fact]
    public async Task An_upgrade_takes_the_missing_steps_and_keeps_what_is_there()
    {
        await MigrateAsync(StorageSchema.Migrations);
        await ExecuteAsync("INSERT INTO service_ping.collections (program, recorded_at, expires_at) VALUES ('x', now(), now())");

        await MigrateAsync([.. StorageSchema.Migrations, Later]);

        Assert.Equal("later", (await AppliedAsync())[^1]);
        Assert.Equal("old", (await PlainAsync("SELECT note FROM service_ping.collections WHERE program = 'x'")).GetString());
    }

    [Fact]
    public async Task A_schema_of_a_later_version_is_left_as_it_is()
    {
        await MigrateAsync([.. StorageSchema.Migrations, Later]);

        await MigrateAsync(StorageSchema.Migrations);

        Assert.Equal("later", (await AppliedAsync())[^1]);
    }

    [Fact]
    public async Task A_step_that_fails_leaves_nothing_behind()
    {
        PostgresException failure = await Assert.ThrowsAsync<PostgresException>(
            () => MigrateAsync([.. StorageSchema.Migrations, new("torn", "CREATE TABLE service_ping.half (id int); SELECT 1 / 0")]));

        Assert.Equal("22012", failure.SqlState);
        Assert.True((await PlainAsync("SELECT to_regnamespace('service_ping') IS NULL")).GetBoolean());
    }

    [Fact]
    public async Task A_role_that_may_only_use_a_finished_schema_uses_it()
    {
        string role = "r" + Guid.NewGuid().ToString("N");
        await MigrateAsync(StorageSchema.Migrations);
        await ExecuteAsync($"""
            CREATE ROLE {role} LOGIN;
            GRANT USAGE ON SCHEMA service_ping TO {role};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA service_ping TO {role};
            """);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(ConnectionString) { Username = role });
        await using StorageSession session = await StorageSession.OpenAsync(source, default);

        await session.MigrateAsync(StorageSchema.Migrations, default);
        await session.ExecuteAsync(
            "INSERT INTO service_ping.collections (program, recorded_at, expires_at) VALUES ('x', now(), now())", [], default);

        Assert.Equal(1, (await PlainAsync("SELECT count(*) FROM service_ping.collections")).GetInt32());
    }

    private async Task MigrateAsync(IReadOnlyList<Migration> migrations)
    {
        await using StorageSession session = await StorageSession.OpenAsync(Plain, default);
        await session.MigrateAsync(migrations, default);
    }

    private async Task<string[]> AppliedAsync() =>
        [.. (await PlainAsync("SELECT array_agg(name ORDER BY number) FROM service_ping.migrations"))
            .EnumerateArray().Select(name => name.GetString()!)];
}
