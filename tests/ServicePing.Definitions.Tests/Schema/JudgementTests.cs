using ServicePing.Definitions.Model;
using ServicePing.Definitions.Schema;
using ServicePing.Definitions.Schema.Judging;
using ServicePing.Definitions.Schema.Scripts;

namespace ServicePing.Definitions.Tests.Schema;

public class JudgementTests
{
    private static readonly SchemaLookup s_schema = new(SchemaReader.Read(SnapshotText.Value));

    [Theory]
    [InlineData("issues", "state_id = 1", "")]
    [InlineData("issues", "state_id IN (1, 2)", "")]
    [InlineData("issues", "weight = 1",
        "No index of 'issues' serves a period of 'created_at'; add one: CREATE INDEX CONCURRENTLY index_issues_on_created_at ON issues (created_at);")]
    [InlineData("users", "true", "")]
    [InlineData("projects", "archived = false", "")]
    [InlineData("projects", "(archived)::boolean = (false) AND star_count > 1", "")]
    [InlineData("projects", "archived = true",
        "No index of 'projects' serves a period of 'created_at'; add one: CREATE INDEX CONCURRENTLY index_projects_on_created_at ON projects (created_at);")]
    [InlineData("events", "true", "")]
    [InlineData("audit.entries", "true", "")]
    [InlineData("project_totals", "true", "'project_totals' has no column 'created_at'; add it or take a new snapshot of the schema")]
    [InlineData("routes", "true", "'routes' has no column 'created_at'; add it or take a new snapshot of the schema")]
    public void A_period_needs_an_index_that_serves_it(string from, string where, string expected) =>
        Assert.Equal(expected, Show(new QueryDefinition { Operation = Operation.Count, From = from, Where = [where] }, TimeFrame.SevenDays));

    [Fact]
    public void Without_a_period_no_timestamp_is_asked_for() =>
        Assert.Equal("", Show(new QueryDefinition { Operation = Operation.Count, From = "routes" }, TimeFrame.All));

    [Theory]
    [InlineData("issues", "title", "'title' is a text, but a period needs a timestamp or a date; name one in timestamp_column")]
    [InlineData("issues", "titel", "'issues' has no column 'titel'; did you mean title?")]
    [InlineData("issues", "created_at::date", "")]
    [InlineData("\"AuditTrail\"", "\"Kind\"", "'\"Kind\"' is a text, but a period needs a timestamp or a date; name one in timestamp_column")]
    public void A_named_timestamp_column_is_judged_even_without_a_period(string from, string column, string expected) =>
        Assert.Equal(expected, Show(new QueryDefinition { From = from, TimestampColumn = column }));

    [Theory]
    [InlineData("\"AuditTrail\"", "\"CreatedAt\"", "CREATE INDEX CONCURRENTLY \"index_AuditTrail_on_CreatedAt\" ON \"AuditTrail\" (\"CreatedAt\");")]
    [InlineData("releases", "released_at", "CREATE INDEX CONCURRENTLY index_releases_on_released_at ON releases (released_at);")]
    [InlineData("namespaces", "created_at", "CREATE INDEX CONCURRENTLY index_namespaces_on_created_at ON namespaces (created_at);")]
    public void The_advice_can_be_run_as_it_is(string from, string column, string expected) =>
        Assert.EndsWith(expected, Show(new QueryDefinition { From = from, TimestampColumn = column }, TimeFrame.TwentyEightDays), StringComparison.Ordinal);

    [Fact]
    public void An_index_of_a_partitioned_table_is_not_built_concurrently()
    {
        var schema = new SchemaLookup(SchemaReader.Read("CREATE TABLE app.e (id int, at timestamptz, n int) PARTITION BY HASH (id);"));
        QueryFinding finding = Assert.Single(QueryJudge.Judge(
            schema, new QueryDefinition { From = "app.e", TimestampColumn = "at" }, [TimeFrame.SevenDays]));

        Assert.Equal("CREATE INDEX index_e_on_at ON app.e (at);", finding.Advice);
    }

    [Theory]
    [InlineData("issues", null, null, "")]
    [InlineData("issues", "project_id", null, "")]
    [InlineData("issues", "author_id", 1L, "")]
    [InlineData("issues", "title", null, "")]
    [InlineData("issues", "title", 1L, "'title' is a text, but start and finish need an integer")]
    [InlineData("\"AuditTrail\"", "\"Id\"", null, "")]
    [InlineData("releases", null, null, "")]
    [InlineData("events", null, null, "")]
    [InlineData("events_2026_01", null, null, "")]
    [InlineData("sessions", null, null, "")]
    [InlineData("pages", null, null, "")]
    [InlineData("ticks", null, null, "")]
    [InlineData("project_totals", null, null, "")]
    [InlineData("active_users", "id", null, "")]
    [InlineData("active_users", "name", null, "'name' is a text, but key ranges need an integer")]
    [InlineData("active_users", null, null,
        "'active_users' is a view, which has no pages, so that one statement reads all of it; name a column of whole numbers in batch, such as batch: { column: id }")]
    [InlineData("elsewhere", null, null,
        "'elsewhere' is a foreign table, which has no pages here, so that one statement reads all of it; name a column of whole numbers in batch, such as batch: { column: place }")]
    [InlineData("elsewhere", "place", null, "")]
    [InlineData("measurements", null, null,
        "'measurements' is partly a foreign table, which has no pages here, so that one statement reads all of it; name a column of whole numbers in batch")]
    public void Only_what_has_no_pages_needs_a_key_of_whole_numbers(string from, string? column, long? start, string expected)
    {
        SchemaLookup schema = new(SchemaReader.Read(SnapshotText.Value + """

            CREATE TABLE sessions (token uuid PRIMARY KEY);
            CREATE TABLE pages (slug text PRIMARY KEY);
            CREATE TABLE ticks (at timestamptz PRIMARY KEY);
            CREATE FOREIGN TABLE elsewhere (name text, place int) SERVER far;
            CREATE TABLE measurements (name text, day date) PARTITION BY RANGE (day);
            CREATE TABLE measurements_2025 PARTITION OF measurements FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY RANGE (day);
            CREATE FOREIGN TABLE measurements_2025_01 PARTITION OF measurements_2025 FOR VALUES FROM ('2025-01-01') TO ('2025-02-01') SERVER far;
            """));
        Assert.Equal(expected, string.Join('\n', QueryJudge.Judge(
            schema,
            new QueryDefinition
            {
                Operation = Operation.Count, From = from, Batch = column is null ? null : new BatchDefinition(column, null, start, null),
            },
            []).Select(finding => finding.Message)));
    }

    [Theory]
    [InlineData("users", "username", "")]
    [InlineData("users", "is_admin", "")]
    [InlineData("users", "state", "")]
    [InlineData("issues", "severity", "")]
    [InlineData("issues", "author_id", "")]
    [InlineData("\"AuditTrail\"", "\"Id\"", "")]
    [InlineData("issues", "due_date",
        "No index of 'issues' holds the values of 'due_date', so that counting them keeps each in memory; use "
        + "estimate_batch_distinct_count, or add one: CREATE INDEX CONCURRENTLY index_issues_on_due_date ON issues (due_date);")]
    [InlineData("projects", "created_at",
        "No index of 'projects' holds the values of 'created_at', so that counting them keeps each in memory; use "
        + "estimate_batch_distinct_count, or add one: CREATE INDEX CONCURRENTLY index_projects_on_created_at ON projects (created_at);")]
    [InlineData("events", "created_at",
        "Counting the different values of 'created_at' keeps each in memory, since no index holds all of them; use estimate_batch_distinct_count")]
    public void An_exact_count_of_all_values_needs_an_index_of_all_rows_unless_they_are_few(string from, string column, string expected) =>
        Assert.Equal(expected, Show(new QueryDefinition { Operation = Operation.DistinctCount, From = from, Columns = [column] }));

    [Fact]
    public void Where_no_index_helps_none_is_advised()
    {
        QueryDefinition query = new() { Operation = Operation.DistinctCount, From = "users", Columns = ["username"] };
        Assert.Equal("", Show(query, TimeFrame.All));
        Assert.Equal("", Show(query, TimeFrame.All, TimeFrame.SevenDays));
        Assert.Equal("", Show(query with { Where = ["username IN ('a', 'b')"] }));
        foreach ((QueryDefinition changed, string why) in new[]
        {
            (query with { Where = ["state = 'active'"] }, "no index is of the rows of a condition"),
            (query with { Batch = new BatchDefinition("id", null, 1, null) }, "no index is of the rows of a condition"),
            (query with { Joins = ["JOIN projects p ON p.creator_id = users.id"] }, "no index is of joined rows"),
            (query with { GroupBy = ["state"] }, "no index is of groups"),
            (query with { Sketch = "names" }, "a sketch is made of them"),
        })
        {
            Assert.Equal(
                $"Counting the different values of 'username' keeps each in memory, since {why}; use estimate_batch_distinct_count", Show(changed));
        }

        Assert.Contains("no index is of the rows of a condition", Show(query, TimeFrame.SevenDays, TimeFrame.TwentyEightDays), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Operation.Sum, "issues", "weight", "")]
    [InlineData(Operation.Sum, "merge_requests", "diff_bytes", "")]
    [InlineData(Operation.Sum, "issues", "title", "'title' is a text, but sum needs a number")]
    [InlineData(Operation.Sum, "issues", "length(title)", "")]
    [InlineData(Operation.Sum, "users", "(preferences->>'a')::int", "")]
    [InlineData(Operation.Max, "issues", "weight", "")]
    [InlineData(Operation.Min, "issues", "created_at", "'created_at' is a timestamp with time zone, but min needs a number")]
    [InlineData(Operation.Average, "issues", "severity", "'severity' is an issue_severity, but average needs a number")]
    [InlineData(Operation.Average, "users", "email", "'email' is an email_address, but average needs a number")]
    [InlineData(Operation.Average, "issues", "created_at",
        "'created_at' is a timestamp with time zone, but average needs a number")]
    [InlineData(Operation.DistinctCount, "issues", "author_id", "")]
    [InlineData(Operation.DistinctCount, "issues", "title",
        "No index of 'issues' holds the values of 'title', so that counting them keeps each in memory; use "
        + "estimate_batch_distinct_count, or add one: CREATE INDEX CONCURRENTLY index_issues_on_title ON issues (title);")]
    [InlineData(Operation.DistinctCount, "events", "payload",
        "'payload' is a json, but distinct_count needs a type whose values can be equal")]
    [InlineData(Operation.EstimateBatchDistinctCount, "users", "preferences", "")]
    [InlineData(Operation.Histogram, "issues", "author_id", "")]
    [InlineData(Operation.Count, "events", "payload", "")]
    public void Operations_need_columns_of_a_suitable_type(Operation operation, string from, string column, string expected) =>
        Assert.Equal(expected, Show(new QueryDefinition { Operation = operation, From = from, Columns = [column] }));

    [Theory]
    [InlineData("JOIN projects ON projects.id = issues.project_id", "")]
    [InlineData("JOIN projects p ON issues.project_id = p.id AND p.archived", "")]
    [InlineData("JOIN project_settings USING (project_id)", "")]
    [InlineData("JOIN routes r ON r.source_id = issues.project_id AND r.source_type = 'Project'", "")]
    [InlineData("JOIN routes r ON r.source_id = issues.project_id",
        "The join with 'r' may give several rows for one, because its condition names no unique key of 'r' (unique: (id), "
        + "(source_type, source_id)); select with WHERE EXISTS (…) or IN (SELECT …) instead")]
    [InlineData("JOIN routes r ON r.source_id = issues.project_id OR r.id = issues.id", "r")]
    [InlineData("LEFT JOIN label_links l ON l.target_id = issues.id", "l")]
    [InlineData("JOIN releases ON releases.project_id = issues.project_id", "releases")]
    [InlineData("CROSS JOIN labels", "labels")]
    [InlineData("JOIN project_totals t ON t.project_id = issues.project_id", "")]
    [InlineData("JOIN active_users a ON a.id = issues.author_id", "")]
    [InlineData("JOIN (SELECT DISTINCT target_id FROM label_links) l ON l.target_id = issues.id", "")]
    [InlineData("JOIN projects p ON p.id > issues.project_id", "p")]
    [InlineData("JOIN projects p ON p.id = p.namespace_id", "p")]
    public void An_estimate_needs_joins_that_keep_one_row(string join, string expected)
    {
        string shown = Show(new QueryDefinition
        {
            Operation = Operation.EstimateBatchDistinctCount, From = "issues", Joins = [join], Columns = ["author_id"],
        });

        Assert.Equal(expected, expected.Contains(' ', StringComparison.Ordinal) || shown.Length == 0 ? shown : shown.Split('\'')[1]);
    }

    [Fact]
    public void A_join_may_be_made_unique_by_where() =>
        Assert.Equal("", Show(new QueryDefinition
        {
            Operation = Operation.EstimateBatchDistinctCount,
            From = "issues",
            Joins = ["JOIN routes r ON r.source_id = issues.project_id"],
            Where = ["(r.source_type = 'Project' AND issues.state_id BETWEEN 1 AND 2)"],
            Columns = ["author_id"],
        }));

    [Theory]
    [InlineData("issues", "state_id", "true", "")]
    [InlineData("issues", "severity", "true", "")]
    [InlineData("issues", "confidential", "true", "")]
    [InlineData("issues", "project_id", "true", "")]
    [InlineData("users", "state", "true", "")]
    [InlineData("issues", "issues.title", "true",
        "Groups by 'issues.title', a text, may be any number; restrict them in where, such as issues.title IN (…)")]
    [InlineData("notes", "noteable_type", "noteable_type IN ('Issue', 'MergeRequest')", "")]
    [InlineData("notes", "noteable_type", "noteable_type = ANY ('{Issue}')", "")]
    [InlineData("notes", "noteable_type", "noteable_type NOT IN ('Issue')",
        "Groups by 'noteable_type', a text, may be any number; restrict them in where, such as noteable_type IN (…)")]
    [InlineData("notes", "noteable_type", "noteable_type IN (SELECT type FROM namespaces)",
        "Groups by 'noteable_type', a text, may be any number; restrict them in where, such as noteable_type IN (…)")]
    [InlineData("issues", "id", "true", "Groups by 'id', a bigint, may be any number; restrict them in where, such as id IN (…)")]
    [InlineData("issues", "created_at", "true",
        "Groups by 'created_at', a timestamp with time zone, may be any number; restrict them in where, such as created_at IN (…)")]
    [InlineData("issues", "extract(dow FROM created_at)", "true", "")]
    [InlineData("audit.entries", "level", "true", "")]
    public void A_group_must_be_bounded(string from, string column, string where, string expected) =>
        Assert.Equal(expected, Show(new QueryDefinition { Operation = Operation.Count, From = from, Where = [where], GroupBy = [column] }));

    [Fact]
    public void A_check_bounds_a_group_as_pg_dump_writes_it()
    {
        var schema = new SchemaLookup(SchemaReader.Read("""
            CREATE TABLE public.a (
                id bigint NOT NULL,
                state character varying NOT NULL,
                name text,
                CONSTRAINT a_state_check CHECK (((state)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[]))),
                CONSTRAINT a_name_check CHECK ((char_length(name) <= 10))
            );
            """));

        QueryFinding finding = Assert.Single(
            QueryJudge.Judge(schema, new QueryDefinition { From = "public.a", GroupBy = ["state", "name"] }, []));
        Assert.Equal((FindingKind.UnboundedGroup, 1, "name"), (finding.Kind, finding.Index, finding.Subject));
    }

    [Theory]
    [InlineData("created_at < now()", "'now' reads the server's clock, which differs from statement to statement; write :recorded_at")]
    [InlineData("created_at < CURRENT_TIMESTAMP(3)", "'CURRENT_TIMESTAMP' reads the server's clock, which differs from statement to statement; write :recorded_at")]
    [InlineData("due_date < current_date", "'current_date' reads the server's clock, which differs from statement to statement; write :recorded_at::date")]
    [InlineData("created_at < 'now'::timestamptz", "''now'' reads the server's clock, which differs from statement to statement; write :recorded_at")]
    [InlineData("created_at < timestamp with time zone 'today'", "''today'' reads the server's clock, which differs from statement to statement; write :recorded_at")]
    [InlineData("age(created_at) > interval '1 day'", "'age' reads the server's clock, which differs from statement to statement; write age(:recorded_at, …)")]
    [InlineData("age(:recorded_at, created_at) > interval '1 day'", "")]
    [InlineData("title = 'now' AND issues.current_date IS NULL", "'issues' has no column 'current_date'; add it or take a new snapshot of the schema")]
    [InlineData("\"now\" = 1", "'issues' has no column 'now'; add it or take a new snapshot of the schema")]
    [InlineData("random() < 0.5", "'random' gives another value each time, so that the value cannot be trusted; take it out")]
    [InlineData("pg_catalog.nextval('s') > 0", "'nextval' does more than compute, so that the value cannot be trusted; take it out")]
    [InlineData("pg_sleep(1) IS NULL", "'pg_sleep' does more than compute, so that the value cannot be trusted; take it out")]
    [InlineData("EXISTS (SELECT 1 FROM dblink('a', 'b') AS x(y int))", "'dblink' does more than compute, so that the value cannot be trusted; take it out")]
    [InlineData("dice() = 1", "'dice' is declared VOLATILE, so that the value cannot be trusted; take it out")]
    [InlineData("normalised(title) = ''", "")]
    [InlineData("true; DROP TABLE users",
        "';' does not belong into a query that only reads: a query is one statement\n'DROP' does not belong into a query that only reads: DROP changes the database")]
    [InlineData("id IN (DELETE FROM users RETURNING id)", "'DELETE' does not belong into a query that only reads: DELETE changes data")]
    [InlineData("id IN (WITH x AS (INSERT INTO users DEFAULT VALUES RETURNING id) SELECT id FROM x)", "'INSERT' does not belong into a query that only reads: INSERT changes data")]
    [InlineData("id IN (WITH x AS (UPDATE users SET id = 1 RETURNING id) SELECT id FROM x)", "'UPDATE' does not belong into a query that only reads: UPDATE changes data")]
    [InlineData("id IN (SELECT id FROM users FOR UPDATE)", "'FOR' does not belong into a query that only reads: it locks rows")]
    [InlineData("id IN (SELECT id INTO x FROM users)", "'INTO' does not belong into a query that only reads: INTO creates a table")]
    [InlineData("1 = 1) OR (1 = 1", "')' does not belong into a query that only reads: the parenthesis was never opened")]
    [InlineData("(1 = 1", "'(' does not belong into a query that only reads: the parenthesis is never closed")]
    [InlineData("title = 'a", "''a' does not belong into a query that only reads: it has no end, or is no SQL")]
    [InlineData("true /* a", "'/* a' does not belong into a query that only reads: it has no end, or is no SQL")]
    [InlineData("title = 'DROP TABLE users; --' -- ;", "")]
    public void Only_reads_are_allowed_and_the_only_clock_is_recorded_at(string where, string expected) =>
        Assert.Equal(expected, Show(new QueryDefinition { From = "issues", Where = [where] }));

    [Fact]
    public void Columns_may_have_the_names_of_statements()
    {
        var schema = new SchemaLookup(SchemaReader.Read("CREATE TABLE a (id int, update int, delete int, merge int, copy int, set int, call int)"));
        var query = new QueryDefinition { From = "a", Where = ["update = 1 AND a.delete = merge AND copy = set AND call = 1"] };

        Assert.Empty(QueryJudge.Judge(schema, query, []));
    }

    [Fact]
    public void Without_a_schema_the_text_alone_is_judged()
    {
        var query = new QueryDefinition { Operation = Operation.Count, From = "nothing", Where = ["x = 1", "now() > y"] };

        QueryFinding finding = Assert.Single(QueryJudge.Judge(null, query, [TimeFrame.SevenDays]));
        Assert.Equal((FindingKind.Clock, QueryKey.Where, 1, 0, 3), (finding.Kind, finding.Key, finding.Index, finding.Start, finding.Length));
    }

    private static string Show(QueryDefinition query, params TimeFrame[] timeFrames) =>
        string.Join('\n', QueryJudge.Judge(s_schema, query, timeFrames).Select(finding => finding.Message));
}
