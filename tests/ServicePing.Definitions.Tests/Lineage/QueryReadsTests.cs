using ServicePing.Definitions.Lineage;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Schema;
using ServicePing.Definitions.Schema.Scripts;

namespace ServicePing.Definitions.Tests.Lineage;

/// <summary>Which columns a query reads is told only where that is certain, and what is not is told as well.</summary>
public sealed class QueryReadsTests
{
    private static readonly SchemaLookup Schema = new(SchemaReader.Read("""
        CREATE TABLE issues (id bigint PRIMARY KEY, state_id int, author_id bigint, project_id bigint, created_at timestamptz, "Odd" int, type text);
        CREATE TABLE projects (id bigint PRIMARY KEY, name text, namespace_id bigint, archived boolean);
        CREATE TABLE labels (id bigint PRIMARY KEY, project_id bigint, colour text);
        CREATE SCHEMA old;
        CREATE TABLE old.issues (id bigint PRIMARY KEY, note text);
        CREATE VIEW open_issues AS SELECT i.id, p.name AS project FROM issues i JOIN projects p ON p.id = i.project_id WHERE i.state_id = 1;
        CREATE VIEW named_issues AS SELECT id FROM open_issues WHERE project <> '';
        CREATE MATERIALIZED VIEW kept_issues AS SELECT id FROM issues;
        CREATE TABLE nodes (id bigint PRIMARY KEY);
        CREATE OR REPLACE VIEW nodes_view AS SELECT id FROM nodes;
        CREATE OR REPLACE VIEW circle AS SELECT id FROM nodes_view;
        CREATE OR REPLACE VIEW nodes_view AS SELECT id FROM circle;
        """));

    private static readonly QueryDefinition Issues = new() { Operation = Operation.Count, From = "issues" };

    [Theory]
    [InlineData("state_id = 1", "state_id")]
    [InlineData("issues.state_id = 1 AND author_id IS NOT NULL", "author_id state_id")]
    [InlineData("lower(type) = 'bug'", "type")]
    [InlineData("\"Odd\" > 3", "Odd")]
    [InlineData("created_at > :recorded_at - interval '1 year'", "created_at")]
    [InlineData("EXTRACT(year FROM created_at) = 2026", "created_at")]
    [InlineData("(created_at AT TIME ZONE 'UTC')::date > date '2026-01-01'", "created_at")]
    [InlineData("state_id BETWEEN 1 AND 3 OR type IN ('a', 'b')", "state_id type")]
    [InlineData("CASE WHEN state_id = 1 THEN author_id END > 0", "author_id state_id")]
    [InlineData("type = 'state_id' -- author_id", "type")]
    public void A_condition_names_the_columns_of_its_table(string where, string columns)
    {
        QueryReads reads = QueryReads.Of(Issues with { Where = [where] }, hasWindow: false, Schema);

        Assert.Equal(columns.Split(' '), reads.Columns.Select(read => read.Column));
        Assert.All(reads.Columns, read => Assert.Equal(("issues", "where"), (read.Table, read.Key)));
        Assert.Empty(reads.Unclear);
    }

    [Theory]
    [InlineData("project_id IN (SELECT id FROM projects WHERE archived)", "issues.project_id projects.archived projects.id")]
    [InlineData("EXISTS (SELECT 1 FROM labels l WHERE l.project_id = issues.project_id AND colour = 'red')", "issues.project_id labels.colour labels.project_id")]
    [InlineData("EXISTS (SELECT FROM projects WHERE id = author_id)", "issues.author_id projects.id")]
    [InlineData("author_id = (SELECT max(x.namespace_id) FROM (SELECT namespace_id FROM projects WHERE name LIKE 'a%') x)", "issues.author_id projects.name projects.namespace_id")]
    public void A_subquery_reads_tables_of_its_own_and_those_around_it(string where, string expected)
    {
        QueryReads reads = QueryReads.Of(Issues with { Where = [where] }, hasWindow: false, Schema);

        Assert.Equal(expected.Split(' '), reads.Columns.Select(read => $"{read.Table}.{read.Column}"));
        Assert.Contains("issues", reads.Tables);
    }

    [Fact]
    public void An_alias_leads_to_its_table()
    {
        QueryReads reads = QueryReads.Of(
            Issues with { Alias = "i", Where = ["i.state_id = 1", "issues.author_id = 2"], GroupBy = ["type"] }, hasWindow: false, Schema);

        Assert.Equal(["issues.state_id", "issues.type"], reads.Columns.Select(read => $"{read.Table}.{read.Column}"));
        Assert.Equal(["issues.author_id"], reads.Unclear);
        Assert.Equal(["issues"], reads.Tables);
    }

    [Fact]
    public void A_subquery_is_read_and_its_columns_are_nobody_elses()
    {
        QueryReads reads = QueryReads.Of(
            Issues with
            {
                From = "(SELECT author_id AS who, count(*) AS n FROM issues WHERE state_id = 1 GROUP BY author_id)", Alias = "busy",
                Joins = ["JOIN projects ON projects.id = busy.who"], Where = ["busy.n > 3"], Columns = ["n"],
            },
            hasWindow: false,
            Schema);

        Assert.Equal(
            ["issues.author_id from", "issues.state_id from", "projects.id joins"], reads.Columns.Select(read => $"{read.Table}.{read.Column} {read.Key}"));
        Assert.Equal(["issues", "projects"], reads.Tables);
        Assert.Empty(reads.Unclear);
    }

    [Fact]
    public void Each_key_of_a_query_is_read()
    {
        QueryDefinition query = Issues with
        {
            Operation = Operation.DistinctCount,
            Joins = ["JOIN projects AS p ON p.id = issues.project_id", "LEFT JOIN labels USING (project_id)"],
            Where = ["p.archived", "colour = 'red'"],
            Columns = ["author_id"],
            GroupBy = ["p.name", "lower(issues.type)"],
            Batch = new BatchDefinition("id", null, null, null),
        };

        Assert.Equal(
            [
                "issues.author_id column", "issues.created_at timestamp_column", "issues.id batch", "issues.project_id joins", "issues.type group_by",
                "labels.colour where", "labels.project_id joins", "projects.archived where", "projects.id joins", "projects.name group_by",
            ],
            QueryReads.Of(query, hasWindow: true, Schema).Columns.Select(read => $"{read.Table}.{read.Column} {read.Key}"));
    }

    [Fact]
    public void Parts_are_read_and_a_table_of_another_schema_or_database_is_another_one()
    {
        QueryDefinition query = new()
        {
            Operation = Operation.Add,
            Parts =
            [
                new QueryDefinition { Operation = Operation.Count, From = "old.issues", Where = ["note <> ''"] },
                new QueryDefinition { Operation = Operation.Count, From = "public.issues", Columns = ["author_id"] },
                new QueryDefinition { Operation = Operation.Count, From = "jobs", Database = "ci", Columns = ["user_id"] },
            ],
        };
        QueryReads reads = QueryReads.Of(query, hasWindow: false, Schema);

        Assert.Equal(["ci:jobs", "issues", "old.issues"], reads.Tables);
        Assert.Equal(["ci:jobs.user_id", "issues.author_id", "old.issues.note"], reads.Columns.Select(read => $"{read.Table}.{read.Column}"));
    }

    [Fact]
    public void A_view_is_read_with_the_tables_and_columns_behind_it_also_through_another()
    {
        QueryReads reads = QueryReads.Of(new QueryDefinition { Operation = Operation.Count, From = "named_issues", Where = ["id > 5"] }, hasWindow: false, Schema);

        Assert.Equal(["issues", "named_issues", "open_issues", "projects"], reads.Tables);
        Assert.Equal(
            [
                "issues.id by view open_issues", "issues.project_id by view open_issues", "issues.state_id by view open_issues", "named_issues.id by where",
                "open_issues.id by view named_issues", "open_issues.project by view named_issues", "projects.id by view open_issues",
                "projects.name by view open_issues",
            ],
            reads.Columns.Select(read => $"{read.Table}.{read.Column} by {read.Key}"));
        Assert.Empty(reads.Unclear);
    }

    [Theory]
    [InlineData("kept_issues", "kept_issues")]
    [InlineData("circle", "circle nodes_view")]
    public void What_is_stored_ends_the_way_and_so_does_a_circle(string from, string tables) =>
        Assert.Equal(
            tables.Split(' '), QueryReads.Of(new QueryDefinition { Operation = Operation.Count, From = from }, hasWindow: false, Schema).Tables);

    [Fact]
    public void A_view_that_a_subquery_or_a_join_names_is_followed_as_well() => Assert.Equal(
        ["issues", "labels", "open_issues", "projects"],
        QueryReads.Of(
            new QueryDefinition
            {
                Operation = Operation.Count, From = "labels", Joins = ["JOIN projects ON projects.id = labels.project_id"],
                Where = ["EXISTS (SELECT FROM open_issues o WHERE o.project = projects.name)"],
            },
            hasWindow: false, Schema).Tables);

    [Theory]
    [InlineData("state_id = 1", "issues.state_id", "")]
    [InlineData("issues.state_id = 1 AND is_hidden", "issues.state_id", "is_hidden")]
    [InlineData("project_id IN (SELECT id FROM projects)", "issues.project_id", "id")]
    [InlineData("x.a = 1", "", "x.a")]
    public void Without_a_schema_what_is_not_certain_is_said_to_be_so(string where, string columns, string unclear)
    {
        QueryReads reads = QueryReads.Of(Issues with { Where = [where] }, hasWindow: false, schema: null);

        Assert.Equal(Words(columns), reads.Columns.Select(read => $"{read.Table}.{read.Column}"));
        Assert.Equal(Words(unclear), reads.Unclear);

        static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public void A_named_query_is_no_table_and_text_that_cannot_be_followed_loses_nothing_that_is_walked()
    {
        QueryReads named = QueryReads.Of(
            Issues with { Where = ["project_id IN (WITH red AS (SELECT project_id FROM labels) SELECT project_id FROM red)"] }, hasWindow: false, Schema);
        Assert.Equal(["issues", "labels"], named.Tables);

        QueryReads broken = QueryReads.Of(Issues with { Joins = ["JOIN (("] }, hasWindow: false, Schema);
        Assert.Equal(["issues"], broken.Tables);
        Assert.NotEmpty(broken.Unclear);
    }
}
