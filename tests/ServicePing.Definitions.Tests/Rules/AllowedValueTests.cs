namespace ServicePing.Definitions.Tests.Rules;

/// <summary>Constants beside columns that have few values.</summary>
public sealed class AllowedValueTests
{
    private const string File = "metrics/counts_all/other.yml";

    private const string Schema = """
        CREATE TYPE st AS ENUM ('paid', 'open');
        CREATE SCHEMA app;
        CREATE TYPE app.tone AS ENUM ('red', 'blue');
        CREATE DOMAIN kind AS text CHECK (VALUE IN ('bug', 'task'));
        CREATE DOMAIN checked_later AS text;
        ALTER DOMAIN checked_later ADD CONSTRAINT c CHECK (VALUE = 'yes' OR VALUE = 'no');
        CREATE TABLE t (
            id bigint PRIMARY KEY,
            status st NOT NULL,
            tone app.tone,
            kind kind,
            answer checked_later,
            listed text CHECK (listed IN ('a', 'b')),
            dumped character varying(10),
            either text CHECK (either = 'x' OR (either = 'y') OR either IS NULL),
            level smallint CHECK (level IN (1, 2)),
            fixed char(3) CHECK (fixed IN ('ab', 'c')),
            free text,
            mixed text CHECK (mixed = 'x' OR free = 'y'),
            loose text,
            gone text,
            measured text CHECK (mixed IN ('q') OR length(measured) < 5),
            tags st[],
            at timestamptz,
            CONSTRAINT dumped_check CHECK (((dumped)::text = ANY ((ARRAY['m'::character varying, 'n'::character varying])::text[]))),
            CONSTRAINT gone_check CHECK (gone IN ('g'))
        );
        ALTER TABLE t ADD CONSTRAINT loose_check CHECK (loose IN ('l')) NOT VALID;
        ALTER TABLE t DROP CONSTRAINT gone_check;
        CREATE TABLE other (id bigint PRIMARY KEY, status text, t_id bigint);
        CREATE TABLE pets (id bigint PRIMARY KEY, listed text CHECK (listed IN ('p', 'q')));
        CREATE VIEW v AS SELECT id, listed, listed::text AS cast_listed FROM t UNION ALL SELECT id, status, status FROM other;
        """;

    internal static IReadOnlyList<RuleExample> Examples =>
    [
        new("SP0632", () => Project("status = [|'payed'|]"), () => Project("status = 'paid'"), "none of the values that 'status' may have: 'paid', 'open'; did you mean 'paid'?"),
        new("SP0632", () => Project("listed IN ('a', [|'z'|])"), () => Project("listed IN ('a', 'b')"), "write one of them"),
        new("SP0632", () => Calculation("[|payed|]", ""), () => Calculation("paid", ""), "'paid'"),
        new("SP0632", () => Calculation("p", "{ values: { p: [|payed|], o: open } }"), () => Calculation("p", "{ values: { p: paid, o: open } }"), "'paid'"),
    ];

    [Theory]
    [InlineData("status <> [|'payed'|]")]
    [InlineData("status != [|'payed'|]")]
    [InlineData("[|'payed'|] = status")]
    [InlineData("t.status = [|'payed'|]::st")]
    [InlineData("t.status::text = [|'payed'|]")]
    [InlineData("CAST(status AS text) = [|'payed'|]")]
    [InlineData("(status) = ([|'payed'|])")]
    [InlineData("status = st [|'payed'|]")]
    [InlineData("status NOT IN ('open', [|'payed'|])")]
    [InlineData("status IS DISTINCT FROM [|'payed'|]")]
    [InlineData("status IS NOT DISTINCT FROM [|'payed'|]")]
    [InlineData("status = ANY (ARRAY['open', [|'payed'|]]::st[])")]
    [InlineData("status <> ALL (ARRAY[[|'payed'|]])")]
    [InlineData("free = 'x' AND (status = [|'payed'|] OR free = 'y')")]
    [InlineData("NOT (status = [|'payed'|])")]
    [InlineData("NOT status = [|'payed'|]")]
    [InlineData("free = 'x' OR NOT NOT status IN ([|'payed'|])")]
    [InlineData("free BETWEEN 'a' AND 'b' AND status = [|'payed'|]")]
    [InlineData("CASE status WHEN [|'payed'|] THEN true ELSE false END")]
    [InlineData("EXISTS (SELECT 1 FROM other o WHERE o.t_id = t.id AND t.status = [|'payed'|])")]
    [InlineData("id IN (SELECT a.id FROM t AS a WHERE a.status = [|'payed'|])")]
    [InlineData("id IN (SELECT x.id FROM (SELECT id, listed AS l FROM t) x WHERE x.l = [|'z'|])")]
    [InlineData("id IN (SELECT p.id FROM pets p WHERE listed = [|'a'|])")]
    [InlineData("tone = [|'rot'|]")]
    [InlineData("kind = [|'bugs'|]")]
    [InlineData("answer = [|'maybe'|]")]
    [InlineData("dumped = [|'o'|]")]
    [InlineData("either = [|'z'|]")]
    [InlineData("level = [|3|]")]
    [InlineData("level IN (1, 2, [|'3'|])")]
    [InlineData("fixed = [|'abc'|]")]
    public void A_constant_that_no_row_has_is_reported(string where) => Assert.Equal("SP0632", Project(where).Single().Rule.Id);

    [Theory]
    [InlineData("status IN ('paid', 'open')")]
    [InlineData("status IS NULL OR status = NULL")]
    [InlineData("listed = 'a' || 'z'")]
    [InlineData("listed || 'z' = 'az'")]
    [InlineData("lower(listed) = 'A'")]
    [InlineData("listed > 'z' AND listed LIKE 'z%'")]
    [InlineData("listed = free")]
    [InlineData("coalesce(listed, 'none') = 'none'")]
    [InlineData("free = 'z'")]
    [InlineData("mixed = 'z'")]
    [InlineData("measured = 'z'")]
    [InlineData("loose = 'z'")]
    [InlineData("gone = 'z'")]
    [InlineData("level = '1' AND level = 2.0")]
    [InlineData("level + 1 = 3")]
    [InlineData("- level = 3")]
    [InlineData("fixed = 'ab '")]
    [InlineData("listed = E'\\x61'")]
    [InlineData("tags = ARRAY['paid']::st[]")]
    [InlineData("'payed' = ANY (tags::text[])")]
    [InlineData("free BETWEEN 'a' AND listed = 'z'::text")]
    [InlineData("id IN (SELECT o.id FROM other o WHERE o.status = 'payed')")]
    [InlineData("id IN (SELECT id FROM other WHERE other.status = 'payed')")]
    [InlineData("id IN (SELECT v.id FROM v WHERE v.listed = 'z' AND v.cast_listed = 'z')")]
    [InlineData("id IN (SELECT p.id FROM pets p WHERE listed = 'p')")]
    public void Anything_else_is_silent(string where) =>
        Assert.DoesNotContain(Project(where).Check(), problem => problem.Rule.Id == "SP0632");

    [Theory]
    [InlineData("ALTER TYPE st ADD VALUE 'payed' AFTER 'paid';")]
    [InlineData("ALTER TYPE st RENAME VALUE 'open' TO 'payed';")]
    [InlineData("ALTER TYPE st RENAME TO old; CREATE TYPE st AS ENUM ('payed'); ALTER TABLE t ALTER COLUMN status TYPE st USING status::text::st; DROP TYPE old;")]
    [InlineData("ALTER TABLE t ALTER COLUMN status TYPE text;")]
    [InlineData("DO $$ BEGIN EXECUTE 'ALTER TYPE st ADD VALUE ' || v; END $$;")]
    [InlineData("DO $$ BEGIN ALTER TYPE st ADD VALUE IF NOT EXISTS 'payed'; END $$;")]
    public void A_value_that_came_later_is_known(string change) => Assert.DoesNotContain(
        TestProject.Forge().With(File, Text("status = 'payed'")).WithSchema(Schema + change).Check(), problem => problem.Rule.Id == "SP0632");

    [Theory]
    [InlineData("ALTER TABLE t VALIDATE CONSTRAINT loose_check;", "loose = 'z'", true)]
    [InlineData("ALTER TABLE t RENAME COLUMN listed TO renamed;", "renamed = 'z'", true)]
    [InlineData("ALTER TABLE t DROP CONSTRAINT t_listed_check;", "listed = 'z'", false)]
    [InlineData("CREATE COLLATION loose (provider = icu, locale = 'und', deterministic = false);", "listed = 'Z'", false)]
    [InlineData("ALTER TYPE st RENAME TO renamed;", "status = 'payed'", true)]
    public void A_change_is_followed(string change, string where, bool isReported) => Assert.Equal(
        isReported, TestProject.Forge().With(File, Text(where)).WithSchema(Schema + change).Check().Any(problem => problem.Rule.Id == "SP0632"));

    [Fact]
    public void Joined_tables_have_their_own_values()
    {
        string text = Text("pets.listed = [|'a'|]").Replace("from: t", "from: t\n  joins: JOIN pets ON pets.id = t.id AND t.listed = 'a'", StringComparison.Ordinal);

        Assert.Equal("SP0632", Project(text, isText: true).Single().Rule.Id);
    }

    private static TestProject Project(string where, bool isText = false) =>
        new TestProject().With(File, isText ? where : Text(where)).WithSchema(Schema);

    private static TestProject Calculation(string option, string parameter) => new TestProject().WithSchema(Schema)
        .With(File, Yaml.Metric("key_path: counts.other", "instrumentation_class: CountPaidMetric", $"options: {{ state: {option} }}"))
        .With("queries/paid.yml", $$"""
            instrumentation_class: CountPaidMetric
            parameters: { state: {{parameter}} }
            query: { operation: count, from: t, where: "t.status = :state" }
            """);

    private static string Text(string where) => Yaml.Query("operation: count", "from: t", $"where: {Quoted(where)}")
        .Replace("counts.issues_open", "counts.other", StringComparison.Ordinal);

    // Plain wherever YAML lets it be, so that places are those of the file.
    private static string Quoted(string where) => where[0] is '\'' or '[' or '-' ? "(" + where + ")" : where;
}
