using System.Text.Json;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>Every operation on a real PostgreSQL gives what plain SQL gives on the same rows.</summary>
public sealed class OperationTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    internal static readonly Case[] Cases =
    [
        new("count", "issues", new(0, Operation.Count), "SELECT count(*) FROM issues"),
        new("count_column", "issues", new(0, Operation.Count) { Columns = ["issues.author_id"] }, "SELECT count(author_id) FROM issues"),
        new("count_filter", "issues", new(0, Operation.Count) { Filter = "issues.state_id = 1 OR issues.weight > 500" },
            "SELECT count(*) FROM issues WHERE state_id = 1 OR weight > 500"),
        new("count_null_filter", "issues", new(0, Operation.Count) { Filter = "issues.author_id > 100" },
            "SELECT count(*) FROM issues WHERE author_id > 100"),
        new("count_7d", "issues", new(0, Operation.Count) { Window = TimeFrame.SevenDays, TimestampColumn = "issues.created_at" },
            $"SELECT count(*) FROM issues WHERE {Within("created_at", -9, -2)}"),
        new("count_28d", "issues",
            new(0, Operation.Count)
            {
                Window = TimeFrame.TwentyEightDays, TimestampColumn = "issues.created_at", Filter = "issues.state_id = 2 OR issues.label IS NULL",
            },
            $"SELECT count(*) FROM issues WHERE (state_id = 2 OR label IS NULL) AND {Within("created_at", -30, -2)}"),
        new("count_recorded_at", "issues", new(0, Operation.Count) { Filter = "issues.created_at > $1 - interval '10 days'" },
            "SELECT count(*) FROM issues WHERE created_at > '2026-11-11 02:15:00.123+00'"),
        new("count_bounds", "issues", new(0, Operation.Count) { BatchColumn = "issues.project_id", BatchStart = 5, BatchFinish = 9 },
            "SELECT count(*) FROM issues WHERE project_id BETWEEN 5 AND 9"),
        new("count_bounds_key", "issues", new(0, Operation.Count) { BatchStart = 300, BatchFinish = 900, BatchSize = 100 },
            "SELECT count(*) FROM issues WHERE id BETWEEN 300 AND 900"),
        new("count_subquery", "issues", new(0, Operation.Count) { Filter = "issues.project_id IN (SELECT id FROM projects WHERE visibility = 2)" },
            "SELECT count(*) FROM issues WHERE project_id IN (SELECT id FROM projects WHERE visibility = 2)"),
        new("count_by", "issues", new(0, Operation.Count) { GroupBy = ["issues.state_id"], Filter = "issues.state_id <> 4" },
            "SELECT jsonb_object_agg(k, n) FROM (SELECT state_id AS k, count(*) AS n FROM issues WHERE state_id <> 4 GROUP BY 1) g"),
        new("count_column_by", "issues", new(0, Operation.Count) { GroupBy = ["issues.author_id % 5"], Columns = ["issues.label"] },
            """SELECT jsonb_object_agg(coalesce(k::text, ''), n) FROM (SELECT author_id % 5 AS k, count(label) AS n FROM issues GROUP BY 1) g"""),
        new("count_by_label", "issues", new(0, Operation.Count) { GroupBy = ["issues.label"] },
            "SELECT jsonb_object_agg(k, n) FROM (SELECT coalesce(label, '') AS k, count(*) AS n FROM issues GROUP BY 1) g"),
        new("count_by_two", "issues",
            new(0, Operation.Count) { GroupBy = ["issues.state_id", "issues.due > '2026-06-01'"], Window = TimeFrame.TwentyEightDays, TimestampColumn = "issues.created_at" },
            $"""
            SELECT jsonb_object_agg(k, o) FROM (
                SELECT k, jsonb_object_agg(l, n) AS o FROM (
                    SELECT state_id AS k, coalesce((due > '2026-06-01')::text, '') AS l, count(*) AS n
                    FROM issues WHERE {Within("created_at", -30, -2)} GROUP BY 1, 2) g
                GROUP BY 1) h
            """),
        new("values", "issues", new(0, Operation.Count) { GroupBy = ["issues.state_id"], GroupValues = ["1", "3", "99"] },
            """
            SELECT jsonb_build_object('1', count(*) FILTER (WHERE state_id = 1), '3', count(*) FILTER (WHERE state_id = 3), '99', 0,
                'other', count(*) FILTER (WHERE state_id NOT IN (1, 3))) FROM issues
            """),
        new("values_all", "issues", new(0, Operation.Count) { GroupBy = ["issues.state_id > 2"], GroupValues = ["true", "false"], Filter = "issues.state_id IS NOT NULL" },
            "SELECT jsonb_build_object('true', count(*) FILTER (WHERE state_id > 2), 'false', count(*) FILTER (WHERE state_id <= 2)) FROM issues"),
        new("values_null", "issues", new(0, Operation.Sum) { Columns = ["issues.weight"], GroupBy = ["issues.label"], GroupValues = ["", "it's"] },
            """
            SELECT jsonb_build_object('', sum(weight) FILTER (WHERE coalesce(label, '') = ''), 'it''s', coalesce(sum(weight) FILTER (WHERE label = 'it''s'), 0),
                'other', sum(weight) FILTER (WHERE label NOT IN ('', 'it''s'))) FROM issues
            """),
        new("values_numeric", "issues", new(0, Operation.Count) { GroupBy = ["round(issues.weight, 2)"], GroupValues = ["1.5"], Filter = "issues.weight < 20" },
            """
            SELECT jsonb_build_object('1.5', count(*) FILTER (WHERE round(weight, 2) = 1.50), 'other', count(*) FILTER (WHERE round(weight, 2) <> 1.50))
            FROM issues WHERE weight < 20
            """),
        new("values_distinct", "issues", new(0, Operation.DistinctCount) { Columns = ["issues.author_id"], GroupBy = ["issues.state_id"], GroupValues = ["2", "99"] },
            """
            SELECT jsonb_build_object('2', count(DISTINCT author_id) FILTER (WHERE state_id = 2), '99', 0,
                'other', count(DISTINCT author_id) FILTER (WHERE state_id <> 2)) FROM issues
            """),
        new("values_nothing", "nothing", new(0, Operation.Count) { GroupBy = ["nothing.state_id"], GroupValues = ["1", "2"] }, """SELECT '{"1": 0, "2": 0}'::jsonb"""),
        new("sum", "issues", new(0, Operation.Sum) { Columns = ["issues.weight"] }, "SELECT sum(weight) FROM issues"),
        new("sum_int", "issues", new(0, Operation.Sum) { Columns = ["issues.author_id"], Filter = "issues.author_id > 0" },
            "SELECT sum(author_id) FROM issues WHERE author_id > 0"),
        new("sum_none", "issues", new(0, Operation.Sum) { Columns = ["issues.weight"], Filter = "false" }, "SELECT 0"),
        new("sum_digits", "issues", new(0, Operation.Sum) { Columns = ["issues.weight * 10000000000000::numeric + 0.0000001"] },
            "SELECT sum(weight * 10000000000000::numeric + 0.0000001) FROM issues"),
        new("sum_float", "issues", new(0, Operation.Sum) { Columns = ["issues.score"] }, "SELECT sum(score) FROM issues"),
        new("sum_by", "issues", new(0, Operation.Sum) { Columns = ["issues.weight"], GroupBy = ["issues.state_id"], Filter = "issues.label = ''" },
            "SELECT jsonb_object_agg(k, n) FROM (SELECT state_id AS k, coalesce(sum(weight), 0) AS n FROM issues WHERE label = '' GROUP BY 1) g"),
        new("max", "issues", new(0, Operation.Max) { Columns = ["issues.weight"] }, "SELECT max(weight) FROM issues"),
        new("max_int", "issues", new(0, Operation.Max) { Columns = ["issues.author_id"], Filter = "issues.state_id = 2 OR issues.label IS NULL" },
            "SELECT max(author_id) FROM issues WHERE state_id = 2 OR label IS NULL"),
        new("max_28d", "issues",
            new(0, Operation.Max) { Columns = ["issues.id"], Window = TimeFrame.TwentyEightDays, TimestampColumn = "issues.created_at" },
            $"SELECT max(id) FROM issues WHERE {Within("created_at", -30, -2)}"),
        new("max_float", "issues", new(0, Operation.Max) { Columns = ["issues.score"] }, "SELECT max(score) FROM issues"),
        new("max_real", "issues", new(0, Operation.Max) { Columns = ["(issues.author_id + 0.1)::real"] }, "SELECT max((author_id + 0.1)::real) FROM issues"),
        new("max_by", "issues", new(0, Operation.Max) { Columns = ["issues.weight"], GroupBy = ["issues.state_id"], Filter = "issues.weight IS NOT NULL" },
            "SELECT jsonb_object_agg(k, n) FROM (SELECT state_id AS k, max(weight) AS n FROM issues WHERE weight IS NOT NULL GROUP BY 1) g"),
        new("min", "issues", new(0, Operation.Min) { Columns = ["issues.weight"], Filter = "issues.weight > 3.5" }, "SELECT min(weight) FROM issues WHERE weight > 3.5"),
        new("min_small", "issues", new(0, Operation.Min) { Columns = ["-issues.state_id"] }, "SELECT min(-state_id) FROM issues"),
        new("min_below_nan", "issues", new(0, Operation.Min) { Columns = ["CASE WHEN issues.state_id = 2 THEN 'NaN' ELSE issues.score + 1 END"] },
            "SELECT min(score + 1) FROM issues WHERE state_id IS DISTINCT FROM 2"),
        new("min_by_two", "issues", new(0, Operation.Min) { Columns = ["issues.id"], GroupBy = ["issues.state_id", "issues.author_id % 3"], Filter = "issues.author_id > 0" },
            """
            SELECT jsonb_object_agg(k, o) FROM (
                SELECT k, jsonb_object_agg(l, n) AS o FROM (
                    SELECT state_id AS k, author_id % 3 AS l, min(id) AS n FROM issues WHERE author_id > 0 GROUP BY 1, 2) g
                GROUP BY 1) h
            """),
        new("percentile", "issues", new(0, Operation.Percentile) { Columns = ["issues.weight"], Percentile = 95 },
            "SELECT percentile_disc(0.95) WITHIN GROUP (ORDER BY weight) FROM issues"),
        new("percentile_median", "issues", new(0, Operation.Percentile) { Columns = ["issues.author_id"], Percentile = 50, Filter = "issues.state_id = 2 OR issues.label IS NULL" },
            "SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY author_id) FROM issues WHERE state_id = 2 OR label IS NULL"),
        new("percentile_28d", "issues",
            new(0, Operation.Percentile)
            {
                Columns = ["issues.score"], Percentile = 7, Window = TimeFrame.TwentyEightDays, TimestampColumn = "issues.created_at",
            },
            $"SELECT percentile_disc(0.07) WITHIN GROUP (ORDER BY score) FROM issues WHERE {Within("created_at", -30, -2)}"),
        new("percentile_one", "issues", new(0, Operation.Percentile) { Columns = ["issues.id"], Percentile = 99, Filter = "issues.id = -3" }, "SELECT -3"),
        new("percentile_by", "issues",
            new(0, Operation.Percentile) { Columns = ["issues.weight"], Percentile = 25, GroupBy = ["issues.state_id", "issues.label"], Filter = "issues.label <> ''" },
            """
            SELECT jsonb_object_agg(k, o) FROM (
                SELECT k, jsonb_object_agg(l, n) AS o FROM (
                    SELECT state_id AS k, coalesce(label, '') AS l, percentile_disc(0.25) WITHIN GROUP (ORDER BY weight) AS n
                    FROM issues WHERE label <> '' GROUP BY 1, 2) g
                GROUP BY 1) h
            """),
        new("percentile_values", "issues",
            new(0, Operation.Percentile) { Columns = ["issues.author_id"], Percentile = 80, GroupBy = ["issues.state_id"], GroupValues = ["2"], Filter = "issues.author_id > 0" },
            """
            SELECT jsonb_build_object(
                '2', percentile_disc(0.8) WITHIN GROUP (ORDER BY author_id) FILTER (WHERE state_id = 2),
                'other', percentile_disc(0.8) WITHIN GROUP (ORDER BY author_id) FILTER (WHERE state_id <> 2)) FROM issues WHERE author_id > 0
            """),
        new("exists", "issues", new(0, Operation.Exists) { Filter = "issues.state_id = 3" }, "SELECT EXISTS (SELECT FROM issues WHERE state_id = 3)"),
        new("exists_one", "issues", new(0, Operation.Exists) { Filter = "issues.id = (SELECT max(one.id) FROM issues one)" }, "SELECT true"),
        new("exists_not", "issues", new(0, Operation.Exists) { Filter = "issues.weight < -1000000" }, "SELECT false"),
        new("exists_7d", "issues", new(0, Operation.Exists) { Window = TimeFrame.SevenDays, TimestampColumn = "issues.created_at" },
            $"SELECT EXISTS (SELECT FROM issues WHERE {Within("created_at", -9, -2)})"),
        new("distinct_int", "issues", new(0, Operation.DistinctCount) { Columns = ["issues.author_id"] },
            "SELECT count(DISTINCT author_id) FROM issues"),
        new("distinct_int_filter", "issues", new(0, Operation.DistinctCount) { Columns = ["issues.author_id"], Filter = "issues.weight > 990 OR issues.due IS NULL" },
            "SELECT count(DISTINCT author_id) FROM issues WHERE weight > 990 OR due IS NULL"),
        new("distinct_int_7d", "issues",
            new(0, Operation.DistinctCount) { Columns = ["issues.author_id"], Window = TimeFrame.SevenDays, TimestampColumn = "issues.created_at" },
            $"SELECT count(DISTINCT author_id) FROM issues WHERE {Within("created_at", -9, -2)}"),
        new("distinct_smallint", "issues", new(0, Operation.DistinctCount) { Columns = ["issues.state_id"] },
            "SELECT count(DISTINCT state_id) FROM issues"),
        new("distinct_text", "issues", new(0, Operation.DistinctCount) { Columns = ["issues.label"] }, "SELECT count(DISTINCT label) FROM issues"),
        new("estimate_integer", "issues", new(0, Operation.EstimateBatchDistinctCount) { Columns = ["issues.author_id"] },
            "SELECT count(DISTINCT author_id) FROM issues"),
        new("distinct_uuid", "issues", new(0, Operation.DistinctCount) { Columns = ["issues.token"] },
            "SELECT count(DISTINCT token) FROM issues"),
        new("distinct_numeric", "issues", new(0, Operation.DistinctCount) { Columns = ["issues.weight"] }, "SELECT count(DISTINCT weight) FROM issues"),
        new("distinct_float", "issues", new(0, Operation.DistinctCount) { Columns = ["issues.score"] }, "SELECT count(DISTINCT score) FROM issues"),
        new("distinct_date", "issues", new(0, Operation.DistinctCount) { Columns = ["issues.due"] }, "SELECT count(DISTINCT due) FROM issues"),
        new("distinct_expression", "issues", new(0, Operation.DistinctCount) { Columns = ["lower(issues.label)"] },
            "SELECT count(DISTINCT lower(label)) FROM issues"),
        new("distinct_rows", "issues", new(0, Operation.DistinctCount) { Columns = ["issues.author_id", "issues.weight", "issues.label"] },
            "SELECT count(DISTINCT (author_id, weight, label)) FROM issues"),
        new("distinct_key", "issues", new(0, Operation.DistinctCount) { Filter = "issues.state_id = 3" },
            "SELECT count(DISTINCT id) FROM issues WHERE state_id = 3"),
        new("distinct_by", "issues", new(0, Operation.DistinctCount) { Columns = ["issues.author_id"], GroupBy = ["issues.state_id"] },
            "SELECT jsonb_object_agg(k, n) FROM (SELECT state_id AS k, count(DISTINCT author_id) AS n FROM issues GROUP BY 1) g"),
        new("histogram", "issues", new(0, Operation.Histogram) { Columns = ["issues.author_id"], FirstBucket = 2, LastBucket = 40 },
            Histogram("author_id", "issues", 2, 40)),
        new("histogram_numeric", "issues", new(0, Operation.Histogram) { Columns = ["issues.weight"], FirstBucket = 1, LastBucket = 3, Filter = "issues.state_id > 1" },
            Histogram("weight", "issues WHERE state_id > 1", 1, 3)),
        new("histogram_text", "issues", new(0, Operation.Histogram) { Columns = ["issues.label"], FirstBucket = 600, LastBucket = 699 },
            Histogram("label", "issues", 600, 699)),
        new("histogram_nothing", "nothing", new(0, Operation.Histogram) { Columns = ["nothing.author_id"], FirstBucket = 1, LastBucket = 3 }, "SELECT '{}'::jsonb"),
        new("nothing", "nothing", new(0, Operation.Count), "SELECT 0"),
        new("nothing_distinct", "nothing", new(0, Operation.DistinctCount) { Columns = ["nothing.author_id"] }, "SELECT 0"),
        new("nothing_sum", "nothing", new(0, Operation.Sum) { Columns = ["nothing.state_id"] }, "SELECT 0"),
        new("nothing_exists", "nothing", new(0, Operation.Exists), "SELECT false"),
        new("nothing_by", "nothing", new(0, Operation.Count) { GroupBy = ["nothing.state_id"] }, "SELECT '{}'::jsonb"),
        new("partitioned", "builds", new(0, Operation.Count) { Filter = "builds.status = 'failed'" }, "SELECT count(*) FROM builds WHERE status = 'failed'"),
        new("partitioned_28d", "builds", new(0, Operation.Count) { Window = TimeFrame.TwentyEightDays, TimestampColumn = "builds.created_at" },
            $"SELECT count(*) FROM builds WHERE {Within("created_at", -30, -2)}"),
        new("partitioned_distinct", "builds", new(0, Operation.DistinctCount) { Columns = ["builds.user_id"] }, "SELECT count(DISTINCT user_id) FROM builds"),
        new("partitioned_by", "builds", new(0, Operation.Count) { GroupBy = ["builds.status"] },
            "SELECT jsonb_object_agg(coalesce(k, ''), n) FROM (SELECT status AS k, count(*) AS n FROM builds GROUP BY 1) g"),
        new("partitioned_min", "builds", new(0, Operation.Min) { Columns = ["builds.user_id"] }, "SELECT min(user_id) FROM builds"),
        new("partitioned_exists", "builds", new(0, Operation.Exists) { Filter = "builds.status = 'failed'" },
            "SELECT EXISTS (SELECT FROM builds WHERE status = 'failed')"),
        new("partitioned_percentile", "builds", new(0, Operation.Percentile) { Columns = ["builds.user_id"], Percentile = 90 },
            "SELECT percentile_disc(0.9) WITHIN GROUP (ORDER BY user_id) FROM builds"),
        new("view_percentile", "open_issues", new(0, Operation.Percentile) { Columns = ["open_issues.author_id"], Percentile = 90 },
            "SELECT percentile_disc(0.9) WITHIN GROUP (ORDER BY author_id) FROM open_issues"),
        new("inherited", "vehicles", new(0, Operation.Sum) { Columns = ["vehicles.wheels"] }, "SELECT sum(wheels) FROM vehicles"),
        new("view", "open_issues", new(0, Operation.DistinctCount) { Columns = ["open_issues.author_id"] }, "SELECT count(DISTINCT author_id) FROM open_issues"),
        new("materialized", "closed_issues", new(0, Operation.Count) { Filter = "closed_issues.weight < 10" }, "SELECT count(*) FROM closed_issues WHERE weight < 10"),
        new("joined", "issues", new(0, Operation.Count) { Filter = "projects.visibility = 1" },
            "SELECT count(*) FROM issues JOIN projects ON projects.id = issues.project_id WHERE projects.visibility = 1")
        {
            Joins = ["JOIN projects ON projects.id = issues.project_id"],
        },
        new("joined_max", "issues", new(0, Operation.Max) { Columns = ["issues.weight * projects.visibility"] },
            "SELECT max(weight * visibility) FROM issues JOIN projects ON projects.id = issues.project_id")
        {
            Joins = ["JOIN projects ON projects.id = issues.project_id"],
        },
        new("joined_exists", "issues", new(0, Operation.Exists) { Filter = "projects.visibility = 99" }, "SELECT false")
        {
            Joins = ["JOIN projects ON projects.id = issues.project_id"],
        },
        new("aliased", "issues AS i", new(0, Operation.DistinctCount) { Columns = ["i.author_id"], Filter = "i.state_id = 1 AND i.id <> other.id", Window = TimeFrame.TwentyEightDays, TimestampColumn = "i.created_at" },
            $"SELECT count(DISTINCT i.author_id) FROM issues i JOIN issues other ON other.id = i.id + 1 WHERE i.state_id = 1 AND {Within("i.created_at", -30, -2)}")
        {
            Joins = ["JOIN issues AS other ON other.id = i.id + 1"],
        },
        new("aliased_partitions", "builds AS b", new(0, Operation.Count) { GroupBy = ["b.status"], Filter = "b.user_id > 3" },
            "SELECT jsonb_object_agg(coalesce(k, ''), n) FROM (SELECT status AS k, count(*) AS n FROM builds WHERE user_id > 3 GROUP BY 1) g"),
        new("subquery", "(SELECT author_id, count(*) AS n FROM issues WHERE created_at < $1 GROUP BY author_id HAVING count(*) > 2) AS busy", new(0, Operation.Sum) { Columns = ["busy.n"], Filter = "busy.author_id <> 3" },
            "SELECT sum(n) FROM (SELECT author_id, count(*) AS n FROM issues WHERE created_at < '2026-11-21 02:15:00.123+00' GROUP BY author_id HAVING count(*) > 2) busy WHERE author_id <> 3"),
        new("subquery_distinct", "(SELECT author_id, project_id FROM issues GROUP BY 1, 2) AS pairs", new(0, Operation.DistinctCount) { Columns = ["pairs.author_id"], GroupBy = ["pairs.project_id"] },
            "SELECT jsonb_object_agg(coalesce(project_id::text, ''), n) FROM (SELECT project_id, count(DISTINCT author_id) AS n FROM issues GROUP BY 1) g"),
        new("subquery_joined", "(SELECT max(created_at) AS created_at, project_id FROM issues GROUP BY 2) AS last", new(0, Operation.Count) { Window = TimeFrame.TwentyEightDays, TimestampColumn = "last.created_at", Filter = "projects.id > 0" },
            $"SELECT count(*) FROM (SELECT max(created_at) AS created_at, project_id FROM issues GROUP BY 2) last JOIN projects ON projects.id = last.project_id WHERE {Within("last.created_at", -30, -2)}")
        {
            Joins = ["JOIN projects ON projects.id = last.project_id"],
        },
        new("function", "generate_series(1, 20) AS n", new(0, Operation.Percentile) { Columns = ["n.n"], Percentile = 90 }, "SELECT 18"),
        new("aliased_view", "open_issues AS o", new(0, Operation.Count) { Filter = "o.author_id > 5" }, "SELECT count(*) FROM open_issues WHERE author_id > 5"),
        new("joined_by", "issues", new(0, Operation.DistinctCount) { Columns = ["issues.author_id"], GroupBy = ["projects.visibility"] },
            """
            SELECT jsonb_object_agg(coalesce(k::text, ''), n) FROM (
                SELECT visibility AS k, count(DISTINCT author_id) AS n FROM issues LEFT JOIN projects ON projects.id = project_id GROUP BY 1) g
            """)
        {
            Joins = ["LEFT JOIN projects ON projects.id = issues.project_id"],
        },
    ];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 7)]
    [InlineData(512, long.MaxValue)]
    public async Task Every_operation_equals_plain_sql_whatever_the_width_of_the_slices(long first, long ceiling)
    {
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options => options.SlicePages = (first, ceiling)),
            Set(Cases));

        ServicePingPayload payload = await ping.CollectAsync();

        foreach (Case one in Cases)
        {
            MetricReading reading = payload.Metrics.Single(metric => metric.KeyPath == one.Name);
            Assert.True(reading.Status == ReadingStatus.Ok, $"{one.Name}: {reading.Message}");
            AssertEqual(one.Name, await PlainAsync(one.Sql), reading.Value.ToJson());
        }
    }

    [Fact]
    public async Task One_metric_alone_has_the_value_that_it_has_in_the_payload()
    {
        TestSet set = Set(Cases);
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);
        ServicePingPayload payload = await ping.CollectAsync();

        foreach ((int slot, MetricPlan metric) in set.MetricPlans.Index())
        {
            MetricResult<JsonElement> alone = await ping.Collector.CollectAsync(new Metric<JsonElement>(set, slot));
            AssertEqual(metric.KeyPath, payload.Metrics.Single(reading => reading.KeyPath == metric.KeyPath).Value.ToJson(), alone.Value);
        }
    }

    [Fact]
    public async Task An_average_is_that_of_the_server_and_an_average_of_nothing_says_so()
    {
        TestSet set = new();
        AddMetric(set, "average", ValueShape.Double, "issues", new(0, Operation.Average) { Columns = ["issues.weight"] });
        AddMetric(set, "average_float", ValueShape.Double, "issues", new(0, Operation.Average) { Columns = ["issues.score"], Filter = "issues.score > 0" });
        AddMetric(set, "average_none", ValueShape.Double, "issues", new(0, Operation.Average) { Columns = ["issues.weight"], Filter = "issues.id = 0" });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options => options.SlicePages = (5, 5)), set);

        ServicePingPayload payload = await ping.CollectAsync();

        double average = (await PlainAsync("SELECT avg(weight)::float8 FROM issues")).GetDouble();
        double averageFloat = (await PlainAsync("SELECT avg(score) FROM issues WHERE score > 0")).GetDouble();
        Assert.Equal(average, payload.Metrics[0].Value.AsDouble(), average * 1e-12);
        Assert.Equal(averageFloat, payload.Metrics[1].Value.AsDouble(), averageFloat * 1e-12);
        Assert.Equal((ReadingStatus.NoData, -1.0), (payload.Metrics[2].Status, payload.Metrics[2].Value.AsDouble()));
    }

    [Theory]
    [InlineData(Operation.Max, "issues.weight", "issues.id = 0", ReadingStatus.NoData, "There is nothing to take the maximum of.")]
    [InlineData(Operation.Min, "issues.author_id", "issues.author_id IS NULL", ReadingStatus.NoData, "There is nothing to take the minimum of.")]
    [InlineData(Operation.Percentile, "issues.author_id", "issues.author_id IS NULL", ReadingStatus.NoData, "There is nothing to take the percentile of.")]
    [InlineData(Operation.Percentile, "issues.label", null, ReadingStatus.Failed,
        "Its column is of the type text, which is no number: name a column of numbers in the definition, or convert it.")]
    [InlineData(Operation.Percentile, "CASE WHEN issues.state_id = 2 THEN 'NaN' ELSE issues.score END", null, ReadingStatus.Failed, "The value is not a finite number.")]
    [InlineData(Operation.Max, "CASE WHEN issues.state_id = 2 THEN 'NaN' ELSE issues.score END", null, ReadingStatus.Failed, "The value is not a finite number.")]
    [InlineData(Operation.Average, "CASE WHEN issues.state_id = 2 THEN 'NaN' ELSE issues.score END", null, ReadingStatus.Failed, "The value is not a finite number.")]
    [InlineData(Operation.Max, "issues.created_at", null, ReadingStatus.Failed,
        "Its column is of the type timestamp with time zone, which is no number: name a column of numbers in the definition, or convert it.")]
    [InlineData(Operation.Min, "issues.label", "false", ReadingStatus.Failed,
        "Its column is of the type text, which is no number: name a column of numbers in the definition, or convert it.")]
    public async Task Where_there_is_no_such_number_the_status_says_why(
        Operation operation, string column, string? filter, ReadingStatus status, string message)
    {
        TestSet set = new();
        AddMetric(set, "beside", ValueShape.Integer, "issues", new(0, Operation.Count));
        AddMetric(set, "extreme", ValueShape.Decimal, "issues", new(0, operation) { Columns = [column], Filter = filter, Percentile = 95 });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options => options.SlicePages = (5, 5)), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(ReadingStatus.Ok, payload.Metrics[0].Status);
        Assert.Equal((status, message, -1m), (payload.Metrics[1].Status, payload.Metrics[1].Message, payload.Metrics[1].Value.AsDecimal()));
    }

    [Theory]
    [InlineData(Operation.Count)]
    [InlineData(Operation.DistinctCount, "issues.author_id")]
    [InlineData(Operation.Max, "issues.id")]
    public async Task Of_many_groups_those_of_the_largest_values_are_shown_and_all_others_together(Operation operation, params string[] columns)
    {
        TestSet set = new();
        AddMetric(set, "all", ValueShape.Json, "issues", new(0, operation) { Columns = columns, GroupBy = ["issues.author_id % 7"] });
        AddMetric(set, "few", ValueShape.Json, "issues", new(0, operation) { Columns = columns, GroupBy = ["issues.author_id % 7"], MaxGroups = 3 });
        AddMetric(set, "most", ValueShape.Json, "issues", new(0, operation) { Columns = columns, GroupBy = ["issues.author_id % 7"], MaxGroups = 500 });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options => options.SlicePages = (7, 7)), set);

        ServicePingPayload payload = await ping.CollectAsync();

        JsonProperty[] all = [.. payload.Metrics[0].Value.ToJson().EnumerateObject().OrderByDescending(group => group.Value.GetDecimal()).ThenBy(group => group.Name, StringComparer.Ordinal)];
        string[] kept = [.. all.Take(3).Select(group => group.Name)];
        string others = $"coalesce((author_id % 7)::text, '') NOT IN ({string.Join(", ", kept.Select(name => $"'{name}'"))})";
        string aggregate = operation switch { Operation.Count => "count(*)", Operation.Max => "max(id)", _ => "count(DISTINCT author_id)" };
        JsonElement few = payload.Metrics[1].Value.ToJson();
        Assert.Equal([.. kept.Order(StringComparer.Ordinal), "other"], few.EnumerateObject().Select(group => group.Name));
        Assert.All(all.Take(3), group => Assert.Equal(group.Value.GetDecimal(), few.GetProperty(group.Name).GetDecimal()));
        Assert.Equal(
            (await PlainAsync($"SELECT {aggregate} FROM issues WHERE {others}")).GetDecimal(), few.GetProperty("other").GetDecimal());
        Assert.Equal(
            (ReadingStatus.Ok, $"There are more groups than the definition's max_groups allows: {all.Length - 3} of them stand together under 'other', and 4 groups are shown."),
            (payload.Metrics[1].Status, payload.Metrics[1].Message));
        Assert.Null(payload.Metrics[2].Message);
        Assert.Equal(payload.Metrics[0].Value.ToString(), payload.Metrics[2].Value.ToString());
    }

    [Fact]
    public async Task Groups_are_a_list_of_objects_where_members_are_named()
    {
        QueryFragment byWeight = new(0, Operation.Sum) { Columns = ["issues.id"], GroupBy = ["issues.author_id % 3", "issues.state_id"], ListOf = ["the \"author\"", "state", "sum"] };
        TestSet set = new();
        AddMetric(set, "all", ValueShape.Json, "issues", byWeight);
        AddMetric(set, "few", ValueShape.Json, "issues", byWeight with { MaxGroups = 1 });
        AddMetric(set, "listed", ValueShape.Json, "issues", new(0, Operation.Count) { GroupBy = ["issues.state_id"], GroupValues = ["77"], Filter = "issues.state_id = 1", ListOf = ["state", "n"] });
        AddMetric(set, "none", ValueShape.Json, "issues", byWeight with { Filter = "false" });
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString).Configure(options => options.SlicePages = (5, 5)), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(
            (await PlainAsync("""
                SELECT jsonb_agg(jsonb_build_object('the "author"', coalesce(a::text, ''), 'state', coalesce(s::text, ''), 'sum', n)
                                 ORDER BY coalesce(a::text, '') COLLATE "C", coalesce(s::text, '') COLLATE "C")
                FROM (SELECT author_id % 3 AS a, state_id AS s, sum(id) AS n FROM issues GROUP BY 1, 2) g
                """)).EnumerateArray().Select(Members),
            payload.Metrics[0].Value.ToJson().EnumerateArray().Select(Members));
        Assert.Equal(["other", "other"], payload.Metrics[1].Value.ToJson().EnumerateArray().Last().EnumerateObject().Take(2).Select(member => member.Value.GetString()));
        Assert.Equal(2, payload.Metrics[1].Value.ToJson().GetArrayLength());
        long open = (await PlainAsync("SELECT count(*) FROM issues WHERE state_id = 1")).GetInt64();
        Assert.Equal($$"""[{"state":"77","n":0},{"state":"other","n":{{open}}}]""", payload.Metrics[2].Value.ToString());
        Assert.Equal("[]", payload.Metrics[3].Value.ToString());

        static string Members(JsonElement group) => string.Join(
            '|', group.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"{member.Name}={member.Value}"));
    }

    [Fact]
    public async Task What_exists_is_looked_for_no_further_and_what_does_not_in_slices_as_all_else()
    {
        await ExecuteAsync("ANALYZE issues");
        long pages = (await PlainAsync("SELECT pg_relation_size('issues') / 8192")).GetInt64();

        Assert.Single(await StatementsAsync("issues.id > 0"));
        Assert.Equal((int)Math.Ceiling(pages / 10.0), (await StatementsAsync("issues.weight < -1000000")).Count);

        // What is known already is asked of no further slice, while others go on.
        IReadOnlyList<string> together = await StatementsAsync("issues.id > 0", "issues.weight < -1000000");
        Assert.Equal((int)Math.Ceiling(pages / 10.0), together.Count);
        Assert.Equal(1, together.Count(sql => sql.Contains("issues.id > 0", StringComparison.Ordinal)));

        async Task<IReadOnlyList<string>> StatementsAsync(params string[] filters)
        {
            TestSet set = new();
            foreach ((int place, string filter) in filters.Index())
            {
                AddMetric(set, $"exists_{place}", ValueShape.Boolean, "issues", new(0, Operation.Exists) { Filter = filter });
            }

            await using Ping ping = Ping.Of(
                builder => builder.UsePostgres(ConnectionString).Configure(options =>
                {
                    options.SlicePages = (10, 10);
                    options.MaxConnections = 1;
                }),
                set);
            ServicePingPayload payload = await ping.CollectAsync();
            Assert.Equal(filters.Select(filter => filter == "issues.id > 0"), payload.Metrics.Select(metric => metric.Value.AsBoolean()));
            return [.. payload.Statistics.SentStatements.SelectMany(sent => Enumerable.Repeat(sent.Sql, sent.Times))];
        }
    }

    [Fact]
    public async Task Facts_vectors_of_the_histogram_hold()
    {
        await ExecuteAsync("CREATE TABLE integrations (project_id int); INSERT INTO integrations VALUES (1), (2), (3), (3), (4), (4), (4)");
        TestSet set = new();
        AddMetric(set, "to_2", ValueShape.Json, "integrations",
            new(0, Operation.Histogram) { Columns = ["project_id"], FirstBucket = 1, LastBucket = 2, Filter = "project_id = 4" });
        AddMetric(set, "to_100", ValueShape.Json, "integrations",
            new(0, Operation.Histogram) { Columns = ["project_id"], FirstBucket = 1, LastBucket = 100, Filter = "project_id < 4" });
        AddMetric(set, "too_many", ValueShape.Json, "integrations", new(0, Operation.Histogram) { Columns = ["project_id"], FirstBucket = 1, LastBucket = 101 });
        AddMetric(set, "too_few", ValueShape.Json, "integrations", new(0, Operation.Histogram) { Columns = ["project_id"], FirstBucket = 3, LastBucket = 3 });
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal("""{"to_100":{"1":2,"2":1},"to_2":{"2":1},"too_few":{"-1":-1},"too_many":{"-1":-1}}""", payload.ToString());
        Assert.Equal(ReadingStatus.Failed, payload.Metrics[2].Status);
    }

    [Fact]
    public async Task Parts_of_an_add_are_added_up_and_one_that_fails_spoils_the_sum()
    {
        TestSet set = new();
        int good = set.Add("good");
        int bad = set.Add("bad");
        set.RelationPlans.Add(new("main", null, "projects", [], [new(good, Operation.Count), new(bad, Operation.Count) { Part = 1 }]));
        set.RelationPlans.Add(new("main", null, "nothing", [], [new(bad, Operation.Count) { Filter = "nothing.missing" }]));
        set.RelationPlans.Add(new("main", null, "issues", [], [new(good, Operation.Count) { Part = 1 }]));
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        long expected = (await PlainAsync("SELECT (SELECT count(*) FROM projects) + (SELECT count(*) FROM issues)")).GetInt64();
        Assert.Equal(expected, payload.Metrics[1].Value.AsInt64());
        Assert.Equal((ReadingStatus.Failed, -1L), (payload.Metrics[0].Status, payload.Metrics[0].Value.AsInt64()));
    }

    [Theory]
    [InlineData("1e20 + issues.weight * 0.0000000001")]
    [InlineData("1e30")]
    public async Task A_sum_with_more_digits_than_fit_fails_rather_than_lose_some(string column)
    {
        TestSet set = new();
        AddMetric(set, "count", ValueShape.Integer, "issues", new(0, Operation.Count));
        AddMetric(set, "sum", ValueShape.Decimal, "issues", new(0, Operation.Sum) { Columns = [column] });
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(ReadingStatus.Ok, payload.Metrics[0].Status);
        Assert.Equal((ReadingStatus.Failed, -1m), (payload.Metrics[1].Status, payload.Metrics[1].Value.AsDecimal()));
    }

    [Fact]
    public async Task The_statistics_count_each_row_once_however_many_metrics_read_it()
    {
        await ExecuteAsync("ANALYZE issues");
        TestSet set = new();
        AddMetric(set, "count", ValueShape.Integer, "issues", new(0, Operation.Count));
        AddMetric(set, "by", ValueShape.Json, "issues", new(0, Operation.Count) { GroupBy = ["issues.state_id"] });
        AddMetric(set, "distinct", ValueShape.Integer, "issues", new(0, Operation.DistinctCount) { Columns = ["issues.author_id"] });
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.SlicePages = (100, 100);
                options.MaxConnections = 1;
            }),
            set);
        List<CollectionProgress> progress = [];

        ServicePingPayload payload = await ping.Collector.CollectAsync(new Recording(progress));

        long rows = (await PlainAsync("SELECT count(*) FROM issues")).GetInt64();
        long pages = (await PlainAsync("SELECT pg_relation_size('issues') / 8192")).GetInt64();
        Assert.Equal(rows, payload.Statistics.RowsWalked);
        Assert.Equal((int)Math.Ceiling(pages / 100.0), payload.Statistics.Statements);
        Assert.Equal(("issues", 1, rows, TimeSpan.Zero), (progress[^1].Walking, progress[^1].ShareDone, progress[^1].RowsWalked, progress[^1].Remaining));
        Assert.Equal(progress.Select(step => step.ShareDone).Order(), progress.Select(step => step.ShareDone));
        Assert.True(progress.Count > 1);
    }

    [Fact]
    public async Task A_batch_size_keeps_slices_small()
    {
        await ExecuteAsync("ANALYZE issues");
        TestSet set = new();
        AddMetric(set, "count", ValueShape.Integer, "issues", new(0, Operation.Count) { BatchSize = 1000 });
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        ServicePingPayload payload = await ping.CollectAsync();

        long rows = (await PlainAsync("SELECT count(*) FROM issues")).GetInt64();
        Assert.Equal(rows, payload.Metrics[0].Value.AsInt64());
        Assert.InRange(payload.Statistics.Statements, rows / 1000, rows / 1000 * 2);
    }

    [Fact]
    public async Task The_engine_sets_the_session_itself()
    {
        (string Name, string Value)[] settings =
        [
            ("application_name", "ServicePing"), ("transaction_isolation", "repeatable read"), ("transaction_read_only", "on"),
            ("statement_timeout", "7s"), ("lock_timeout", "3s"), ("idle_in_transaction_session_timeout", "1min"), ("jit", "off"),
            ("max_parallel_workers_per_gather", "0"), ("TimeZone", "UTC"), ("client_connection_check_interval", "1s"),
        ];
        TestSet set = new();
        foreach ((string name, string value) in settings)
        {
            AddMetric(set, name, ValueShape.Integer, "projects", new(0, Operation.Count) { Filter = $"current_setting('{name}') = '{value}'" });
        }

        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString + ";Timezone=Asia/Tokyo").Configure(options =>
            {
                options.StatementTimeout = TimeSpan.FromSeconds(7);
                options.LockTimeout = TimeSpan.FromSeconds(3);
            }),
            set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.All(payload.Metrics, metric => Assert.Equal((metric.KeyPath, 200L), (metric.KeyPath, metric.Value.AsInt64())));
    }

    private static string Histogram(string column, string source, int first, int last) => $"""
        SELECT jsonb_object_agg(bucket, n) FROM (
            SELECT width_bucket(rows, {first}, {last}, {last - first}) AS bucket, count(*) AS n
            FROM (SELECT count(*) AS rows FROM {source} GROUP BY {column}) c
            GROUP BY 1) b
        """;

    internal static TestSet Set(IEnumerable<Case> cases)
    {
        TestSet set = new();
        foreach (Case one in cases)
        {
            ValueShape shape = one.Fragment switch
            {
                { Operation: Operation.Histogram } or { GroupBy.Count: > 0 } => ValueShape.Json,
                { Operation: Operation.Sum or Operation.Max or Operation.Min or Operation.Percentile } => ValueShape.Decimal,
                { Operation: Operation.Exists } => ValueShape.Boolean,
                { Operation: Operation.EstimateBatchDistinctCount } => ValueShape.Double,
                _ => ValueShape.Integer,
            };
            AddMetric(set, one.Name, shape, one.Table, one.Fragment, one.Joins);
        }

        return set;
    }

    private static void AssertEqual(string name, JsonElement expected, JsonElement actual) =>
        Assert.True(JsonElement.DeepEquals(expected, actual), $"{name}: expected {expected.GetRawText()}, was {actual.GetRawText()}");

    internal sealed record Case(string Name, string Table, QueryFragment Fragment, string Sql)
    {
        public string[] Joins { get; init; } = [];
    }

    private sealed class Recording(List<CollectionProgress> steps) : IProgress<CollectionProgress>
    {
        public void Report(CollectionProgress value) => steps.Add(value);
    }
}
