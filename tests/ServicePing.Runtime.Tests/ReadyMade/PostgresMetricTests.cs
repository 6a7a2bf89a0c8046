using Npgsql;
using ServicePing.Testing;

namespace ServicePing.Tests.ReadyMade;

/// <summary>The set <c>postgresql</c> on real servers.</summary>
public sealed class PostgresMetricTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    [Fact]
    public async Task The_server_is_reported_as_it_says_itself()
    {
        await using Ping ping = ReadyMadePing.Of("postgresql", builder => builder.UsePostgres(ConnectionString));

        Dictionary<string, MetricReading> readings = await ReadyMadePing.CollectAsync(ping);

        Assert.All(readings.Values, reading => Assert.Equal(ReadingStatus.Ok, reading.Status));
        Assert.Equal("postgresql", ReadyMadePing.Text(readings["database.adapter"]));
        Assert.Matches("^[0-9]+(\\.[0-9]+)?[a-z0-9]*$", ReadyMadePing.Text(readings["database.version"]));
        Assert.StartsWith(ReadyMadePing.Text(readings["database.version"]), (await PlainAsync("SELECT current_setting('server_version')")).GetString(), StringComparison.Ordinal);
        Assert.Equal((await PlainAsync("SELECT system_identifier FROM pg_control_system()")).GetInt64(), readings["database.pg_system_id"].Value.AsInt64());
        Assert.Equal(MetricValueKind.Null, readings["database.flavor"].Value.Kind);
        Assert.Equal("primary", ReadyMadePing.Text(readings["database.replication_role"]));
        Assert.InRange(readings["database.size_bytes"].Value.AsInt64(), 1_000_000, 10 * (await PlainAsync("SELECT pg_database_size(current_database())")).GetInt64());
    }

    [Theory]
    [InlineData("CREATE FUNCTION aurora_version() RETURNS text LANGUAGE sql AS $$ SELECT '16.1' $$; SET_NAME rds.extensions", "Amazon Aurora PostgreSQL")]
    [InlineData("SET_NAME rds.extensions", "PostgreSQL on Amazon RDS")]
    [InlineData("SET_NAME alloydb.iam_authentication", "AlloyDB for PostgreSQL")]
    [InlineData("SET_NAME cloudsql.iam_authentication", "Cloud SQL for PostgreSQL")]
    [InlineData("SET_NAME azure.extensions", "Azure Database for PostgreSQL - Flexible Server")]
    public async Task A_service_is_known_by_what_no_other_has(string marks, string expected)
    {
        string database = new NpgsqlConnectionStringBuilder(ConnectionString).Database!;
        foreach (string mark in marks.Split("; ", StringSplitOptions.RemoveEmptyEntries))
        {
            await ExecuteAsync(mark.StartsWith("SET_NAME ", StringComparison.Ordinal) ? $"ALTER DATABASE \"{database}\" SET {mark[9..]} = 'on'" : mark);
        }

        await using Ping ping = ReadyMadePing.Of("postgresql", builder => builder.UsePostgres(ConnectionString + ";Application Name=flavor"));

        Assert.Equal(expected, ReadyMadePing.Text((await ReadyMadePing.CollectAsync(ping))["database.flavor"]));
    }

    [Fact]
    public async Task A_single_server_of_Azure_is_known_by_its_database_of_maintenance()
    {
        await using PrivatePostgres server = await PrivatePostgres.StartAsync();
        string connection = await server.CreateDatabaseAsync("forge");
        await server.CreateDatabaseAsync("azure_maintenance");
        await using Ping ping = ReadyMadePing.Of("postgresql", builder => builder.UsePostgres(connection));

        Assert.Equal("Azure Database for PostgreSQL - Single Server", ReadyMadePing.Text((await ReadyMadePing.CollectAsync(ping))["database.flavor"]));
    }

    [Fact]
    public async Task What_the_role_may_not_ask_fails_alone()
    {
        await ExecuteAsync("DROP ROLE IF EXISTS curious; CREATE ROLE curious LOGIN; REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC");
        string limited = new NpgsqlConnectionStringBuilder(ConnectionString) { Username = "curious" }.ConnectionString;
        await using Ping ping = ReadyMadePing.Of("postgresql", builder => builder.UsePostgres(limited));

        Dictionary<string, MetricReading> readings = await ReadyMadePing.CollectAsync(ping);

        Assert.Equal(ReadingStatus.Failed, readings["database.pg_system_id"].Status);
        Assert.StartsWith("42501: ", readings["database.pg_system_id"].Message, StringComparison.Ordinal);
        Assert.All(readings.Values.Where(reading => reading.KeyPath != "database.pg_system_id"), reading => Assert.Equal(ReadingStatus.Ok, reading.Status));
    }

    [Fact]
    public async Task Without_a_database_or_with_one_that_is_down_all_but_its_kind_is_unavailable()
    {
        await using Ping none = ReadyMadePing.Of("postgresql");
        await using Ping down = ReadyMadePing.Of("postgresql", builder => builder.UsePostgres("Host=127.0.0.1;Port=1;Timeout=5"));

        foreach ((Ping ping, string message) in new[] { (none, "The program has no database; call UsePostgres."), (down, "Database 'main': ") })
        {
            Dictionary<string, MetricReading> readings = await ReadyMadePing.CollectAsync(ping);
            MetricReading[] asked = [.. readings.Values.Where(reading => reading.KeyPath != "database.adapter")];

            Assert.Equal(5, asked.Length);
            Assert.All(asked, reading => Assert.Equal(ReadingStatus.Unavailable, reading.Status));
            Assert.All(asked, reading => Assert.StartsWith(message, reading.Message, StringComparison.Ordinal));
            Assert.Equal(ReadingStatus.Ok, readings["database.adapter"].Status);
        }
    }

    [Fact]
    public async Task A_standby_says_that_it_is_one_and_has_the_identifier_of_its_primary()
    {
        await using PrivatePostgres primary = await PrivatePostgres.StartAsync();
        await using PrivatePostgres standby = await primary.StartStandbyAsync();
        await using Ping ping = ReadyMadePing.Of("postgresql", builder => builder.UsePostgres(standby.ConnectionString));
        await using Ping other = ReadyMadePing.Of("postgresql", builder => builder.UsePostgres(primary.ConnectionString));

        Dictionary<string, MetricReading> followed = await ReadyMadePing.CollectAsync(ping);

        Assert.Equal("standby", ReadyMadePing.Text(followed["database.replication_role"]));
        Assert.Equal(
            (await ReadyMadePing.CollectAsync(other))["database.pg_system_id"].Value.AsInt64(), followed["database.pg_system_id"].Value.AsInt64());
    }
}
