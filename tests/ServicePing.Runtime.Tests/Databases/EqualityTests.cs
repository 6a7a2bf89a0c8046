using System.Text.Json;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>Values are told apart as PostgreSQL tells them, whatever their type, collation and the settings of a role.</summary>
public sealed class EqualityTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    /// <summary>Types, and values of which some are equal though their texts differ, or differ though their hashes are equal.</summary>
    private static readonly (string Name, string Type, string[] Values)[] Types =
    [
        ("boolean", "boolean", ["t", "f", "yes"]),
        ("smallint", "smallint", ["1", "-1", "1"]),
        ("bigint", "bigint", ["1", "4294967296", "-9223372036854775808", "9223372036854775807"]),
        ("numeric", "numeric", ["1", "-1", "1.0", "1.00", "10000", "1e4", "NaN", "Infinity", "-Infinity", "-0", "0.0"]),
        ("money", "money", ["1.00", "1", "2.5"]),
        ("real", "real", ["0.1", "0.10000000149", "-0", "0", "NaN", "1e30"]),
        ("double", "double precision", ["0.3", "0.30000000000000004", "-0", "0", "NaN", "Infinity"]),
        ("text", "text", ["Bug", "bug", "b\u00fcg", "bu\u0308g", "", "4294967296"]),
        ("insensitive", "text COLLATE insensitive", ["Bug", "bug", "BUG", "b\u00fcg", "bu\u0308g", ""]),
        ("varchar", "varchar(9)", ["Bug", "bug", "bug x"]),
        ("char", "char(9)", ["bug", "bug  ", "Bug"]),
        ("name", "name", ["bug", "Bug"]),
        ("citext", "public.citext", ["Bug", "bug", "BUG", "idea"]),
        ("bytea", "bytea", ["\\x00", "\\x0000", "abc", "\\x616263"]),
        ("date", "date", ["2026-01-02", "infinity", "2026-01-03"]),
        ("time", "time", ["10:00", "10:00:00.000001", "24:00", "00:00"]),
        ("timetz", "timetz", ["10:00+00", "11:00+01", "10:00+00:00"]),
        ("timestamp", "timestamp", ["2026-01-02", "2026-01-02 00:00:00.000001", "infinity", "-infinity", "294276-12-31"]),
        ("timestamptz", "timestamptz", ["2026-01-02 01:00+01", "2026-01-02 00:00+00", "2026-01-02 00:00:00.000001+00"]),
        ("interval", "interval", ["1 day", "24 hours", "30 days", "1 month", "1 mon -1 day", "29 days", "-24 hours", "-1 day", "720:00:01"]),
        ("uuid", "uuid", ["00000000-0000-0000-0000-000000000001", "{00000000000000000000000000000001}", "00000000-0000-0000-0000-000000000002"]),
        ("inet", "inet", ["10.0.0.1", "10.0.0.1/32", "10.0.0.1/24", "::1"]),
        ("cidr", "cidr", ["10.0.0.0/24", "10/8"]),
        ("macaddr", "macaddr", ["08:00:2b:01:02:03", "08002b010203"]),
        ("bits", "bit(3)", ["101", "100"]),
        ("varbit", "bit varying", ["1", "10", "01", ""]),
        ("tsvector", "tsvector", ["a b", "b a", "a:1 b:2"]),
        ("jsonb", "jsonb", [
            "{\"a\": 1, \"b\": 2}", "{\"b\": 2, \"a\": 1.0}", "[1]", "1", "\"1\"", "null", "1.10", "1.1", "1.01", "100", "1e2", "-1", "-1.0",
            "[[1], 2]", "[[1, 2]]", "\"1.0\"", "\"1.00\"", "\"a\\\"1.0\"", "\"a\\\"1.00\"", "\"\\\\\"", "{\"1.0\": 0.0}", "{\"1.00\": 0}", "true",
        ]),
        ("integers", "int[]", ["{1,2}", "{1, 2}", "{2,1}", "{}", "{NULL}", "[2:3]={1,2}"]),
        ("bigints", "bigint[]", ["{1}", "{4294967296}"]),
        ("reals", "real[]", ["{1}", "{1.0}", "{-0}", "{0}", "{{1}}"]),
        ("grid", "int[]", ["{{1,2}}", "{1,2}", "{{1},{2}}"]),
        ("moments", "timestamptz[]", ["{\"2026-01-02 00:00+00\"}", "{\"2026-01-02 01:00+01\"}"]),
        ("labels", "text[]", ["{NULL}", "{\"NULL\"}", "{a}", "{\"a\"}", "{{a}}", "[2:2]={a}", "{}"]),
        ("range", "int4range", ["[1,3)", "[1,2]", "(0,3)", "empty"]),
        ("days", "tstzrange", ["[2026-01-01 00:00+00,2026-01-02 00:00+00)", "[2026-01-01 01:00+01,2026-01-02 00:00+00)", "(,)"]),
        ("ranges", "int4multirange", ["{[1,3),[5,6)}", "{[5,6),[1,2],[2,3)}"]),
        ("mood", "public.mood", ["sad", "happy"]),
        ("percent", "public.percent", ["1", "1.0", "2"]),
        ("place", "public.place", ["(1,a)", "(1,A)", "(,)", "(1,)"]),
        ("visit", "public.stay", ["(1,2026-01-01)", "(4294967296,2026-01-01)", "(,)", "(1,)"]),
        ("lsn", "pg_lsn", ["0/1", "1/0", "0/00000001"]),
        ("xid8", "xid8", ["1", "4294967296"]),
    ];

    private const string Given = """
        CREATE EXTENSION IF NOT EXISTS citext SCHEMA public;
        CREATE COLLATION insensitive (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
        CREATE TYPE public.mood AS ENUM ('sad', 'happy');
        CREATE DOMAIN public.percent AS numeric CHECK (VALUE >= 0);
        CREATE TYPE public.place AS (floor int, room text);
        CREATE TYPE public.stay AS (guest bigint, since timestamptz);
        ALTER DATABASE {0} SET extra_float_digits = 0;
        ALTER DATABASE {0} SET IntervalStyle = 'sql_standard';
        ALTER DATABASE {0} SET DateStyle = 'German';
        ALTER DATABASE {0} SET TimeZone = 'America/St_Johns';
        ALTER DATABASE {0} SET bytea_output = 'escape';
        ALTER DATABASE {0} SET quote_all_identifiers = on;
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    public async Task Different_values_and_groups_are_those_of_the_server_for_every_type(long pages)
    {
        await GivenAsync();
        TestSet set = new();
        foreach ((string name, string type, string[] values) in Types)
        {
            await ValuesAsync(name, type, values);
            AddMetric(set, $"distinct.{name}", ValueShape.Integer, $"t_{name}", new(0, Operation.DistinctCount) { Columns = ["v"] });
            AddMetric(set, $"list.{name}", ValueShape.Integer, $"t_{name}", new(0, Operation.DistinctCount) { Columns = ["v", "n % 2"] });
            AddMetric(set, $"estimate.{name}", ValueShape.Double, $"t_{name}", new(0, Operation.EstimateBatchDistinctCount) { Columns = ["v"] });
            AddMetric(set, $"by.{name}", ValueShape.Json, $"t_{name}", new(0, Operation.Count) { GroupBy = ["v"] });
            AddMetric(set, $"distinct_by.{name}", ValueShape.Json, $"t_{name}", new(0, Operation.DistinctCount) { Columns = ["v"], GroupBy = ["n % 2"] });
            AddMetric(set, $"histogram.{name}", ValueShape.Json, $"t_{name}",
                new(0, Operation.Histogram) { Columns = ["v"], FirstBucket = 1, LastBucket = 90 });
        }

        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options => options.SlicePages = (pages, pages)), set);
        ServicePingPayload payload = await ping.CollectAsync();

        Assert.All(payload.Metrics, metric => Assert.True(metric.Status == ReadingStatus.Ok, $"{metric.KeyPath}: {metric.Message}"));
        foreach ((string name, _, _) in Types)
        {
            string table = $"t_{name}";
            Assert.Equal($"distinct.{name} {await PlainAsync($"SELECT count(DISTINCT v) FROM {table}")}", $"distinct.{name} {Of($"distinct.{name}")}");

            // So few values are estimated to one.
            Assert.Equal(
                $"estimate.{name} {await PlainAsync($"SELECT count(DISTINCT v) FROM {table}")}", $"estimate.{name} {Math.Round(Of($"estimate.{name}").GetDouble())}");
            Assert.Equal(
                $"list.{name} {await PlainAsync($"SELECT count(*) FROM (SELECT DISTINCT v, n % 2 FROM {table}) g")}", $"list.{name} {Of($"list.{name}")}");
            Assert.Equal(
                (await PlainAsync($"SELECT jsonb_object_agg(k, n) FROM (SELECT n % 2 AS k, count(DISTINCT v) AS n FROM {table} GROUP BY 1) g")).GetRawText(),
                JsonSerializer.Serialize(Of($"distinct_by.{name}")).Replace(":", ": ", StringComparison.Ordinal).Replace(",", ", ", StringComparison.Ordinal));
            await AssertGroupsAsync(name, table, Of($"by.{name}"));
            await AssertBucketsAsync(name, table, Of($"histogram.{name}"));
        }

        JsonElement Of(string keyPath) => payload.Metrics.Single(metric => metric.KeyPath == keyPath).Value.ToJson();
    }

    [Fact]
    public async Task The_name_of_a_group_is_the_servers_own_text_of_one_of_its_values()
    {
        await GivenAsync();
        await ValuesAsync("real", "real", ["0.1", "0.5"]);
        await ValuesAsync("price", "numeric(10, 2)", ["1.50", "2"]);
        await ValuesAsync("insensitive", "text COLLATE insensitive", ["bug", "BUG", "Idea"]);
        await ValuesAsync("span", "interval", ["24 hours", "1 day"]);
        TestSet set = new();
        foreach (string name in (string[])["real", "price", "insensitive", "span"])
        {
            AddMetric(set, name, ValueShape.Json, $"t_{name}", new(0, Operation.Count) { GroupBy = ["v"], Filter = "v IS NOT NULL" });
        }

        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options => options.SlicePages = (1, 1)), set);
        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(["0.1", "0.5"], Names("real"));
        Assert.Equal(["1.50", "2.00"], Names("price"));
        Assert.Equal(["BUG", "Idea"], Names("insensitive"));
        Assert.Equal(["1 day"], Names("span"));

        IEnumerable<string> Names(string keyPath) => payload.Metrics.Single(metric => metric.KeyPath == keyPath).Value.ToJson().EnumerateObject().Select(group => group.Name);
    }

    /// <summary>Two numbers are two, however few digits of them are shown, and groups are called the same wherever somebody looks from.</summary>
    [Theory]
    [InlineData("ALTER ROLE {0} SET extra_float_digits = 0")]
    [InlineData("ALTER ROLE {0} IN DATABASE {1} SET extra_float_digits = -15")]
    [InlineData("ALTER ROLE {0} SET IntervalStyle = 'iso_8601'")]
    [InlineData("ALTER ROLE {0} SET DateStyle = 'SQL, DMY'")]
    [InlineData("ALTER ROLE {0} SET TimeZone = 'America/New_York'")]
    [InlineData("ALTER DATABASE {1} SET bytea_output = 'escape'")]
    [InlineData("-c extra_float_digits=-15 -c TimeZone=Asia/Kolkata -c DateStyle=German")]
    public async Task What_a_role_a_database_or_a_connection_sets_changes_neither_values_nor_names(string setting)
    {
        string role = $"reader_{Guid.NewGuid():N}";
        await ExecuteAsync($"""
            CREATE TABLE readings AS
            SELECT n AS id, (ARRAY[0.3, 0.1 + 0.2::float8])[1 + n % 2] AS real, (ARRAY[interval '1 day', '1 month 02:00'])[1 + n % 2] AS span,
                   timestamptz '2026-02-01 02:03:04.5+00' AS moment, date '2026-02-01' AS day, decode('00ff61', 'hex') AS bytes
            FROM generate_series(1, 100) n;
            CREATE ROLE {role} LOGIN;
            GRANT SELECT ON readings TO {role}
            """);
        Npgsql.NpgsqlConnectionStringBuilder connection = new(ConnectionString) { Username = role };
        bool isOfConnection = setting.StartsWith('-');
        await ExecuteAsync(isOfConnection ? "SELECT 1" : setting
            .Replace("{0}", role, StringComparison.Ordinal).Replace("{1}", $"\"{connection.Database}\"", StringComparison.Ordinal));
        connection.Options = isOfConnection ? setting : null;
        TestSet set = new();
        foreach (string column in (string[])["bytes", "day", "moment", "real", "span"])
        {
            AddMetric(set, $"by_{column}", ValueShape.Json, "readings", new(0, Operation.Count) { GroupBy = [$"readings.{column}"] });
            AddMetric(set, $"distinct_{column}", ValueShape.Integer, "readings", new(0, Operation.DistinctCount) { Columns = [$"readings.{column}"] });
            AddMetric(set, $"texts_{column}", ValueShape.Integer, "readings", new(0, Operation.DistinctCount) { Columns = [$"readings.{column}::text"] });
        }

        await using Ping ping = Ping.Of(builder => builder.UsePostgres(connection.ConnectionString), set);

        Assert.Equal(
            """
            {"by_bytes":{"\\x00ff61":100},"by_day":{"2026-02-01":100},"by_moment":{"2026-02-01 02:03:04.5\u002B00":100},
            "by_real":{"0.3":50,"0.30000000000000004":50},"by_span":{"1 day":50,"1 mon 02:00:00":50},
            "distinct_bytes":1,"distinct_day":1,"distinct_moment":1,"distinct_real":2,"distinct_span":2,
            "texts_bytes":1,"texts_day":1,"texts_moment":1,"texts_real":2,"texts_span":2}
            """.ReplaceLineEndings(""),
            (await ping.CollectAsync()).ToString());
    }

    /// <summary>SQL prints a group whose rows have no value as 0, and leaves out one that has no rows.</summary>
    [Theory]
    [InlineData("int")]
    [InlineData("smallint")]
    [InlineData("text")]
    [InlineData("public.place")]
    [InlineData("numeric")]
    public async Task A_group_without_a_value_has_none_and_is_a_group(string type)
    {
        await GivenAsync();
        string value = type == "public.place" ? "ROW(n % 3, NULL)::public.place" : $"(n % 3)::text::{type}";
        await ExecuteAsync($"CREATE TABLE odd AS SELECT n AS id, n % 4 AS k, n % 2 AS l, CASE WHEN n % 4 > 1 THEN {value} END AS v, repeat('x', 300) AS filler FROM generate_series(1, 400) n");
        TestSet set = new();
        QueryFragment distinct = new(0, Operation.DistinctCount) { Columns = ["odd.v"], GroupBy = ["odd.k"] };
        AddMetric(set, "all", ValueShape.Json, "odd", distinct);
        AddMetric(set, "estimated", ValueShape.Json, "odd", distinct with { Operation = Operation.EstimateBatchDistinctCount });
        AddMetric(set, "lists", ValueShape.Json, "odd", distinct with { Columns = ["odd.v", "odd.l"] });
        AddMetric(set, "none", ValueShape.Json, "odd", distinct with { Filter = "odd.v IS NULL" });
        AddMetric(set, "some", ValueShape.Json, "odd", distinct with { Filter = "odd.k IN (1, 2)" });
        AddMetric(set, "two", ValueShape.Json, "odd", distinct with { GroupBy = ["odd.k", "odd.l"] });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options => options.SlicePages = (1, 1)), set);

        ServicePingPayload payload = await ping.CollectAsync();

        foreach ((string keyPath, string sql) in new[]
        {
            ("all", "SELECT k, count(DISTINCT v) AS n FROM odd GROUP BY 1"),
            ("lists", "SELECT k, count(DISTINCT (v, l)) AS n FROM odd GROUP BY 1"),
            ("none", "SELECT k, count(DISTINCT v) AS n FROM odd WHERE v IS NULL GROUP BY 1"),
            ("some", "SELECT k, count(DISTINCT v) AS n FROM odd WHERE k IN (1, 2) GROUP BY 1"),
            ("two", "SELECT k, jsonb_build_object(l, count(DISTINCT v)) AS n FROM odd GROUP BY k, l"),
        })
        {
            Assert.Equal(
                (keyPath, (await PlainAsync($"SELECT jsonb_object_agg(k, n) FROM ({sql}) g")).GetRawText().Replace(" ", "", StringComparison.Ordinal)),
                (keyPath, payload.Metrics.Single(metric => metric.KeyPath == keyPath).Value.ToString()));
        }

        JsonElement estimated = payload.Metrics.Single(metric => metric.KeyPath == "estimated").Value.ToJson();
        Assert.Equal([0, 0, 3, 3], estimated.EnumerateObject().Select(group => Math.Round(group.Value.GetDouble())));
    }

    [Theory]
    [InlineData("json", "'{}'", "cannot be told apart")]
    [InlineData("point", "'(1,2)'", "cannot be told apart")]
    [InlineData("numeric[]", "'{1}'", "name its parts one by one")]
    [InlineData("public.visit", "(1.0, 5)::public.visit", "name its parts one by one")]
    public async Task Values_that_nobody_can_tell_apart_are_refused(string type, string value, string message)
    {
        await GivenAsync();
        await ExecuteAsync("CREATE TYPE public.visit AS (weight numeric, visitor bigint)");
        await ExecuteAsync($"CREATE TABLE refused AS SELECT {value}::{type} AS v FROM generate_series(1, 9)");
        TestSet set = new();
        AddMetric(set, "refused", ValueShape.Integer, "refused", new(0, Operation.DistinctCount) { Columns = ["v"] });
        AddMetric(set, "counted", ValueShape.Integer, "refused", new(0, Operation.Count));

        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);
        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(9, payload.Metrics[0].Value.AsInt64());
        Assert.Equal(ReadingStatus.Failed, payload.Metrics[1].Status);
        Assert.Contains(message, payload.Metrics[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_whose_hashes_fold_in_the_server_are_told_apart()
    {
        // 2³² + 1 and 0, 2·2³² + 2 and 0, … have the same 32 bits once PostgreSQL has folded them, whatever the seed.
        await ExecuteAsync("""
            CREATE TABLE folded AS
            SELECT n * 4294967297 AS id, timestamp '2000-01-01' + n * 4294967297 * interval '1 microsecond' AS at
            FROM generate_series(0, 999) n
            """);
        Assert.True((await PlainAsync("SELECT hash_record_extended(ROW(0::bigint), 7) = hash_record_extended(ROW(4294967297), 7)")).GetBoolean());
        TestSet set = new();
        AddMetric(set, "moments", ValueShape.Integer, "folded", new(0, Operation.DistinctCount) { Columns = ["at"] });
        AddMetric(set, "lists", ValueShape.Integer, "folded", new(0, Operation.DistinctCount) { Columns = ["id", "true"] });
        AddMetric(set, "spans", ValueShape.Integer, "folded", new(0, Operation.DistinctCount) { Columns = ["at - timestamp '2000-01-01'"] });

        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        Assert.All((await ping.CollectAsync()).Metrics, metric => Assert.Equal("1000", metric.Value.ToString()));
    }

    private async Task GivenAsync()
    {
        string database = new Npgsql.NpgsqlConnectionStringBuilder(ConnectionString).Database!;
        await ExecuteAsync(Given.Replace("{0}", $"\"{database}\"", StringComparison.Ordinal));
    }

    /// <summary>A table of the values, each often, NULL among them, spread over many pages.</summary>
    private Task ValuesAsync(string name, string type, string[] values)
    {
        string array = string.Join(", ", values.Select(value => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'"));
        string cast = type.Split(" COLLATE")[0];
        return ExecuteAsync($"""
            CREATE TABLE t_{name} (n int, filler text, v {type});
            INSERT INTO t_{name}
            SELECT n, repeat('x', 400), (ARRAY[{array}, NULL])[1 + n % {values.Length + 1}]::{cast}
            FROM generate_series(1, 200) n
            """);
    }

    private async Task AssertGroupsAsync(string name, string table, JsonElement groups)
    {
        // NULL and no text have the same name.
        JsonElement plain = await PlainAsync($"SELECT array_agg(n ORDER BY n) FROM (SELECT count(*) AS n FROM {table} GROUP BY NULLIF(v::text, '') IS NULL, v) g");
        long[] expected = [.. plain.EnumerateArray().Select(size => size.GetInt64())];
        long[] actual = [.. groups.EnumerateObject().Select(group => group.Value.GetInt64()).Order()];
        bool hasBlank = (await PlainAsync($"SELECT EXISTS (SELECT FROM {table} WHERE v::text = '')")).GetBoolean();
        if (hasBlank)
        {
            long blank = (await PlainAsync($"SELECT count(*) FROM {table} WHERE v IS NULL OR v::text = ''")).GetInt64();
            expected = [.. (await PlainAsync($"SELECT array_agg(n) FROM (SELECT count(*) AS n FROM {table} WHERE v::text <> '' GROUP BY v) g"))
                .EnumerateArray().Select(size => size.GetInt64()).Append(blank).Order()];
        }

        Assert.True(expected.SequenceEqual(actual), $"by.{name}: {groups.GetRawText()}, expected {string.Join(", ", expected)}");
    }

    private async Task AssertBucketsAsync(string name, string table, JsonElement buckets)
    {
        JsonElement plain = await PlainAsync(
            $"SELECT coalesce(jsonb_object_agg(b, n), '{{}}') FROM (SELECT width_bucket(c, 1, 90, 89) AS b, count(*) AS n FROM (SELECT count(*) AS c FROM {table} GROUP BY v) g GROUP BY 1) h");
        Dictionary<string, long> expected = plain.EnumerateObject().ToDictionary(bucket => bucket.Name, bucket => bucket.Value.GetInt64());
        Dictionary<string, long> actual = buckets.EnumerateObject().ToDictionary(bucket => bucket.Name, bucket => bucket.Value.GetInt64());
        Assert.True(
            expected.Count == actual.Count && expected.All(bucket => actual.GetValueOrDefault(bucket.Key) == bucket.Value),
            $"histogram.{name}: {buckets.GetRawText()}, expected {plain.GetRawText()}");
    }
}
