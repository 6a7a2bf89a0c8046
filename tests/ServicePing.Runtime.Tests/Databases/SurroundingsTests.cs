using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServicePing.Runtime.Databases.Snapshots;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>What programs, roles and databases bring with them changes no number: it is right, or refused with the reason.</summary>
public sealed class SurroundingsTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    [Theory]
    [InlineData("slim")]
    [InlineData("noda")]
    [InlineData("untyped")]
    [InlineData("mapped")]
    [InlineData("json")]
    public async Task Whatever_a_data_source_of_the_program_maps_every_value_is_the_same(string kind)
    {
        await using NpgsqlDataSource source = SourceOf(kind);
        await using Ping plain = Ping.Of(builder => builder.UsePostgres(ConnectionString), OperationTests.Set(OperationTests.Cases));
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(source), OperationTests.Set(OperationTests.Cases));

        ServicePingPayload expected = await plain.CollectAsync();
        ServicePingPayload payload = await ping.CollectAsync();

        Assert.All(payload.Metrics, metric => Assert.True(metric.Status == ReadingStatus.Ok, $"{metric.KeyPath}: {metric.Message}"));
        Assert.Equal(
            expected.Metrics.Select(metric => (metric.KeyPath, metric.Value.ToString())),
            payload.Metrics.Select(metric => (metric.KeyPath, metric.Value.ToString())));
        Assert.Null(payload.Statistics.ResumeHindrance);

        // What is kept goes through the same data source.
        ServicePingSettings settings = ping.Services.GetRequiredService<ServicePingSettings>();
        await settings.SetAsync(SettingNames.Enabled, "false", "ada");
        Assert.Equal(("false", "ada"), ((await settings.RefreshAsync())[SettingNames.Enabled].Value, settings.Current[SettingNames.Enabled].ChangedBy));
    }

    [Fact]
    public async Task A_multiplexed_data_source_is_refused_and_the_program_can_write_through_it()
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(ConnectionString + ";Multiplexing=true");
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(source), OperationTests.Set(OperationTests.Cases));

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.All(payload.Metrics, metric => Assert.Equal(ReadingStatus.Unavailable, metric.Status));
        Assert.Contains("With Multiplexing a connection is not ours for a transaction.", payload.Metrics[0].Message, StringComparison.Ordinal);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async number =>
        {
            await using NpgsqlCommand insert = source.CreateCommand($"INSERT INTO nothing (id) VALUES ({number})");
            await insert.ExecuteNonQueryAsync();
        }));
    }

    /// <summary>Whatever is asked of such a data source: the program's statements are in no transaction of ours.</summary>
    [Theory]
    [InlineData("one metric")]
    [InlineData("a look")]
    [InlineData("settings")]
    [InlineData("a factory")]
    public async Task No_question_leaves_a_transaction_on_a_multiplexed_connection(string question)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(ConnectionString + ";Multiplexing=true;Maximum Pool Size=2");
        TestSet set = Count("issues", "builds");
        await using Ping ping = Ping.Of(builder => _ = question == "a factory" ? builder.UsePostgres(_ => source) : builder.UsePostgres(source), set);
        Task work = question switch
        {
            "one metric" => ping.Collector.CollectAsync(new Metric<long>(set, 0)),
            "a look" => ping.Services.GetRequiredService<ServicePingVerifier>().VerifyAsync(),
            "settings" => Record.ExceptionAsync(() => ping.Services.GetRequiredService<ServicePingSettings>().SetAsync(SettingNames.Enabled, "false", "ada")),
            _ => ping.CollectAsync(),
        };
        await Task.WhenAll([work, .. Enumerable.Range(0, 200).Select(async number =>
        {
            await using NpgsqlCommand insert = source.CreateCommand($"INSERT INTO nothing (id) VALUES ({number})");
            await insert.ExecuteNonQueryAsync();
        })]);

        Assert.Equal(200, (await PlainAsync("SELECT count(*) FROM nothing")).GetInt64());
        Assert.Equal(0, (await PlainAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'")).GetInt64());
    }

    [Fact]
    public async Task A_connection_string_with_multiplexing_is_used_without_it()
    {
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString + ";Multiplexing=true"), Count("issues", "builds"));

        Assert.All((await ping.CollectAsync()).Metrics, metric => Assert.Equal(ReadingStatus.Ok, metric.Status));
    }

    [Theory]
    [InlineData("GRANT SELECT ON visits TO {0}")]
    [InlineData("GRANT SELECT ON visits, visits_a TO {0}")]
    [InlineData("GRANT SELECT (id, state) ON visits TO {0}")]
    [InlineData("GRANT SELECT ON ALL TABLES IN SCHEMA public TO {0}; CREATE TABLE visits_c PARTITION OF visits FOR VALUES FROM (9000) TO (9999)")]
    public async Task Who_may_read_a_table_but_not_its_parts_reads_them_through_it(string grant)
    {
        await VisitsAsync();
        string reader = await ReaderAsync(grant, "GRANT SELECT ON animals TO {0}");
        TestSet set = Count("visits", "animals");
        AddMetric(set, "states", ValueShape.Integer, "visits", new(0, Operation.DistinctCount) { Columns = ["visits.state"] });
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(reader).Configure(options => options.SlicePages = (1, 2)), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.All(payload.Metrics, metric => Assert.True(metric.Status == ReadingStatus.Ok, $"{metric.KeyPath}: {metric.Message}"));
        Assert.Equal(["300", "7", "3000"], payload.Metrics.Select(metric => metric.Value.ToString()));
    }

    /// <summary>A policy makes what a role sees smaller: that is no number of the table.</summary>
    [Theory]
    [InlineData("visits", "ALTER TABLE visits ENABLE ROW LEVEL SECURITY; CREATE POLICY few ON visits USING (state = 1)")]
    [InlineData("visits_a", "ALTER TABLE visits_a ENABLE ROW LEVEL SECURITY; CREATE POLICY few ON visits_a USING (state = 1)")]
    [InlineData("animals", "ALTER TABLE animals ENABLE ROW LEVEL SECURITY")]
    [InlineData("seen", "ALTER TABLE visits ENABLE ROW LEVEL SECURITY; CREATE VIEW seen WITH (security_barrier) AS SELECT * FROM visits; ALTER VIEW seen OWNER TO {0}")]
    public async Task A_policy_that_cuts_rows_makes_an_error_that_says_so(string table, string sql)
    {
        await VisitsAsync();
        string reader = await ReaderAsync("GRANT SELECT ON visits, visits_a, visits_b, animals TO {0}", sql, "GRANT SELECT ON issues TO {0}");
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(reader), Count(table, "issues"));

        ServicePingPayload payload = await ping.CollectAsync();

        MetricReading cut = payload.Metrics.Single(metric => metric.KeyPath == table);
        Assert.Equal(ReadingStatus.Failed, cut.Status);
        Assert.StartsWith("42501: query would be affected by row-level security policy", cut.Message, StringComparison.Ordinal);
        Assert.Equal(ReadingStatus.Ok, payload.Metrics.Single(metric => metric.KeyPath == "issues").Status);
    }

    /// <summary>Wherever the rows come from that are cut: a join, a subquery, a table of one's own whose policy is forced.</summary>
    [Theory]
    [InlineData("issues", "", "JOIN projects ON projects.id = issues.project_id", "")]
    [InlineData("issues", "", "LEFT JOIN (SELECT * FROM projects) AS p ON p.id = issues.project_id", "")]
    [InlineData("issues", "issues.project_id IN (SELECT projects.id FROM projects)", "", "")]
    [InlineData("projects", "", "", "ALTER TABLE projects OWNER TO {0}; ALTER TABLE projects FORCE ROW LEVEL SECURITY")]
    public async Task A_policy_cuts_no_row_of_what_a_query_reads_beside_its_table(string table, string filter, string join, string sql)
    {
        string reader = await ReaderAsync(
            "GRANT SELECT ON issues, projects TO {0}",
            "ALTER TABLE projects ENABLE ROW LEVEL SECURITY; CREATE POLICY few ON projects USING (visibility = 1)",
            sql.Length > 0 ? sql : "SELECT 1");
        TestSet set = new();
        AddMetric(set, "cut", ValueShape.Integer, table, new(0, Operation.Count) { Filter = filter.Length > 0 ? filter : null }, join.Length > 0 ? [join] : []);
        AddMetric(set, "whole", ValueShape.Integer, "issues", new(0, Operation.Count));
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(reader), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.StartsWith("42501: query would be affected by row-level security policy", payload.Metrics[0].Message, StringComparison.Ordinal);
        Assert.Equal((await PlainAsync("SELECT count(*) FROM issues")).GetInt64(), payload.Metrics[1].Value.AsInt64());
    }

    [Fact]
    public async Task A_policy_of_a_part_does_not_matter_to_who_reads_the_whole()
    {
        await VisitsAsync();
        string reader = await ReaderAsync(
            "GRANT SELECT ON visits, visits_a, visits_b TO {0}",
            "ALTER TABLE visits_a ENABLE ROW LEVEL SECURITY; CREATE POLICY few ON visits_a USING (state = 1)");
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(reader), Count("visits"));

        Assert.Equal("3000", (await ping.ReadAsync("visits")).Value.ToString());
    }

    [Theory]
    [InlineData("public, pg_catalog")]
    [InlineData("public")]
    public async Task Functions_and_tables_that_others_have_made_are_not_taken_for_the_servers(string path)
    {
        await VisitsAsync();
        string database = new NpgsqlConnectionStringBuilder(ConnectionString).Database!;
        foreach (string function in (string[])
        [
            "quote_ident(name)", "quote_ident(text)", "to_regclass(text)", "pg_relation_size(oid)", "current_setting(text)", "now()",
            "has_table_privilege(oid, text)", "pg_relation_filenode(oid)", "pg_export_snapshot()", "pg_is_in_recovery()",
            "hash_record_extended(record, integer)", "row_security_active(oid)",
        ])
        {
            await ExecuteAsync($"CREATE FUNCTION public.{function} RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE 'ours'; END $$");
        }

        // Tables of the server's names, before the server's own, would keep Npgsql itself from connecting.
        await ExecuteAsync($"ALTER DATABASE \"{database}\" SET search_path = {path}");
        NpgsqlConnection.ClearAllPools();
        TestSet set = Count("visits", "issues");
        AddMetric(set, "labels", ValueShape.Integer, "issues", new(0, Operation.DistinctCount) { Columns = ["issues.label"] });
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        Assert.All((await ping.CollectAsync()).Metrics, metric => Assert.True(metric.Status == ReadingStatus.Ok, $"{metric.KeyPath}: {metric.Message}"));
    }

    /// <summary>What a role has set, and a table on which it would leave rows out, move a moment, or end the connection.</summary>
    [Theory]
    [InlineData("gin_fuzzy_search_limit = 1", "marked.id IN (SELECT m.id FROM marked m WHERE m.marks @> '{1}')", "1000")]
    [InlineData("timezone_abbreviations = 'Australia'", "marked.at < '2026-01-01 00:00 EST'", "299")]
    [InlineData("exit_on_error = on", "marked.id > 10", "2990")]
    public async Task What_a_role_has_set_leaves_no_row_out(string setting, string filter, string expected)
    {
        await ExecuteAsync("""
            CREATE TABLE marked AS
            SELECT n AS id, ARRAY[n % 3] AS marks, timestamptz '2026-01-01 00:00+00' + n * interval '1 minute' AS at FROM generate_series(1, 3000) n;
            CREATE INDEX ON marked USING gin (marks);
            ANALYZE marked
            """);
        string reader = await ReaderAsync(
            "GRANT SELECT ON marked TO {0}", $"ALTER ROLE {{0}} SET {setting}", "ALTER ROLE {0} SET enable_seqscan = off", "ALTER ROLE {0} SET enable_tidscan = off");
        TestSet set = Count("marked");
        AddMetric(set, "some", ValueShape.Integer, "marked", new(0, Operation.Count) { Filter = filter });
        AddMetric(set, "wrong", ValueShape.Integer, "marked", new(0, Operation.Sum) { Columns = ["1 / (marked.id - 7)"] });
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(reader), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal($$"""{"marked":3000,"some":{{expected}},"wrong":-1}""", payload.ToString());
    }

    /// <summary>Queries in other parentheses have one text and are not equal; <c>a:*</c> and <c>a</c> have two and are.</summary>
    [Fact]
    public async Task Values_whose_texts_do_not_tell_them_apart_are_refused()
    {
        await ExecuteAsync("CREATE TABLE searches AS SELECT q::tsquery FROM unnest('{a,a:*,a & (b & c),(a & b) & c}'::text[]) q");
        TestSet set = new();
        AddMetric(set, "different", ValueShape.Integer, "searches", new(0, Operation.DistinctCount) { Columns = ["searches.q"] });
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        MetricReading reading = Assert.Single((await ping.CollectAsync()).Metrics);
        Assert.Equal((ReadingStatus.Failed, "3"), (reading.Status, (await PlainAsync("SELECT count(DISTINCT q) FROM searches")).ToString()));
        Assert.Contains("cannot be told apart exactly", reading.Message, StringComparison.Ordinal);
    }

    /// <summary>Keys of a view that are NULL, or between two whole numbers, belong to some slice too.</summary>
    [Theory]
    [InlineData("CASE WHEN id % 4 > 0 THEN id END")]
    [InlineData("id / 7.0")]
    [InlineData("(id - 1000)::float8 / 3")]
    [InlineData("CASE WHEN id % 9 > 0 THEN -id::numeric + 0.5 END")]
    [InlineData("NULL::int")]
    public async Task Every_row_of_a_view_is_in_one_slice_whatever_its_key(string key)
    {
        await ExecuteAsync($"CREATE TABLE facts AS SELECT n AS id FROM generate_series(1, 60000) n; CREATE VIEW keyed AS SELECT id, {key} AS n FROM facts");
        TestSet set = new();
        AddMetric(set, "rows", ValueShape.Integer, "keyed", new(0, Operation.Count) { BatchColumn = "keyed.n" });
        AddMetric(set, "ids", ValueShape.Integer, "keyed", new(0, Operation.DistinctCount) { Columns = ["keyed.id"], BatchColumn = "keyed.n" });
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.All(payload.Metrics, metric => Assert.Equal((ReadingStatus.Ok, "60000"), (metric.Status, metric.Value.ToString())));
    }

    [Theory]
    [InlineData("kind", "CREATE TYPE kind AS ENUM ('a', 'b')", "(ARRAY['a', 'b']::kind[])[1 + n % 2]", 2)]
    [InlineData("kind[]", "CREATE TYPE kind AS ENUM ('a', 'b')", "ARRAY[(ARRAY['a', 'b']::kind[])[1 + n % 2]]", 2)]
    [InlineData("number", "CREATE DOMAIN number AS numeric CHECK (VALUE < 9)", "(n % 3 || '.' || repeat('0', n))::number", 3)]
    [InlineData("pair", "CREATE TYPE pair AS (a int, b text)", "(n % 2, 'x')::pair", 2)]
    [InlineData("spread", "CREATE TYPE spread AS RANGE (subtype = float8)", "spread(0, n % 4)", 4)]
    [InlineData("nested", "CREATE TYPE inner_pair AS (a int, b text); CREATE TYPE nested AS (p inner_pair, c int)", null, 0)]
    public async Task Types_that_were_made_since_a_program_connected_are_known(string type, string make, string? value, int different)
    {
        foreach (bool loads in new[] { true, false })
        {
            NpgsqlDataSourceBuilder builder = new(ConnectionString);
            builder.ConfigureTypeLoading(types => types.EnableTypeLoading(loads));
            await using NpgsqlDataSource source = builder.Build();
            await (await source.OpenConnectionAsync()).DisposeAsync();
            await ExecuteAsync(loads ? make : "SELECT 1");
            await ExecuteAsync($"DROP TABLE IF EXISTS kinds; CREATE TABLE kinds AS SELECT n AS id, {value ?? $"NULL::{type}"} AS v FROM generate_series(1, 100) n");
            TestSet set = new();
            AddMetric(set, "different", ValueShape.Integer, "kinds", new(0, Operation.DistinctCount) { Columns = ["kinds.v"] });
            AddMetric(set, "groups", ValueShape.Json, "kinds", new(0, Operation.Count) { GroupBy = ["kinds.v"] });
            await using Ping ping = Ping.Of(builder => builder.UsePostgres(source), set);

            ServicePingPayload payload = await ping.CollectAsync();

            if (value is null)
            {
                Assert.All(payload.Metrics, metric => Assert.Contains("cannot be told apart exactly", metric.Message, StringComparison.Ordinal));
                continue;
            }

            Assert.All(payload.Metrics, metric => Assert.Equal((ReadingStatus.Ok, (string?)null), (metric.Status, metric.Message)));
            Assert.Equal(different, payload.Metrics.Single(metric => metric.KeyPath == "different").Value.AsInt64());
            Assert.Equal(different, payload.Metrics.Single(metric => metric.KeyPath == "groups").Value.AsJson().EnumerateObject().Count());
        }
    }

    [Fact]
    public async Task Types_that_are_asked_of_no_server_are_those_of_this_one()
    {
        foreach ((uint oid, SqlType type) in SqlTypes.OfEveryServer)
        {
            Assert.Equal(type.Name, (await PlainAsync($"SELECT format_type({oid}, NULL)")).GetString());
        }
    }

    [Theory]
    [InlineData("(label)", true)]
    [InlineData("(label text_pattern_ops)", false)]
    [InlineData("(label varchar_pattern_ops)", false)]
    [InlineData("(label COLLATE \"C\")", false)]
    [InlineData("(label COLLATE \"und-x-icu\")", false)]
    [InlineData("(label DESC)", true)]
    public async Task Ranges_of_values_are_read_by_an_index_only_that_is_ordered_as_they_are(string index, bool isRanged)
    {
        await ExecuteAsync($"""
            CREATE TABLE tags AS SELECT n AS id, md5((n % 5000)::text) AS label FROM generate_series(1, 20000) n;
            CREATE INDEX ON tags {index}
            """);
        await VacuumAsync("tags");
        TestSet set = new();
        AddMetric(set, "labels", ValueShape.Integer, "tags", new(0, Operation.DistinctCount) { Columns = ["tags.label"] });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options => options.SlicePages = (64, long.MaxValue)), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal("5000", payload.Metrics[0].Value.ToString());
        Assert.Equal(isRanged, payload.Statistics.SentStatements.Any(sent => sent.Sql.Contains("different_values", StringComparison.Ordinal)));
    }

    private NpgsqlDataSource SourceOf(string kind)
    {
        switch (kind)
        {
            case "slim":
                return new NpgsqlSlimDataSourceBuilder(ConnectionString).Build();
            case "noda":
                NpgsqlDataSourceBuilder noda = new(ConnectionString);
                noda.UseNodaTime();
                return noda.Build();
            case "mapped":
                NpgsqlDataSourceBuilder mapped = new(ConnectionString);
                mapped.EnableUnmappedTypes();
                mapped.MapEnum<DayOfWeek>("weekday");
                mapped.EnableRecordsAsTuples();
                return mapped.Build();
            case "json":
                NpgsqlDataSourceBuilder json = new(ConnectionString);
                json.EnableDynamicJson([typeof(Dictionary<string, string>)], [typeof(string[])]);
                return json.Build();
            default:
                NpgsqlDataSourceBuilder untyped = new(ConnectionString);
                untyped.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
                return untyped.Build();
        }
    }

    private Task VisitsAsync() => ExecuteAsync("""
        CREATE TABLE visits (id int, state int) PARTITION BY RANGE (id);
        CREATE TABLE visits_a PARTITION OF visits FOR VALUES FROM (0) TO (1000);
        CREATE TABLE visits_b PARTITION OF visits FOR VALUES FROM (1000) TO (9000);
        INSERT INTO visits SELECT n, n % 7 FROM generate_series(1, 3000) n;
        CREATE TABLE animals (id int);
        CREATE TABLE cats (purrs bool) INHERITS (animals);
        INSERT INTO animals SELECT generate_series(1, 100);
        INSERT INTO cats SELECT n, true FROM generate_series(1, 200) n
        """);

    private async Task<string> ReaderAsync(params string[] grants)
    {
        string role = $"reader_{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE ROLE {role} LOGIN");
        foreach (string grant in grants)
        {
            await ExecuteAsync(grant.Replace("{0}", role, StringComparison.Ordinal));
        }

        return new NpgsqlConnectionStringBuilder(ConnectionString) { Username = role }.ConnectionString;
    }

    private static TestSet Count(params string[] tables)
    {
        TestSet set = new();
        foreach (string table in tables)
        {
            AddMetric(set, table, ValueShape.Integer, table, new(0, Operation.Count));
        }

        return set;
    }
}
