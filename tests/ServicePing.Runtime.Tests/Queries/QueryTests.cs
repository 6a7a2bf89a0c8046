using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>The SQL of metrics as it is shown, without a database.</summary>
public sealed partial class QueryTests
{
    [Fact]
    public void Vectors_of_the_export_hold()
    {
        Assert.Equal(
            """SELECT COUNT("users"."id") FROM "users" """.TrimEnd(),
            OneLine(Shown("users", new(0, Operation.Count) { Columns = ["users.id"] })));
        Assert.Equal(
            """SELECT COUNT("issue"."weight") FROM "users" INNER JOIN "issues" ON "issues"."author_id" = "users"."id" """.TrimEnd(),
            OneLine(Shown(
                "users", new(0, Operation.Count) { Columns = ["issue.weight"] }, """INNER JOIN "issues" ON "issues"."author_id" = "users"."id" """.TrimEnd())));
    }

    [Theory]
    [InlineData(Operation.Count, """SELECT COUNT("issues"."weight") FROM "issues" """)]
    [InlineData(Operation.DistinctCount, """SELECT COUNT(DISTINCT "issues"."weight") FROM "issues" """)]
    [InlineData(Operation.EstimateBatchDistinctCount, """SELECT COUNT(DISTINCT "issues"."weight") FROM "issues" """)]
    [InlineData(Operation.Sum, """SELECT COALESCE(SUM("issues"."weight"), 0) FROM "issues" """)]
    [InlineData(Operation.Average, """SELECT AVG("issues"."weight") FROM "issues" """)]
    [InlineData(Operation.Max, """SELECT MAX("issues"."weight") FROM "issues" """)]
    [InlineData(Operation.Min, """SELECT MIN("issues"."weight") FROM "issues" """)]
    [InlineData(Operation.Percentile, """SELECT PERCENTILE_DISC(0.05) WITHIN GROUP (ORDER BY "issues"."weight") FROM "issues" """)]
    public void Each_operation_has_the_aggregate_that_it_is_exported_with(Operation operation, string sql) =>
        Assert.Equal(sql.TrimEnd(), OneLine(Shown("issues", new(0, operation) { Columns = ["issues.weight"], Percentile = 5 })));

    [Fact]
    public void What_exists_is_asked_for_by_that_word() => Assert.Equal(
        """
        SELECT EXISTS (SELECT 1
                       FROM "issues"
                       WHERE state_id = 2)
        """,
        Shown("issues", new(0, Operation.Exists) { Filter = "state_id = 2" }));

    [Fact]
    public void Listed_groups_have_a_row_each_and_all_else_has_one_where_there_is_something() => Assert.Equal(
        """
        SELECT listed.name,
               COALESCE(found.value, 0)
        FROM (VALUES ('it''s'), (''), ('other')) AS listed (name)
        LEFT JOIN (
            SELECT CASE WHEN "issues"."label" = 'it''s' THEN 'it''s' WHEN coalesce("issues"."label"::text, '') = '' THEN '' ELSE 'other' END AS name,
                   COUNT(*) AS value
            FROM "issues"
            WHERE state_id = 2
            GROUP BY 1
        ) AS found ON found.name = listed.name
        WHERE found.name IS NOT NULL OR listed.name IN ('it''s', '')
        """,
        Shown("issues", new(0, Operation.Count) { Filter = "state_id = 2", GroupBy = ["issues.label"], GroupValues = ["it's", ""] }));

    [Fact]
    public void A_histogram_counts_rows_first_and_puts_the_counts_into_buckets() => Assert.Equal(
        """
        WITH count_cte AS MATERIALIZED (
            SELECT "issues"."author_id",
                   COUNT(*) AS count_grouped
            FROM "issues"
            GROUP BY "issues"."author_id"
        )
        SELECT WIDTH_BUCKET(count_cte.count_grouped, 1, 100, 99) AS buckets,
               COUNT(*)
        FROM count_cte
        GROUP BY buckets
        ORDER BY buckets
        """,
        Shown("issues", new(0, Operation.Histogram) { Columns = ["issues.author_id"], FirstBucket = 1, LastBucket = 100 }));

    [Fact]
    public void Windows_and_the_clock_are_literals_and_strings_stay_as_they_are() => Assert.Equal(
        """
        SELECT "issues"."state_id",
               COUNT(*)
        FROM "issues"
        WHERE "issues"."created_at" BETWEEN timestamptz '2026-11-12 02:15:00.123+00' AND timestamptz '2026-11-19 02:15:00.123+00'
          AND (label = '$1 or $2' OR label = E'\'$1' OR "odd $1" = $tag$ $1 $tag$ OR due > timestamptz '2026-11-21 02:15:00.123+00' - interval '1 year')
        GROUP BY "issues"."state_id"
        """,
        Shown("issues", new(0, Operation.Count)
        {
            GroupBy = ["issues.state_id"],
            Filter = """label = '$1 or $2' OR label = E'\'$1' OR "odd $1" = $tag$ $1 $tag$ OR due > $1 - interval '1 year'""",
            Window = TimeFrame.SevenDays,
            TimestampColumn = "issues.created_at",
        }));

    [Fact]
    public void Sums_of_metrics_add_their_statements()
    {
        TestSet set = new();
        int issues = AddCount(set, "issues", "main");
        int users = AddCount(set, "users", "main");
        int builds = AddCount(set, "builds", "ci");
        int seats = set.Add("seats");
        set.ConstantPlans.Add(new ConstantPlan(seats, "999"));
        int logins = set.AddCounter("logins", CounterKind.Total, TimeFrame.All, "{event_counters}_login");
        set.CompositePlans.Add(new CompositePlan(set.Add("both"), CompositeOperation.Add, [issues, users]));
        set.CompositePlans.Add(new CompositePlan(set.Add("with_constant"), CompositeOperation.Add, [issues, seats]));
        set.CompositePlans.Add(new CompositePlan(set.Add("of_two_databases"), CompositeOperation.Add, [issues, builds]));
        set.CompositePlans.Add(new CompositePlan(set.Add("with_counter"), CompositeOperation.Add, [issues, logins]));
        set.CompositePlans.Add(new CompositePlan(set.Add("of_nothing"), CompositeOperation.Add, []));

        Dictionary<string, MetricQuery> queries = Queries(set).OfMetrics().ToDictionary(query => query.KeyPath);

        Assert.Equal("""SELECT (SELECT COUNT(*) FROM "issues") + (SELECT COUNT(*) FROM "users")""", OneLine(queries["both"].Sql!));
        Assert.Equal("""SELECT (SELECT COUNT(*) FROM "issues") + (999)""", OneLine(queries["with_constant"].Sql!));
        Assert.Equal("SELECT 0", queries["of_nothing"].Sql);
        Assert.Equal("It adds values of several databases: main, ci.", queries["of_two_databases"].Hindrance);
        Assert.Equal("It adds 'logins', which is not computed in SQL.", queries["with_counter"].Hindrance);
        Assert.Equal(("main", "ci"), (queries["both"].Database, queries["builds"].Database));
    }

    [Fact]
    public void A_ratio_divides_statements_and_is_null_where_the_denominator_is_0()
    {
        TestSet set = new();
        int issues = AddCount(set, "issues", "main");
        int builds = AddCount(set, "builds", "ci");
        int seats = set.Add("seats");
        set.ConstantPlans.Add(new ConstantPlan(seats, "999"));
        int logins = set.AddCounter("logins", CounterKind.Total, TimeFrame.All, "{event_counters}_login");
        int byState = set.Add("by_state", ValueShape.Json);
        set.RelationPlans.Add(new("main", null, "issues", [], [new(byState, Operation.Count) { GroupBy = ["issues.state_id"] }]));
        set.CompositePlans.Add(new CompositePlan(set.Add("a_seat"), CompositeOperation.Ratio, [issues, seats]));
        set.CompositePlans.Add(new CompositePlan(set.Add("of_two_databases"), CompositeOperation.Ratio, [issues, builds]));
        set.CompositePlans.Add(new CompositePlan(set.Add("a_login"), CompositeOperation.Ratio, [issues, logins]));
        set.CompositePlans.Add(new CompositePlan(set.Add("of_groups"), CompositeOperation.Ratio, [byState, issues]));

        Dictionary<string, MetricQuery> queries = Queries(set).OfMetrics().ToDictionary(query => query.KeyPath);

        Assert.Equal(
            """SELECT (SELECT COUNT(*) FROM "issues")::double precision / NULLIF((999)::double precision, 0)""", OneLine(queries["a_seat"].Sql!));
        Assert.Equal("It divides values of several databases: main, ci.", queries["of_two_databases"].Hindrance);
        Assert.Equal("It divides by 'logins', which is not computed in SQL.", queries["a_login"].Hindrance);
        Assert.Equal("A part is not a number.", queries["of_groups"].Hindrance);
    }

    [Fact]
    public void The_export_has_the_shape_of_the_payload_and_says_what_is_no_SQL()
    {
        TestSet set = new();
        AddCount(set, "counts.issues", "main");
        set.ConstantPlans.Add(new ConstantPlan(set.Add("counts.seats"), "999"));
        set.AddCounter("counts.logins", CounterKind.Total, TimeFrame.All, "{event_counters}_login");
        set.AddFact("settings.adapter", () => throw new InvalidOperationException("A fact is asked."));
        set.Add("counts.old", status: MetricStatus.Deprecated);
        set.Add("counts.gone", status: MetricStatus.Removed);

        string json = Encoding.UTF8.GetString(Queries(set).ToJson().Span);

        Assert.Equal(
            """{"counts":{"issues":"SELECT COUNT(*)\nFROM \u0022counts.issues\u0022","logins":{"redis_usage_data_counter":"{event_counters}_login"},"old":-1000,"seats":999},"settings":{"adapter":{"alt_usage_data_block":"non-SQL usage data block"}}}""",
            json);
    }

    [Fact]
    public void What_cannot_be_computed_says_why()
    {
        TestSet set = new();
        DatabaseTest.AddMetric(set, "sum", ValueShape.Decimal, "issues", new(0, Operation.Sum));
        set.Add("unplanned", unplanned: "The query names no table.");

        MetricQuery[] queries = [.. Queries(set).OfMetrics()];

        Assert.Equal("The definition has to name one column for Sum.", queries[0].Hindrance);
        Assert.Equal("The query names no table.", queries[1].Hindrance);
        Assert.All(queries, query => Assert.Null(query.Sql));
    }

    [Fact]
    public void Passes_are_shown_as_the_engine_sends_them()
    {
        TestSet set = new();
        DatabaseTest.AddMetric(set, "issues", ValueShape.Integer, "issues", new(0, Operation.Count));
        DatabaseTest.AddMetric(set, "open", ValueShape.Integer, "issues", new(0, Operation.Count) { Filter = "issues.state_id = 1" });
        DatabaseTest.AddMetric(set, "weekly", ValueShape.Integer, "issues",
            new(0, Operation.Count) { Window = TimeFrame.SevenDays, TimestampColumn = "issues.created_at" });
        DatabaseTest.AddMetric(set, "authors", ValueShape.Integer, "issues", new(0, Operation.DistinctCount) { Columns = ["issues.author_id"] });

        PassQuery[] passes = [.. Queries(set).OfPasses()];

        Assert.Equal(
            [
                ("issues, open, authors", "ctid", """
                    SELECT count(*),
                           count(*) FILTER (WHERE issues.state_id = 1),
                           pg_catalog.string_agg(pg_catalog.int8send(issues.author_id), '')
                    FROM issues
                    WHERE issues.ctid >= $6 AND issues.ctid < $7
                    """),
                ("weekly", "issues.created_at", """
                    SELECT count(*),
                           count(*) FILTER (WHERE issues.created_at BETWEEN $2 AND $3)
                    FROM issues
                    WHERE issues.created_at >= $6 AND issues.created_at < $7
                    """),
            ],
            passes.Select(pass => (string.Join(", ", pass.KeyPaths), pass.WalkedBy, pass.Sql)));
    }

    private static int AddCount(TestSet set, string table, string database)
    {
        int slot = set.Add(table);
        set.RelationPlans.Add(new RelationPlan(database, null, $"\"{table}\"", [], [new(slot, Operation.Count)]));
        return slot;
    }

    private static string Shown(string table, QueryFragment fragment, params string[] joins)
    {
        TestSet set = new();
        DatabaseTest.AddMetric(set, "shown", ValueShape.Integer, table, fragment, joins);
        return Queries(set).OfMetrics().Single().Sql!;
    }

    /// <summary>Of a program without any database.</summary>
    private static ServicePingQueries Queries(TestSet set) => Ping.Of(_ => { }, set).Services.GetRequiredService<ServicePingQueries>();

    private static string OneLine(string sql) => Space().Replace(sql, " ");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
