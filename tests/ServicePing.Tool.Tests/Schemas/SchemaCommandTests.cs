using System.Text.Json;
using Npgsql;
using ServicePing.Testing;
using ServicePing.Tests;

namespace ServicePing.Tool.Tests.Schemas;

/// <summary><c>schema dump</c> and <c>check-schema</c> over live databases.</summary>
public sealed class SchemaCommandTests : IAsyncLifetime
{
    /// <summary>Something of everything that a schema may have.</summary>
    private const string Rich = """
        CREATE SCHEMA audit;
        CREATE TYPE state AS ENUM ('open', 'closed', 'it''s');
        CREATE DOMAIN email AS text CONSTRAINT has_at CHECK (VALUE LIKE '%@%');
        CREATE TYPE audit.place AS (city text, zip integer);
        CREATE SEQUENCE numbers;
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN /* CREATE TRIGGER no ON no; */ RETURN NEW; END $body$;
        CREATE TABLE users (id serial PRIMARY KEY, mail email NOT NULL, "Full Name" text COLLATE "C", UNIQUE (mail));
        CREATE TABLE issues (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, author_id integer REFERENCES users, state state NOT NULL DEFAULT 'open', title varchar(255),
            number bigint DEFAULT nextval('numbers'), length integer GENERATED ALWAYS AS (length(title)) STORED, places audit.place[],
            created_at timestamptz NOT NULL DEFAULT now(), CHECK (number > 0));
        ALTER SEQUENCE numbers OWNED BY issues.number;
        CREATE INDEX index_issues_on_created_at ON issues (created_at) WHERE state = 'open';
        CREATE UNIQUE INDEX index_issues_on_lower_title ON issues (lower(title), id DESC);
        CREATE TABLE visits (id bigint, at timestamptz NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
        CREATE TABLE visits_2026 PARTITION OF visits FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
        CREATE INDEX index_visits_on_at ON visits (at);
        CREATE TABLE audit.events (id bigint PRIMARY KEY, CHECK (id > 0));
        CREATE TABLE audit.logins (ip inet) INHERITS (audit.events);
        CREATE VIEW open_issues AS SELECT id, title FROM issues WHERE state = 'open';
        CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS many FROM open_issues;
        CREATE INDEX index_counted ON counted (many);
        CREATE TRIGGER touch_issues BEFORE UPDATE ON issues FOR EACH ROW EXECUTE FUNCTION touch();
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-schema-");
    private PrivatePostgres _postgres = null!;

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(PathOf("ping", "metrics"));
        await File.WriteAllTextAsync(PathOf("ping", "metrics", "issues.yml"), CountedMetric.Yaml("issues", "{ operation: count, from: issues }"));
        _postgres = await PrivatePostgres.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _postgres.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_dump_makes_a_database_that_has_the_same_dump()
    {
        string first = await DatabaseAsync("first", Rich);
        ProgramRun dump = await Run("schema", "dump", "ping", "--connection", first);
        Assert.Equal((0, "ping/schema.sql is written: 8 tables and views\n", ""), (dump.ExitCode, dump.Output, dump.Errors));

        string text = await File.ReadAllTextAsync(PathOf("ping", "schema.sql"));
        string second = await DatabaseAsync("second", text);
        Assert.Equal(text, (await Run("schema", "dump", "ping", "--connection", second, "--out", "-")).Output);
        await ExecuteAsync(second, "INSERT INTO visits VALUES (1, '2026-02-03') ON CONFLICT (id, at) DO NOTHING; INSERT INTO audit.logins VALUES (1, NULL)");
        Assert.Equal(
            (0, "ping/schema.sql is up to date: 8 tables and views\n"),
            await Run("schema", "dump", "ping", "--connection", second) is var again ? (again.ExitCode, again.Output) : default);
        Assert.Equal((0, "The database is as ping/schema.sql says\n"), await Checked(second));
        Assert.Equal(0, (await Run("validate", "ping")).ExitCode);
    }

    [Fact]
    public async Task A_schema_that_people_wrote_is_that_of_the_database_it_made()
    {
        await File.WriteAllTextAsync(PathOf("ping", "schema.sql"), Rich);
        Assert.Equal((0, "The database is as ping/schema.sql says\n"), await Checked(await DatabaseAsync("rich", Rich)));

        foreach (string sample in new[] { "Forge", "Tally" })
        {
            string text = await File.ReadAllTextAsync(Repository.PathOf("samples", sample, "ServicePing", "schema.sql"));
            await File.WriteAllTextAsync(PathOf("ping", "schema.sql"), text);
            Assert.Equal((0, "The database is as ping/schema.sql says\n"), await Checked(await DatabaseAsync(sample.ToLowerInvariant(), text)));
        }
    }

    [Theory]
    [InlineData("DROP VIEW open_issues CASCADE", "counted MissingTables Table", "open_issues MissingTables Table")]
    [InlineData("CREATE TABLE extra (id int)", "extra ExtraTables Table")]
    [InlineData("CREATE TABLE audit.extra (id int)", "audit.extra ExtraTables Table")]
    [InlineData("ALTER TABLE issues DROP COLUMN places", "issues.places MissingTableColumns Column")]
    [InlineData("ALTER TABLE users ADD COLUMN age int", "users.age ExtraTableColumns Column")]
    [InlineData("ALTER TABLE users ALTER COLUMN \"Full Name\" TYPE integer USING 1", "users DifferentDefinitionTables Table")]
    [InlineData("ALTER TABLE issues ALTER COLUMN created_at DROP NOT NULL", "issues DifferentDefinitionTables Table")]
    [InlineData("ALTER TABLE audit.events DROP CONSTRAINT events_pkey", "audit.events DifferentDefinitionTables Table")]
    [InlineData("ALTER TABLE users DROP CONSTRAINT users_mail_key", "users DifferentDefinitionTables Table")]
    [InlineData("DROP INDEX index_issues_on_created_at", "index_issues_on_created_at MissingIndexes Index")]
    [InlineData("CREATE INDEX mine ON users (mail)", "mine ExtraIndexes Index")]
    [InlineData("DROP INDEX index_issues_on_created_at; CREATE INDEX index_issues_on_created_at ON issues (created_at, number) WHERE state = 'open'", "index_issues_on_created_at DifferentDefinitionIndexes Index")]
    [InlineData("ALTER TABLE issues DROP CONSTRAINT issues_author_id_fkey", "issues(author_id) to users(id) MissingForeignKeys ForeignKey")]
    [InlineData("ALTER TABLE issues ADD FOREIGN KEY (number) REFERENCES audit.events", "issues(number) to audit.events(id) ExtraForeignKeys ForeignKey")]
    [InlineData("DROP TRIGGER touch_issues ON issues", "issues.touch_issues MissingTriggers Trigger")]
    [InlineData("CREATE TRIGGER more AFTER DELETE ON users FOR EACH ROW EXECUTE FUNCTION touch()", "users.more ExtraTriggers Trigger")]
    [InlineData("ALTER TABLE issues ALTER number DROP DEFAULT; DROP SEQUENCE numbers", "numbers MissingSequences Sequence")]
    [InlineData("ALTER SEQUENCE numbers OWNED BY issues.id", "numbers DifferentSequenceOwners Sequence")]
    [InlineData("DROP TRIGGER touch_issues ON issues; CREATE TRIGGER touch_issues BEFORE INSERT OR UPDATE ON issues FOR EACH ROW EXECUTE FUNCTION touch()", "issues.touch_issues DifferentDefinitionTriggers Trigger")]
    [InlineData("DROP TRIGGER touch_issues ON issues; CREATE TRIGGER touch_issues BEFORE UPDATE OF title ON issues FOR EACH ROW EXECUTE FUNCTION touch()", "issues.touch_issues DifferentDefinitionTriggers Trigger")]
    [InlineData("DROP TRIGGER touch_issues ON issues; CREATE TRIGGER touch_issues BEFORE UPDATE ON issues FOR EACH ROW WHEN (OLD.id > 1) EXECUTE FUNCTION touch()", "issues.touch_issues DifferentDefinitionTriggers Trigger")]
    [InlineData("ALTER TABLE issues DROP CONSTRAINT issues_author_id_fkey; ALTER TABLE issues ADD FOREIGN KEY (author_id) REFERENCES users ON DELETE CASCADE", "issues(author_id) to users(id) DifferentDefinitionForeignKeys ForeignKey")]
    [InlineData("ALTER TABLE issues DROP CONSTRAINT issues_author_id_fkey; ALTER TABLE issues ADD FOREIGN KEY (author_id) REFERENCES users DEFERRABLE INITIALLY DEFERRED", "issues(author_id) to users(id) DifferentDefinitionForeignKeys ForeignKey")]
    [InlineData("CREATE SCHEMA service_ping; CREATE TABLE service_ping.migrations (number int); CREATE SCHEMA service_ping_counters; CREATE TABLE service_ping_counters.writers (id int)")]
    [InlineData("CREATE EXTENSION pg_stat_statements")]
    [InlineData("CREATE TABLE visits_2027 PARTITION OF visits FOR VALUES FROM ('2027-01-01') TO ('2028-01-01'); DROP TABLE visits_2026")]
    public async Task What_differs_is_told_in_GitLab_s_shape(string change, params string[] inconsistencies)
    {
        await File.WriteAllTextAsync(PathOf("ping", "schema.sql"), Rich);
        string connection = await DatabaseAsync("changed", Rich);
        await ExecuteAsync(connection, change);

        ProgramRun run = await Run("check-schema", "ping", "--connection", connection, "--json");

        Assert.Equal((inconsistencies.Length > 0 ? 1 : 0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(
            inconsistencies,
            JsonElement.Parse(run.Output).EnumerateArray().Select(one =>
                $"{one.GetProperty("object_name").GetString()} {one.GetProperty("inconsistency_type").GetString()} {one.GetProperty("object_type").GetString()}"));
        Assert.All(JsonElement.Parse(run.Output).EnumerateArray(), one => Assert.Equal(3, one.EnumerateObject().Count()));
    }

    [Fact]
    public async Task People_are_told_what_is_on_either_side()
    {
        await File.WriteAllTextAsync(PathOf("ping", "schema.sql"), Rich);
        string connection = await DatabaseAsync("changed", Rich);
        await ExecuteAsync(connection, "ALTER TABLE issues ALTER COLUMN author_id TYPE bigint");

        Assert.Equal(
            (1, """
            DifferentDefinitionTables: issues.author_id is integer in the file and bigint in the database
            1 inconsistencies between ping/schema.sql and the database

            """),
            await Checked(connection));
    }

    [Fact]
    public async Task Wrong_usage_and_servers_that_are_down_are_told_in_a_sentence()
    {
        string empty = await _postgres.CreateDatabaseAsync("empty");
        (int ExitCode, string Message, string[] Arguments)[] cases =
        [
            (2, "Option '--connection' is required.", ["schema", "dump", "ping"]),
            (2, "Option '--connection' is required.", ["check-schema", "ping"]),
            (2, "Required command was not provided.", ["schema"]),
            (2, "The connection of 'main' cannot be read: ", ["schema", "dump", "ping", "--connection", "Hots=x"]),
            (2, "'ping/schema.sql' is not there: 'serviceping schema dump --connection …' writes it.", ["check-schema", "ping", "--connection", empty]),
            (1, "The database has no table, so that ping/schema.sql is not written", ["schema", "dump", "ping", "--connection", empty]),
            (1, "The database cannot be read: ", ["schema", "dump", "ping", "--connection", "Host=127.0.0.1;Port=1;Username=u;Password=s3cret;Database=d"]),
            (1, "The database cannot be read: ", ["schema", "dump", "ping", "--connection", empty.Replace("Database=empty", "Database=nowhere", StringComparison.Ordinal)]),
        ];
        foreach ((int exitCode, string message, string[] arguments) in cases)
        {
            ProgramRun run = await Run(arguments);

            Assert.Equal(exitCode, run.ExitCode);
            Assert.Contains(message, run.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("s3cret", run.Errors, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(PathOf("ping", "schema.sql")));
    }

    private async Task<(int ExitCode, string Output)> Checked(string connection)
    {
        ProgramRun run = await Run("check-schema", "ping", "--connection", connection);
        return (run.ExitCode, run.Output);
    }

    private async Task<string> DatabaseAsync(string name, string schema)
    {
        string connection = await _postgres.CreateDatabaseAsync(name);
        await ExecuteAsync(connection, schema);
        return connection;
    }

    private static async Task ExecuteAsync(string connection, string sql)
    {
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(connection);
        await using NpgsqlCommand command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private string PathOf(params string[] path) => Path.Combine([_folder.FullName, .. path]);

    private Task<ProgramRun> Run(params string[] arguments) => ToolRun.Of(_folder.FullName, arguments);
}
