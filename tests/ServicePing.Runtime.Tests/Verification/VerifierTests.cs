using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>What a look at a real database says of metrics, without computing them.</summary>
public sealed class VerifierTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    [Fact]
    public async Task Whatever_can_be_computed_has_no_error_and_a_plan()
    {
        VerificationReport report = await VerifyAsync(OperationTests.Set(OperationTests.Cases));

        Assert.DoesNotContain(report.Metrics.SelectMany(metric => metric.Findings), finding => finding.Severity == FindingSeverity.Error);
        Assert.Equal(OperationTests.Cases.Length, report.Metrics.Count);
        Assert.All(report.Metrics, metric =>
        {
            Assert.True(metric.Cost > 0, metric.KeyPath);
            Assert.NotEmpty(metric.Walks);
            Assert.NotEmpty(metric.Access);
        });
    }

    [Theory]
    [InlineData("missing_column", "42703: column issues.wieght does not exist", "Perhaps you meant to reference the column \"issues.weight\".")]
    [InlineData("missing_table", "42P01: relation \"isues\" does not exist", "Migrate the database")]
    [InlineData("sum_of_text", "issues.label is of the type text, which cannot be added up.", "'amount::numeric'")]
    [InlineData("max_of_text", "issues.label is of the type text, which is no number.", "'amount::numeric'")]
    [InlineData("window_of_text", "issues.label is of the type text, which is no time.", "timestamptz")]
    [InlineData("distinct_json", "42883: could not identify an equality operator for type json", "The types do not fit")]
    [InlineData("broken_filter", "42883: operator does not exist: text > integer", "The types do not fit")]
    [InlineData("no_column", "The definition has to name one column for Sum.", "Correct the definition.")]
    [InlineData("ratio_of_metrics", "It divides by 'missing_column', which cannot be computed.", "See 'missing_column'.")]
    [InlineData("sum_of_metrics", "It adds 'missing_column', which cannot be computed.", "See 'missing_column'.")]
    [InlineData("unplanned", "The query names no table.", "Give the definition a query")]
    [InlineData("elsewhere", "No connection to the database 'ci' is given.", "'ci'")]
    public async Task What_cannot_be_computed_has_its_cause_and_a_way_out(string keyPath, string cause, string wayOut)
    {
        TestSet set = new();
        AddMetric(set, "missing_column", ValueShape.Decimal, "issues", new(0, Operation.Sum) { Columns = ["issues.wieght"] });
        AddMetric(set, "missing_table", ValueShape.Integer, "isues", new(0, Operation.Count));
        AddMetric(set, "sum_of_text", ValueShape.Decimal, "issues", new(0, Operation.Sum) { Columns = ["issues.label"] });
        AddMetric(set, "window_of_text", ValueShape.Integer, "issues",
            new(0, Operation.Count) { Window = TimeFrame.SevenDays, TimestampColumn = "issues.label" });
        AddMetric(set, "distinct_json", ValueShape.Integer, "issues", new(0, Operation.DistinctCount) { Columns = ["to_json(issues.label)"] });
        AddMetric(set, "broken_filter", ValueShape.Integer, "issues", new(0, Operation.Count) { Filter = "issues.label > 5" });
        AddMetric(set, "no_column", ValueShape.Decimal, "issues", new(0, Operation.Sum));
        AddMetric(set, "good", ValueShape.Integer, "issues", new(0, Operation.Count));
        set.CompositePlans.Add(new CompositePlan(set.Add("sum_of_metrics"), CompositeOperation.Add, [7, 0]));
        set.CompositePlans.Add(new CompositePlan(set.Add("ratio_of_metrics"), CompositeOperation.Ratio, [7, 0]));
        AddMetric(set, "max_of_text", ValueShape.Decimal, "issues", new(0, Operation.Max) { Columns = ["issues.label"] });
        AddMetric(set, "percentile", ValueShape.Decimal, "issues", new(0, Operation.Percentile) { Columns = ["issues.weight"], Percentile = 95 });
        AddMetric(set, "listed", ValueShape.Json, "issues", new(0, Operation.Count) { GroupBy = ["issues.label"], GroupValues = ["bug", ""], Filter = "issues.state_id = 2" });
        AddMetric(set, "exists", ValueShape.Boolean, "issues", new(0, Operation.Exists) { Filter = "issues.state_id = 2" });
        set.Add("unplanned", unplanned: "The query names no table.");
        int elsewhere = set.Add("elsewhere");
        set.RelationPlans.Add(new RelationPlan("ci", null, "builds", [], [new(elsewhere, Operation.Count)]));

        VerificationReport report = await VerifyAsync(set);

        MetricVerification metric = report.Metrics.Single(metric => metric.KeyPath == keyPath);
        MetricFinding finding = Assert.Single(metric.Findings);
        Assert.Equal(FindingSeverity.Error, finding.Severity);
        Assert.Equal(cause, finding.Cause);
        Assert.Contains(wayOut, finding.WayOut, StringComparison.Ordinal);
        Assert.False(report.IsSound);
        Assert.Empty(report.Metrics.Single(metric => metric.KeyPath == "good").Findings);
    }

    [Fact]
    public async Task A_missing_permission_names_the_statement_that_grants_it()
    {
        await ExecuteAsync("""
            DROP ROLE IF EXISTS watcher;
            CREATE ROLE watcher LOGIN;
            CREATE SCHEMA hidden;
            CREATE TABLE hidden.accounts (id bigint PRIMARY KEY);
            GRANT SELECT ON issues TO watcher;
            """);
        TestSet set = new();
        AddMetric(set, "allowed", ValueShape.Integer, "issues", new(0, Operation.Count));
        AddMetric(set, "denied", ValueShape.Integer, "projects", new(0, Operation.Count));
        AddMetric(set, "denied_join", ValueShape.Integer, "issues", new(0, Operation.Count), "JOIN projects ON projects.id = issues.project_id");
        int hidden = set.Add("hidden");
        set.RelationPlans.Add(new RelationPlan("main", "hidden", "accounts", [], [new(hidden, Operation.Count)]));

        VerificationReport report = await VerifyAsync(
            set, new NpgsqlConnectionStringBuilder(ConnectionString) { Username = "watcher" }.ConnectionString);

        Dictionary<string, MetricVerification> metrics = report.Metrics.ToDictionary(metric => metric.KeyPath);
        Assert.Empty(metrics["allowed"].Findings);
        Assert.Equal(
            new MetricFinding(FindingSeverity.Error, "42501: permission denied for table projects", "GRANT SELECT ON projects TO watcher;"),
            Assert.Single(metrics["denied"].Findings));
        Assert.Equal("GRANT SELECT ON projects TO watcher;", Assert.Single(metrics["denied_join"].Findings).WayOut);
        Assert.Equal("GRANT USAGE ON SCHEMA hidden TO watcher;", Assert.Single(metrics["hidden"].Findings).WayOut);
    }

    [Fact]
    public async Task A_window_is_walked_by_its_index_and_one_without_says_how_to_make_it()
    {
        await ExecuteAsync("""
            CREATE TABLE visits (id bigint PRIMARY KEY, indexed_at timestamptz, created_at timestamptz, note text);
            INSERT INTO visits
            SELECT n, moment, moment, repeat('x', 300)
            FROM generate_series(1, 40000) n, LATERAL (SELECT timestamptz '2026-11-21 02:15:00+00' - n * interval '1 hour') AS at (moment);
            CREATE INDEX visits_by_time ON visits (indexed_at);
            ANALYZE visits;
            """);
        TestSet set = new();
        AddMetric(set, "indexed", ValueShape.Integer, "visits",
            new(0, Operation.Count) { Window = TimeFrame.TwentyEightDays, TimestampColumn = "visits.indexed_at" });
        AddMetric(set, "unindexed", ValueShape.Integer, "visits",
            new(0, Operation.Count) { Window = TimeFrame.TwentyEightDays, TimestampColumn = "visits.created_at" });

        VerificationReport report = await VerifyAsync(set);

        Assert.True(report.IsSound);
        MetricVerification indexed = report.Metrics[0];
        MetricVerification unindexed = report.Metrics[1];
        Assert.Empty(indexed.Findings);
        Assert.Equal("time by visits.indexed_at", Assert.Single(indexed.Walks));
        Assert.EndsWith("using visits_by_time", Assert.Single(indexed.Access), StringComparison.Ordinal);
        Assert.InRange(indexed.Rows!.Value, 300, 2000);

        MetricFinding finding = Assert.Single(unindexed.Findings);
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.StartsWith("No index begins with visits.created_at: the window is found by walking all pages of visits", finding.Cause, StringComparison.Ordinal);
        Assert.Equal("CREATE INDEX CONCURRENTLY ON visits (created_at);", finding.WayOut);
        Assert.Equal("pages of visits", Assert.Single(unindexed.Walks));

        await ExecuteAsync("CREATE INDEX ON visits (created_at)");
        Assert.Empty((await VerifyAsync(set)).Metrics[1].Findings);
    }

    [Fact]
    public async Task A_view_that_no_key_cuts_is_told_of()
    {
        TestSet set = new();
        AddMetric(set, "whole", ValueShape.Integer, "open_issues", new(0, Operation.Count));
        AddMetric(set, "cut", ValueShape.Integer, "open_issues", new(0, Operation.Count) { BatchColumn = "open_issues.id" });

        VerificationReport report = await VerifyAsync(set);

        Assert.Equal(FindingSeverity.Warning, Assert.Single(report.Metrics.Single(metric => metric.KeyPath == "whole").Findings).Severity);
        MetricVerification cut = report.Metrics.Single(metric => metric.KeyPath == "cut");
        Assert.Empty(cut.Findings);
        Assert.Equal("keys by open_issues.id", Assert.Single(cut.Walks));
    }

    [Fact]
    public async Task A_server_that_is_down_or_refuses_is_a_finding_of_each_metric_that_never_shows_the_password()
    {
        TestSet set = new();
        AddMetric(set, "one", ValueShape.Integer, "issues", new(0, Operation.Count));
        NpgsqlConnectionStringBuilder down = new(ConnectionString) { Port = 1, Password = "s3cret" };
        NpgsqlConnectionStringBuilder nobody = new(ConnectionString) { Username = "nobody", Password = "s3cret" };

        MetricFinding isDown = Assert.Single((await VerifyAsync(set, down.ConnectionString)).Metrics.Single().Findings);
        MetricFinding isRefused = Assert.Single((await VerifyAsync(set, nobody.ConnectionString)).Metrics.Single().Findings);

        Assert.StartsWith("Database 'main': Failed to connect", isDown.Cause, StringComparison.Ordinal);
        Assert.Equal("Start the server, or correct its host and port.", isDown.WayOut);
        Assert.Equal("Correct the user and the password of the connection.", isRefused.WayOut);
        Assert.DoesNotContain("s3cret", isDown.ToString() + isRefused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_executed()
    {
        await ExecuteAsync("""
            CREATE SEQUENCE executions;
            CREATE FUNCTION execute() RETURNS boolean LANGUAGE sql VOLATILE AS $$ SELECT nextval('executions') > 0 $$;
            """);
        TestSet set = new();
        AddMetric(set, "count", ValueShape.Integer, "issues", new(0, Operation.Count) { Filter = "execute()" });
        AddMetric(set, "distinct", ValueShape.Integer, "issues", new(0, Operation.DistinctCount) { Columns = ["issues.author_id"], Filter = "execute()" });

        Assert.True((await VerifyAsync(set)).IsSound);

        Assert.False((await PlainAsync("SELECT is_called FROM executions")).GetBoolean());
    }

    private Task<VerificationReport> VerifyAsync(TestSet set) => VerifyAsync(set, ConnectionString);

    private static async Task<VerificationReport> VerifyAsync(TestSet set, string connection)
    {
        await using Ping ping = Ping.Of(builder => builder.UsePostgres(connection), set);
        return await ping.Services.GetRequiredService<ServicePingVerifier>().VerifyAsync();
    }
}
