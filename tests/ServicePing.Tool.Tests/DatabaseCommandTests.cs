using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServicePing.Testing;
using ServicePing.Tests;

namespace ServicePing.Tool.Tests;

/// <summary>The commands that show SQL and look at a live database, over a small project on disk.</summary>
public sealed class DatabaseCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-tool-");

    public DatabaseCommandTests()
    {
        Write("issues", "[7d, all]", "{ operation: count, from: issues }");
        Write("authors", "all", "{ operation: distinct_count, from: issues, column: author_id }");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Queries_are_a_script_of_the_given_moment()
    {
        ProgramRun run = await Run("queries", "ping", "--recorded-at", "2026-11-21T02:15:00Z");

        Assert.Equal(
            (0, """
            -- database main
            SET TimeZone = 'UTC';

            -- counts.authors
            SELECT COUNT(DISTINCT "issues"."author_id")
            FROM "issues";

            -- counts.issues
            SELECT COUNT(*)
            FROM "issues";

            -- counts.issues_weekly
            SELECT COUNT(*)
            FROM "issues"
            WHERE "issues"."created_at" BETWEEN timestamptz '2026-11-12 02:15:00+00' AND timestamptz '2026-11-19 02:15:00+00';

            -- 3 metrics in SQL, 9 from elsewhere

            """, ""),
            (run.ExitCode, run.Output, run.Errors));
    }

    [Fact]
    public async Task Queries_are_JSON_in_the_shape_of_the_payload()
    {
        JsonElement counts = JsonElement.Parse((await Run("queries", "ping", "--json")).Output).GetProperty("counts");
        Assert.Equal("SELECT COUNT(*)\nFROM \"issues\"", counts.GetProperty("issues").GetString());
    }

    [Fact]
    public async Task Queries_are_YAML_in_the_shape_of_the_payload()
    {
        ProgramRun run = await Run("queries", "ping", "--yaml");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.StartsWith("---\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("\ncounts:\n  authors: |-\n    SELECT COUNT(DISTINCT ", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n  issues: |-\n    SELECT COUNT(*)\n    FROM \"issues\"\n", run.Output, StringComparison.Ordinal);

        ProgramRun both = await Run("queries", "ping", "--yaml", "--json");
        Assert.Equal(2, both.ExitCode);
        Assert.Contains("--yaml is a form of its own: leave --json and --passes out.", both.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payload_is_generated_from_live_servers_and_neither_kept_nor_sent()
    {
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
        string connection = await postgres.CreateDatabaseAsync("forge");
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(connection);
        await using (NpgsqlCommand create = database.CreateCommand(
            "CREATE TABLE issues (id bigint PRIMARY KEY, author_id bigint, created_at timestamptz); INSERT INTO issues SELECT i, i % 3, now() FROM generate_series(1, 7) i"))
        {
            await create.ExecuteNonQueryAsync();
        }

        ProgramRun run = await Run("generate", "ping", "--connection", connection, "--report-out", "report.json");
        JsonElement counts = JsonElement.Parse(run.Output).GetProperty("counts");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal((7, 3, 0), (counts.GetProperty("issues").GetInt32(), counts.GetProperty("authors").GetInt32(), counts.GetProperty("issues_weekly").GetInt32()));
        Assert.Contains(" metrics: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains("\n  has cost        ", (await Run("explain", "ping", "counts.issues", "--report", "report.json")).Output, StringComparison.Ordinal);

        ProgramRun file = await Run("generate", "ping", "--connection", connection, "--out", "payload.json");
        Assert.Equal((0, ""), (file.ExitCode, file.Output));
        Assert.Equal(7, JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "payload.json"))).GetProperty("counts").GetProperty("issues").GetInt32());

        await using NpgsqlCommand kept = database.CreateCommand("SELECT count(*) FROM pg_namespace WHERE nspname = 'service_ping'");
        Assert.Equal(0L, await kept.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Values_that_cannot_be_computed_are_told_with_their_cause()
    {
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
        string connection = await postgres.CreateDatabaseAsync("forge");

        ProgramRun run = await Run("generate", "ping", "--connection", connection);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(-1, JsonElement.Parse(run.Output).GetProperty("counts").GetProperty("issues").GetInt32());
        Assert.Contains("failed: counts.authors, counts.issues, counts.issues_weekly: 42P01: relation \"issues\" does not exist", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_from_no_database_is_a_report_of_its_own()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync();

        ProgramRun run = await Run("non-sql", "ping", "--redis", redis.ConnectionString);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(-3, JsonElement.Parse(run.Output).GetProperty("counts").GetProperty("issues").GetInt32());
        Assert.Contains(" not_queried", run.Errors, StringComparison.Ordinal);

        foreach (string command in new[] { "generate", "non-sql" })
        {
            ProgramRun nowhere = await Run(command, "ping");
            Assert.Equal((2, ""), (nowhere.ExitCode, nowhere.Output));
            Assert.StartsWith("Name where the values are: ", nowhere.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Passes_are_a_script_or_an_array()
    {
        ProgramRun run = await Run("queries", "ping", "--passes");
        Assert.Contains("""
            -- database main, issues walked by ctid: counts.authors, counts.issues
            SELECT count(*),
                   pg_catalog.string_agg(pg_catalog.int8send(issues.author_id), '')
            FROM issues
            WHERE issues.ctid >= $6 AND issues.ctid < $7;
            """, run.Output, StringComparison.Ordinal);
        JsonElement pass = JsonElement.Parse((await Run("queries", "ping", "--passes", "--json")).Output)[0];
        Assert.Equal("issues", pass.GetProperty("relation").GetString());
    }

    [Theory]
    [InlineData("queries", "ping", "--recorded-at", "yesterday")]
    [InlineData("verify", "nowhere", "--connection", "Host=127.0.0.1")]
    public async Task Arguments_that_mean_nothing_are_refused(params string[] arguments)
    {
        ProgramRun run = await Run(arguments);
        Assert.NotEqual(0, run.ExitCode);
        Assert.NotEqual("", run.Errors);
    }

    [Theory]
    [InlineData("Name a database")]
    [InlineData("cannot be read", "--connection", "Hots=s3cret")]
    [InlineData("--database NAME=", "--database", "s3cret")]
    [InlineData("Redis cannot be read", "--redis", "localhost,pasword=s3cret")]
    [InlineData("letters, digits", "--redis", "localhost,password=s3cret", "--redis-prefix", "{a}")]
    [InlineData("connection of the counters cannot be read", "--postgres-counters", "Hots=s3cret")]
    [InlineData("letters, digits", "--postgres-counters", "Host=a;Password=s3cret", "--counter-prefix", "{a}")]
    [InlineData("both --redis and --postgres-counters are given", "--redis", "localhost", "--postgres-counters", "Host=a;Password=s3cret")]
    public async Task Wrong_usage_of_verify_exits_with_2_and_shows_no_secret(string expected, params string[] arguments)
    {
        ProgramRun run = await Run(["verify", "ping", .. arguments]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_is_verified_before_anything_is_computed()
    {
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
        string connection = await postgres.CreateDatabaseAsync("forge");
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(connection);
        await using (NpgsqlCommand create = database.CreateCommand(
            "CREATE TABLE issues (id bigint PRIMARY KEY, author_id bigint, created_at timestamptz); CREATE INDEX ON issues (created_at)"))
        {
            await create.ExecuteNonQueryAsync();
        }

        ProgramRun good = await Run("verify", "ping", "--connection", connection);
        Assert.Equal((0, ""), (good.ExitCode, good.Errors));
        Assert.Contains("counts.issues_weekly", good.Output, StringComparison.Ordinal);
        Assert.EndsWith("3 metrics, 0 of which cannot be computed\n", good.Output, StringComparison.Ordinal);

        Write("weight", "all", "{ operation: sum, from: issues, column: weight }");
        ProgramRun bad = await Run("verify", "ping", "--connection", connection);
        Assert.Equal(1, bad.ExitCode);
        Assert.Contains("ping/metrics/weight.yml: error: counts.weight: 42703: column issues.weight does not exist", bad.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", bad.Output, StringComparison.Ordinal);
        Assert.EndsWith("4 metrics, 1 of which cannot be computed\n", bad.Output, StringComparison.Ordinal);

        ProgramRun json = await Run("verify", "ping", "--database", "main=" + connection, "--json");
        JsonElement weight = JsonElement.Parse(json.Output).EnumerateArray().Last();
        Assert.Equal(1, json.ExitCode);
        Assert.Equal("ping/metrics/weight.yml", weight.GetProperty("file").GetString());
        Assert.Equal("error", weight.GetProperty("metric").GetProperty("findings")[0].GetProperty("severity").GetString());
    }

    [Fact]
    public async Task A_metric_is_explained_with_what_the_database_tells()
    {
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
        string connection = await postgres.CreateDatabaseAsync("forge");
        ProgramRun missing = await Run("explain", "ping", "counts.issues", "--connection", connection);
        Assert.Equal((1, ""), (missing.ExitCode, missing.Errors));
        Assert.Contains("\n  found           error: 42P01: relation \"issues\" does not exist", missing.Output, StringComparison.Ordinal);

        await using NpgsqlDataSource database = NpgsqlDataSource.Create(connection);
        await using (NpgsqlCommand create = database.CreateCommand("CREATE TABLE issues (id bigint PRIMARY KEY, author_id bigint, created_at timestamptz)"))
        {
            await create.ExecuteNonQueryAsync();
        }

        ProgramRun found = await Run("explain", "ping", "counts.issues", "--connection", connection);
        Assert.Equal((0, ""), (found.ExitCode, found.Errors));
        Assert.Contains("\n  walks           pages of issues\n", found.Output, StringComparison.Ordinal);
        Assert.Contains(" units of the server's planner, alone\n", found.Output, StringComparison.Ordinal);

        JsonElement json = JsonElement.Parse((await Run("explain", "ping", "counts.issues", "--connection", connection, "--json")).Output)[0];
        Assert.Equal("main", json.GetProperty("database").GetProperty("database").GetString());
    }

    [Fact]
    public async Task A_Redis_is_verified_alone_or_beside_databases()
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync(new PrivateRedisOptions
        {
            Users = ["good on >s3cret ~forge:* +@all", "poor on >s3cret ~forge:* +@all -hincrby"],
        });
        string[] verify = ["verify", "ping", "--redis-prefix", "forge:", "--redis"];
        ProgramRun good = await Run([.. verify, redis.ConnectionString + ",user=good,password=s3cret"]);
        Assert.Equal((0, ""), (good.ExitCode, good.Errors));
        Assert.EndsWith("Redis allows all that counters need\n", good.Output, StringComparison.Ordinal);

        ProgramRun poor = await Run([.. verify, redis.ConnectionString + ",user=poor,password=s3cret"]);
        Assert.Equal(1, poor.ExitCode);
        Assert.Contains("error: redis: HINCRBY: ", poor.Output, StringComparison.Ordinal);
        Assert.Contains("ACL SETUSER … ~forge:* ", poor.Output, StringComparison.Ordinal);

        ProgramRun down = await Run("verify", "ping", "--redis", "127.0.0.1:1,password=s3cret", "--json");
        Assert.Equal(1, down.ExitCode);
        JsonElement counters = JsonElement.Parse(down.Output).EnumerateArray().Single().GetProperty("counters");
        Assert.Equal("error", counters[0].GetProperty("severity").GetString());
        Assert.DoesNotContain("s3cret", good.Output + poor.Output + down.Output + down.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counters_in_PostgreSQL_are_verified_generated_and_shown_and_a_look_makes_no_schema()
    {
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
        string connection = await postgres.CreateDatabaseAsync("counts");
        string[] store = ["--postgres-counters", connection, "--counter-prefix", "forge:"];
        string program = typeof(DatabaseCommandTests).Assembly.Location;

        foreach (string[] command in (string[][])[["verify", "ping"], ["non-sql", program], ["generate", program], ["events", "watch", program]])
        {
            ProgramRun early = await Run([.. command, .. store]);
            Assert.Equal((2, ""), (early.ExitCode, early.Output));
            Assert.Contains("has no schema service_ping_counters: no program has counted in it yet.", early.Errors, StringComparison.Ordinal);
        }

        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(
            services, builder => builder.UsePostgresCounters(connection, "forge:"), [AcmeMetricSet.Instance]);
        await using (ServiceProvider acme = services.AddSingleton<AcmeEvents>().BuildServiceProvider())
        {
            acme.GetRequiredService<AcmeEvents>().SendMail(1);
            await acme.GetRequiredService<EventTracker>().FlushAsync();
        }

        ProgramRun verified = await Run(["verify", "ping", .. store]);
        Assert.Equal((0, ""), (verified.ExitCode, verified.Errors));
        Assert.EndsWith("PostgreSQL allows all that counters need\n", verified.Output, StringComparison.Ordinal);

        ProgramRun queries = await Run(["queries", program, .. store]);
        Assert.Contains("-- database counters\n", queries.Output, StringComparison.Ordinal);
        Assert.Contains("FROM service_ping_counters.counters\nWHERE counters.key IN ('forge:{event_counters}_send_mail')", queries.Output, StringComparison.Ordinal);

        ProgramRun counted = await Run(["non-sql", program, .. store]);
        Assert.Equal(1, JsonElement.Parse(counted.Output).GetProperty("acme").GetProperty("mails").GetInt32());

        ProgramRun down = await Run("verify", "ping", "--postgres-counters", "Host=127.0.0.1;Port=1;Password=s3cret");
        Assert.Equal(1, down.ExitCode);
        Assert.Contains("error: postgresql: ", down.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", down.Output + down.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_down_is_told_of_once_and_without_the_password()
    {
        ProgramRun run = await Run("verify", "ping", "--connection", "Host=127.0.0.1;Port=1;Username=forge;Password=s3cret;Database=forge");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(2, run.Output.Split("Failed to connect").Length);
        Assert.Contains("error: 3 metrics: Database 'main': ", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n    counts.authors, counts.issues, counts.issues_weekly\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Output + run.Errors, StringComparison.Ordinal);
    }

    private Task<ProgramRun> Run(params string[] arguments) => ToolRun.Of(_folder.FullName, arguments);

    private void Write(string name, string timeFrame, string query)
    {
        string path = Path.Combine(_folder.FullName, "ping", "metrics", $"{name}.yml");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, CountedMetric.Yaml(name, query, timeFrame));
    }
}
