using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServicePing.Runtime.Databases.Passes;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Snapshots;
using ServicePing.Runtime.Databases.Tables;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;

namespace ServicePing.Tests;

/// <summary>A look explains the plan that a collection runs: every part, the rights and the indexes that are really used.</summary>
public sealed class VerifiedPlanTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    private const string Hour = "SELECT timestamptz '2026-11-21 02:15:00+00' - n * interval '1 hour'";

    [Fact]
    public async Task Few_rows_of_a_partial_index_are_found_by_it_and_no_index_is_missed()
    {
        await ExecuteAsync($"""
            CREATE TABLE visits (id bigint PRIMARY KEY, created_at timestamptz, is_failed boolean, note text);
            INSERT INTO visits SELECT n, ({Hour}), n % 400 = 0, repeat('x', 100) FROM generate_series(1, 200000) n;
            CREATE INDEX failed_visits ON visits (created_at) WHERE is_failed;
            """);
        await VacuumAsync("visits");
        TestSet set = new();
        AddMetric(set, "all", ValueShape.Integer, "visits", new(0, Operation.Count));
        AddMetric(set, "failed", ValueShape.Integer, "visits", Weeks() with { Filter = "visits.is_failed" });
        AddMetric(set, "weekly", ValueShape.Integer, "visits", Weeks());

        VerificationReport report = await VerifyAsync(set);

        MetricVerification failed = Metric(report, "failed");
        Assert.Equal(["rows of visits that an index finds"], failed.Walks);
        Assert.EndsWith("using failed_visits", Assert.Single(failed.Access), StringComparison.Ordinal);
        Assert.Empty(failed.Findings);
        Assert.StartsWith("No index of all rows begins with visits.created_at", Assert.Single(Metric(report, "weekly").Findings).Cause, StringComparison.Ordinal);
        Assert.Empty(Metric(report, "all").Findings);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_part_on_the_second_level_without_an_index_is_named_and_the_advice_ends_the_finding(bool hasOthers)
    {
        await PartitionedAsync();
        if (hasOthers)
        {
            await ExecuteAsync("CREATE INDEX ON visits_a (created_at); CREATE INDEX ON visits_ba (created_at)");
        }

        TestSet set = new();
        AddMetric(set, "all", ValueShape.Integer, "visits", new(0, Operation.Count));
        AddMetric(set, "weekly", ValueShape.Integer, "visits", Weeks());

        VerificationReport report = await VerifyAsync(set);

        MetricVerification weekly = Metric(report, "weekly");
        Assert.Equal(["pages of 3 parts of visits"], weekly.Walks);
        Assert.Equal(["Tid Range Scan on visits_a and 2 more"], weekly.Access);
        MetricFinding finding = Assert.Single(weekly.Findings);
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.StartsWith(
            hasOthers
                ? "No index of public.visits_bb begins with visits.created_at"
                : "No index of 3 of 5 parts of visits, such as public.visits_a, begins with visits.created_at",
            finding.Cause,
            StringComparison.Ordinal);
        Assert.Empty(Metric(report, "all").Findings);

        await FollowAsync(finding.WayOut);
        weekly = Metric(await VerifyAsync(set), "weekly");
        Assert.Empty(weekly.Findings);
        Assert.Equal(["time by visits.created_at in 3 parts of visits"], weekly.Walks);
        Assert.Contains(" using visits_a_created_at_idx and 2 more", Assert.Single(weekly.Access), StringComparison.Ordinal);
        Assert.Equal("3", (await PlainAsync("SELECT count(*) FROM pg_index JOIN pg_inherits ON inhrelid = indexrelid WHERE indrelid::regclass::text IN ('visits_a', 'visits_ba', 'visits_bb')")).ToString());
    }

    [Fact]
    public async Task An_index_of_the_table_that_one_part_does_not_have_is_not_made_twice()
    {
        await PartitionedAsync();
        await ExecuteAsync("""
            CREATE INDEX by_time ON ONLY visits (created_at);
            CREATE INDEX a_by_time ON visits_a (created_at);
            ALTER INDEX by_time ATTACH PARTITION a_by_time
            """);
        TestSet set = new();
        AddMetric(set, "weekly", ValueShape.Integer, "visits", Weeks());

        MetricFinding finding = Assert.Single((await VerifyAsync(set)).Metrics[0].Findings);
        await FollowAsync(finding.WayOut);

        Assert.Empty((await VerifyAsync(set)).Metrics[0].Findings);
        Assert.Equal("1", (await PlainAsync("SELECT count(*) FROM pg_index WHERE indrelid = 'visits_a'::regclass AND NOT indisprimary")).ToString());
    }

    [Fact]
    public async Task A_table_with_children_is_advised_an_index_on_each_that_has_none()
    {
        await ExecuteAsync($"""
            CREATE TABLE visits (id int, created_at timestamptz, note text);
            CREATE TABLE late_visits (reason text) INHERITS (visits);
            CREATE TABLE lost_visits () INHERITS (late_visits);
            INSERT INTO visits SELECT n, ({Hour}), repeat('x', 100) FROM generate_series(1, 20000) n;
            INSERT INTO lost_visits SELECT n, ({Hour}), repeat('x', 100) FROM generate_series(1, 20000) n;
            CREATE INDEX ON late_visits (created_at);
            ANALYZE visits, late_visits, lost_visits
            """);
        TestSet set = new();
        AddMetric(set, "weekly", ValueShape.Integer, "visits", Weeks());

        MetricFinding finding = Assert.Single((await VerifyAsync(set)).Metrics[0].Findings);

        Assert.Equal(
            "CREATE INDEX CONCURRENTLY ON public.visits (created_at);\nCREATE INDEX CONCURRENTLY ON public.lost_visits (created_at);",
            finding.WayOut);
        await FollowAsync(finding.WayOut);
        MetricVerification weekly = (await VerifyAsync(set)).Metrics[0];
        Assert.Empty(weekly.Findings);

        // The child without rows is not worth an index.
        Assert.Equal(["time by visits.created_at in 2 of 3 parts of visits", "pages of public.late_visits"], weekly.Walks);
    }

    [Fact]
    public async Task One_part_whose_plan_differs_is_told_apart_from_those_that_are_alike()
    {
        await PartitionedAsync();
        await ExecuteAsync("""
            CREATE EXTENSION postgres_fdw;
            CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw;
            CREATE FOREIGN TABLE visits_f PARTITION OF visits FOR VALUES FROM (900000) TO (1000000) SERVER elsewhere
            """);
        TestSet set = new();
        AddMetric(set, "weekly", ValueShape.Integer, "visits", Weeks());

        VerificationReport report = await VerifyAsync(set);

        MetricVerification weekly = report.Metrics[0];
        Assert.Equal(["pages of 3 of 4 parts of visits", "all of public.visits_f"], weekly.Walks);
        MetricFinding finding = Assert.Single(weekly.Findings);
        Assert.Equal("public.visits_f is a foreign table, and cannot be cut by pages: it is read in one statement.", finding.Cause);
        Assert.DoesNotContain("INDEX", finding.WayOut, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GRANT SELECT ON visits TO {0}", "may not read 4 of 5 parts of visits, such as public.visits_a, by name: all are read through visits, whose windows no index finds.")]
    [InlineData("GRANT SELECT ON visits, visits_a, visits_b, visits_ba TO {0}", "may not read public.visits_bb by name: all are read through visits, whose windows no index finds.")]
    public async Task Rights_on_the_parent_alone_are_told_of_with_the_parts_that_lack_them(string grant, string cause)
    {
        await PartitionedAsync();
        await ExecuteAsync("CREATE INDEX ON visits (created_at)");
        (string role, string connection) = await ReaderAsync(grant);
        TestSet set = new();
        AddMetric(set, "all", ValueShape.Integer, "visits", new(0, Operation.Count));
        AddMetric(set, "weekly", ValueShape.Integer, "visits", Weeks());

        VerificationReport report = await VerifyAsync(set, connection);

        Assert.True(report.IsSound);
        MetricVerification weekly = Metric(report, "weekly");
        MetricFinding finding = Assert.Single(weekly.Findings);
        Assert.Equal((FindingSeverity.Warning, $"{role} {cause}"), (finding.Severity, finding.Cause));
        Assert.Equal(["pages of visits with its parts"], weekly.Walks);
        Assert.Equal(FindingSeverity.Info, Assert.Single(Metric(report, "all").Findings).Severity);

        await FollowAsync(finding.WayOut);
        weekly = Metric(await VerifyAsync(set, connection), "weekly");
        Assert.Empty(weekly.Findings);
        Assert.Equal(["time by visits.created_at in 3 parts of visits"], weekly.Walks);
    }

    [Fact]
    public async Task Rights_on_columns_alone_are_enough_and_the_way_to_slices_is_a_grant()
    {
        await PartitionedAsync();
        (string role, string connection) = await ReaderAsync("GRANT SELECT (id, created_at) ON visits, issues TO {0}");
        TestSet set = new();
        AddMetric(set, "issues", ValueShape.Integer, "issues", new(0, Operation.Count));
        AddMetric(set, "labels", ValueShape.Integer, "issues", new(0, Operation.DistinctCount) { Columns = ["issues.label"] });
        AddMetric(set, "visits", ValueShape.Integer, "visits", new(0, Operation.Count));

        VerificationReport report = await VerifyAsync(set, connection);

        Assert.Equal(
            new MetricFinding(FindingSeverity.Error, "42501: permission denied for table issues", $"GRANT SELECT ON issues TO {role};"),
            Assert.Single(Metric(report, "labels").Findings));
        MetricFinding cut = Assert.Single(Metric(report, "issues").Findings);
        Assert.Equal(
            (FindingSeverity.Warning, "issues may be read by columns alone, or by few rows, and cannot be cut by pages: it is read in one statement."),
            (cut.Severity, cut.Cause));
        await FollowAsync(cut.WayOut);
        await FollowAsync(Assert.Single(Metric(report, "visits").Findings).WayOut);
        Assert.All((await VerifyAsync(set, connection)).Metrics, metric => Assert.Empty(metric.Findings));
    }

    [Fact]
    public async Task A_grant_names_tables_and_schemas_as_the_server_needs_them()
    {
        await ExecuteAsync("""
            CREATE SCHEMA "My Tracker";
            CREATE TABLE "My Tracker"."Bugs" (id int, issue_id bigint);
            CREATE TABLE "User Roles" (id int);
            """);
        (string role, string connection) = await ReaderAsync("GRANT SELECT ON issues TO {0}");
        TestSet set = new();
        set.RelationPlans.Add(new RelationPlan(
            "main", null, "issues", ["JOIN \"My Tracker\".\"Bugs\" AS bugs ON bugs.issue_id = issues.id"], [new(set.Add("bugs"), Operation.Count)]));
        set.RelationPlans.Add(new RelationPlan("main", null, "\"User Roles\"", [], [new(set.Add("roles"), Operation.Count)]));

        VerificationReport report = await VerifyAsync(set, connection);
        Assert.Equal(
            [$"GRANT USAGE ON SCHEMA \"My Tracker\" TO {role};", $"GRANT SELECT ON \"User Roles\" TO {role};"],
            report.Findings.Select(finding => finding.Finding.WayOut));
        await FollowAsync(report.Findings[0].Finding.WayOut);
        await FollowAsync(report.Findings[1].Finding.WayOut);

        SharedFinding table = Assert.Single((await VerifyAsync(set, connection)).Findings);
        Assert.Equal($"GRANT SELECT ON \"My Tracker\".\"Bugs\" TO {role};", table.Finding.WayOut);
        await FollowAsync(table.Finding.WayOut);
        Assert.Empty((await VerifyAsync(set, connection)).Findings);
    }

    [Fact]
    public async Task An_index_that_a_small_table_does_not_need_yet_is_no_warning()
    {
        await ExecuteAsync("CREATE TABLE visits (id int, created_at timestamptz); INSERT INTO visits SELECT generate_series(1, 100); ANALYZE visits");
        TestSet set = new();
        AddMetric(set, "weekly", ValueShape.Integer, "visits", Weeks());

        MetricFinding finding = Assert.Single((await VerifyAsync(set)).Metrics[0].Findings);

        Assert.Equal(FindingSeverity.Info, finding.Severity);
        Assert.Equal("No index begins with visits.created_at: the window is found by walking all pages of visits, 1 now.", finding.Cause);
    }

    [Fact]
    public async Task A_window_over_an_expression_is_not_advised_an_index_that_no_plan_would_use()
    {
        TestSet set = new();
        AddMetric(set, "weekly", ValueShape.Integer, "issues",
            new(0, Operation.Count) { Window = TimeFrame.SevenDays, TimestampColumn = "date_trunc('day', issues.created_at)" });

        MetricFinding finding = Assert.Single((await VerifyAsync(set)).Metrics[0].Findings);

        Assert.Equal("Name an indexed column of issues as timestamp_column in the definition.", finding.WayOut);
    }

    [Fact]
    public async Task A_definition_that_calls_columns_by_schema_is_told_what_that_costs()
    {
        await PartitionedAsync();
        await ExecuteAsync("CREATE INDEX ON visits (created_at)");
        TestSet set = new();
        set.RelationPlans.Add(new RelationPlan("main", "public", "visits", [],
            [Weeks() with { Slot = set.Add("weekly"), Filter = "public.visits.id > 5" }]));

        MetricVerification weekly = (await VerifyAsync(set)).Metrics[0];

        Assert.Equal(["pages of public.visits with its parts"], weekly.Walks);
        Assert.Equal(
            new MetricFinding(
                FindingSeverity.Warning,
                "A definition calls a column by schema and table, so that parts have no name in it: all are read through public.visits, whose windows no index finds.",
                "Call it 'visits.column' in the definition."),
            Assert.Single(weekly.Findings));
    }

    [Theory]
    [InlineData("ALTER TABLE issues ENABLE ROW LEVEL SECURITY; GRANT SELECT ON issues TO {0}", "issues")]
    [InlineData("ALTER TABLE visits ENABLE ROW LEVEL SECURITY; GRANT SELECT ON visits, visits_a, visits_ba, visits_bb, visits_b TO {0}", "visits")]
    [InlineData("ALTER TABLE issues ENABLE ROW LEVEL SECURITY; ALTER VIEW open_issues OWNER TO {0}; GRANT SELECT ON issues TO {0}", "open_issues")]
    public async Task A_policy_is_an_error_whose_way_out_is_no_grant(string sql, string table)
    {
        await PartitionedAsync();
        (string role, string connection) = await ReaderAsync(sql);
        TestSet set = new();
        AddMetric(set, "cut", ValueShape.Integer, table, new(0, Operation.Count));

        MetricFinding finding = Assert.Single((await VerifyAsync(set, connection)).Metrics[0].Findings, finding => finding.Severity == FindingSeverity.Error);

        Assert.StartsWith("42501: query would be affected by row-level security policy", finding.Cause, StringComparison.Ordinal);
        Assert.StartsWith($"ALTER ROLE {role} BYPASSRLS;", finding.WayOut, StringComparison.Ordinal);
        await FollowAsync(finding.WayOut);
        Assert.True((await VerifyAsync(set, connection)).IsSound);
    }

    [Fact]
    public async Task A_policy_of_one_part_is_told_of_and_the_table_read_through_its_parent()
    {
        await PartitionedAsync();
        (string role, string connection) = await ReaderAsync(
            "ALTER TABLE visits_a ENABLE ROW LEVEL SECURITY; GRANT SELECT ON visits, visits_a, visits_b, visits_ba, visits_bb TO {0}");
        TestSet set = new();
        AddMetric(set, "all", ValueShape.Integer, "visits", new(0, Operation.Count));

        MetricFinding finding = Assert.Single((await VerifyAsync(set, connection)).Metrics[0].Findings);

        Assert.Equal(
            (FindingSeverity.Info, $"A policy cuts what {role} sees of public.visits_a by name: all are read through visits."),
            (finding.Severity, finding.Cause));
    }

    [Theory]
    [InlineData("CREATE TABLE visits (id int, created_at timestamptz) PARTITION BY RANGE (id)")]
    [InlineData("CREATE TABLE visits (id int, created_at timestamptz) PARTITION BY RANGE (id); CREATE TABLE a PARTITION OF visits DEFAULT PARTITION BY RANGE (id)")]
    public async Task A_partitioned_table_without_partitions_says_so(string sql)
    {
        await ExecuteAsync(sql);
        TestSet set = new();
        AddMetric(set, "weekly", ValueShape.Integer, "visits", Weeks());

        MetricVerification weekly = (await VerifyAsync(set)).Metrics[0];

        MetricFinding finding = Assert.Single(weekly.Findings);
        Assert.Equal((FindingSeverity.Info, "visits has no partitions, and so no rows."), (finding.Severity, finding.Cause));
    }

    [Fact]
    public async Task A_view_without_a_key_is_told_of_and_one_whose_key_is_no_number_too()
    {
        TestSet set = new();
        AddMetric(set, "keyed", ValueShape.Integer, "open_issues", new(0, Operation.Count) { BatchColumn = "open_issues.id" });
        AddMetric(set, "mistaken", ValueShape.Integer, "open_issues", Weeks("open_issues") with { BatchColumn = "open_issues.label" });
        AddMetric(set, "plain", ValueShape.Integer, "open_issues", Weeks("open_issues"));

        VerificationReport report = await VerifyAsync(set);

        Assert.Equal(["keys by open_issues.id"], Metric(report, "keyed").Walks);
        Assert.Empty(Metric(report, "keyed").Findings);
        Assert.Equal(["all of open_issues"], Metric(report, "mistaken").Walks);
        Assert.Equal(
            "open_issues is a view, and cannot be cut by open_issues.label, which is no number: it is read in one statement.",
            Assert.Single(Metric(report, "mistaken").Findings).Cause);
        MetricFinding plain = Assert.Single(Metric(report, "plain").Findings);
        Assert.Equal("open_issues is a view, and cannot be cut by pages: it is read in one statement.", plain.Cause);
        Assert.DoesNotContain("INDEX", plain.WayOut, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_of_a_view_are_looked_at_without_being_read()
    {
        await ExecuteAsync("""
            CREATE SEQUENCE readings;
            CREATE VIEW read_issues AS SELECT issues.id + 0 * nextval('readings') AS id FROM issues
            """);
        TestSet set = new();
        AddMetric(set, "cut", ValueShape.Integer, "read_issues", new(0, Operation.Count) { BatchColumn = "read_issues.id" });

        Assert.Equal(["keys by read_issues.id"], (await VerifyAsync(set)).Metrics[0].Walks);
        Assert.False((await PlainAsync("SELECT is_called FROM readings")).GetBoolean());
    }

    [Fact]
    public async Task Thirty_six_metrics_of_a_database_that_is_down_have_one_finding()
    {
        TestSet set = new();
        for (int metric = 0; metric < 36; metric++)
        {
            AddMetric(set, $"counts.{metric:00}", ValueShape.Integer, metric % 2 == 0 ? "issues" : "projects", new(0, Operation.Count));
        }

        VerificationReport report = await VerifyAsync(
            set, new NpgsqlConnectionStringBuilder(ConnectionString) { Port = 1 }.ConnectionString);

        SharedFinding finding = Assert.Single(report.Findings);
        Assert.StartsWith("Database 'main': Failed to connect", finding.Finding.Cause, StringComparison.Ordinal);
        Assert.Equal(report.Metrics.Select(metric => metric.KeyPath), finding.KeyPaths);
    }

    [Fact]
    public async Task A_missing_right_and_a_missing_table_are_one_finding_each_and_the_worst_come_first()
    {
        (_, string connection) = await ReaderAsync("GRANT SELECT ON open_issues TO {0}");
        TestSet set = new();
        AddMetric(set, "a_view", ValueShape.Integer, "open_issues", new(0, Operation.Count));
        foreach (string table in (string[])["isues", "issues"])
        {
            AddMetric(set, $"{table}_all", ValueShape.Integer, table, new(0, Operation.Count));
            AddMetric(set, $"{table}_authors", ValueShape.Integer, table, new(0, Operation.DistinctCount) { Columns = [$"{table}.author_id"] });
            AddMetric(set, $"{table}_weekly", ValueShape.Integer, table, Weeks(table));
        }

        VerificationReport report = await VerifyAsync(set, connection);

        Assert.Equal(
            [
                "42501: permission denied for table issues: issues_all issues_authors issues_weekly",
                "42P01: relation \"isues\" does not exist: isues_all isues_authors isues_weekly",
                "open_issues is a view, and cannot be cut by pages: it is read in one statement.: a_view",
            ],
            report.Findings.Select(finding => $"{finding.Finding.Cause}: {string.Join(' ', finding.KeyPaths)}"));
    }

    [Fact]
    public async Task A_collection_sends_the_statements_of_the_plan_that_a_look_explains()
    {
        await ExecuteAsync($"""
            CREATE TABLE visits (id bigint PRIMARY KEY, created_at timestamptz, author_id int, state int, note text);
            INSERT INTO visits SELECT n, ({Hour}), n % 5000, n % 7, repeat('x', 100) FROM generate_series(1, 60000) n;
            CREATE INDEX ON visits (created_at);
            CREATE INDEX ON visits (author_id);
            """);
        await VacuumAsync("visits");
        TestSet set = new();
        AddMetric(set, "all", ValueShape.Integer, "visits", new(0, Operation.Count));
        AddMetric(set, "authors", ValueShape.Integer, "visits", new(0, Operation.DistinctCount) { Columns = ["visits.author_id"] });
        AddMetric(set, "by_state", ValueShape.Json, "visits", new(0, Operation.Count) { GroupBy = ["visits.state"] });
        AddMetric(set, "few", ValueShape.Integer, "visits", new(0, Operation.Count) { Filter = "visits.id = 7" });
        AddMetric(set, "states", ValueShape.Integer, "visits", new(0, Operation.DistinctCount) { Columns = ["visits.state"], Filter = "visits.id > 5" });
        AddMetric(set, "weekly", ValueShape.Integer, "visits", Weeks());
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(ConnectionString), set);

        VerificationReport report = await ping.Services.GetRequiredService<ServicePingVerifier>().VerifyAsync();
        ServicePingPayload payload = await ping.CollectAsync();
        string[] planned = await PlannedAsync(Assert.Single(ping.Services.GetRequiredService<PingProgram>().Work.Relations));

        Assert.All(payload.Metrics, metric => Assert.Equal(ReadingStatus.Ok, metric.Status));
        Assert.Equal(
            [
                "pages of visits", "values of visits.author_id", "pages of visits", "rows of visits that an index finds",
                "pages of visits", "time by visits.created_at",
            ],
            report.Metrics.Select(metric => Assert.Single(metric.Walks)));

        // Slices of a walk differ in the bounds of values, which the last has but one of.
        string[] sent = [.. payload.Statistics.SentStatements.Select(statement => statement.Sql)];
        Assert.Equal(4, planned.Length);
        Assert.All(planned, sql => Assert.Contains(sql, sent));
        Assert.All(sent, sql => Assert.Contains(planned, one => Selected(one) == Selected(sql)));
    }

    /// <summary>The first statements of a plan that reads no row.</summary>
    private async Task<string[]> PlannedAsync(RelationPlan relation)
    {
        ServicePingOptions options = new();
        PassParameters parameters = new(Ping.RecordedAt);
        await using SnapshotSession session = await SnapshotSession.OpenAsync(Plain, options, snapshot: null, CancellationToken.None);
        WalkedTable table = await TableLookup.FindAsync(relation, session, CancellationToken.None);
        DatabaseBasis basis = new(relation, table, session, parameters, isLook: true);
        PlannedPass planned = await new PassPlan(relation, table, basis, parameters, options, rowsOfKeyStep: null)
            .MakeAsync(CancellationToken.None);
        return
        [
            .. from walk in planned.Walks
               let first = Walk.Of(walk, options).Take(options.MaxConnections)
               select walk.Compose(relation, walk.Statement.Fragments, first).ToString(),
        ];
    }

    private static string Selected(string sql) => sql[..sql.IndexOf("WHERE", StringComparison.Ordinal)];

    private static QueryFragment Weeks(string table = "visits") =>
        new(0, Operation.Count) { Window = TimeFrame.TwentyEightDays, TimestampColumn = $"{table}.created_at" };

    private static MetricVerification Metric(VerificationReport report, string keyPath) =>
        report.Metrics.Single(metric => metric.KeyPath == keyPath);

    /// <summary>Two levels: visits_a, and visits_b with visits_ba and visits_bb.</summary>
    private Task PartitionedAsync() => ExecuteAsync($"""
        CREATE TABLE visits (id int, created_at timestamptz, note text) PARTITION BY RANGE (id);
        CREATE TABLE visits_a PARTITION OF visits FOR VALUES FROM (0) TO (10000);
        CREATE TABLE visits_b PARTITION OF visits FOR VALUES FROM (10000) TO (30000) PARTITION BY RANGE (id);
        CREATE TABLE visits_ba PARTITION OF visits_b FOR VALUES FROM (10000) TO (20000);
        CREATE TABLE visits_bb PARTITION OF visits_b FOR VALUES FROM (20000) TO (30000);
        INSERT INTO visits SELECT n, ({Hour}), repeat('x', 100) FROM generate_series(1, 29999) n;
        ANALYZE visits
        """);

    private async Task<(string Role, string Connection)> ReaderAsync(string sql)
    {
        string role = $"reader_{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE ROLE {role} LOGIN; {sql.Replace("{0}", role, StringComparison.Ordinal)}");
        return (role, new NpgsqlConnectionStringBuilder(ConnectionString) { Username = role }.ConnectionString);
    }

    /// <summary>Does what a finding says, a statement after another.</summary>
    private async Task FollowAsync(string wayOut)
    {
        foreach (string statement in wayOut.Split('\n'))
        {
            await ExecuteAsync(statement);
        }
    }

    private Task<VerificationReport> VerifyAsync(TestSet set) => VerifyAsync(set, ConnectionString);

    private static async Task<VerificationReport> VerifyAsync(TestSet set, string connection)
    {
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(connection), set);
        return await ping.Services.GetRequiredService<ServicePingVerifier>().VerifyAsync();
    }
}
