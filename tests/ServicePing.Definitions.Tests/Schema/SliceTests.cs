using ServicePing.Definitions.Model;
using ServicePing.Definitions.Schema;
using ServicePing.Definitions.Schema.Judging;
using ServicePing.Definitions.Schema.Scripts;

namespace ServicePing.Definitions.Tests.Schema;

/// <summary>What cannot be computed slice by slice is refused, with a schema and without one.</summary>
public sealed class SliceTests
{
    private static readonly SchemaLookup s_schema = new(SchemaReader.Read(SnapshotText.Value + """

        CREATE AGGREGATE total_weight (int) (SFUNC = int4pl, STYPE = int);
        """));

    [Theory]
    [InlineData("RIGHT JOIN projects p ON p.id = issues.project_id", "RIGHT JOIN")]
    [InlineData("right outer join projects p ON p.id = issues.project_id", "right outer join")]
    [InlineData("Right\n  /* of all */ JOIN projects p ON true", "Right\n  /* of all */ JOIN")]
    [InlineData("FULL JOIN projects p ON p.id = issues.project_id", "FULL JOIN")]
    [InlineData("full  OUTER\tJOIN projects p USING (id)", "full  OUTER\tJOIN")]
    [InlineData("NATURAL RIGHT JOIN projects", "NATURAL RIGHT JOIN")]
    [InlineData("NATURAL FULL OUTER JOIN projects", "NATURAL FULL OUTER JOIN")]
    [InlineData("JOIN users u ON u.id = issues.author_id RIGHT JOIN projects p ON p.id = issues.project_id", "RIGHT JOIN")]
    [InlineData("CROSS JOIN users u RIGHT JOIN projects p ON p.id = issues.project_id", "RIGHT JOIN")]
    [InlineData("NATURAL JOIN users RIGHT JOIN projects p ON true", "RIGHT JOIN")]
    [InlineData("RIGHT JOIN (SELECT id FROM projects) p ON p.id = issues.project_id", "RIGHT JOIN")]
    [InlineData("FULL JOIN LATERAL (SELECT 1) p ON true", "FULL JOIN")]
    [InlineData("JOIN users u USING (id) RIGHT JOIN projects p ON u.right = 1", "RIGHT JOIN")]
    public void A_join_that_keeps_rows_without_a_partner_in_the_walked_table_is_refused(string join, string place) =>
        Assert.Equal([place], Places(new QueryDefinition { From = "issues", Joins = [join] }, FindingKind.OuterJoin));

    [Theory]
    [InlineData("JOIN projects p ON p.id = issues.project_id")]
    [InlineData("LEFT OUTER JOIN projects p ON p.id = issues.project_id")]
    [InlineData("NATURAL LEFT JOIN projects")]
    [InlineData("CROSS JOIN projects")]
    [InlineData("LEFT JOIN (projects p RIGHT JOIN users u ON u.id = p.creator_id) ON u.id = issues.author_id")]
    [InlineData("LEFT JOIN (SELECT u.id FROM projects p FULL JOIN users u ON u.id = p.creator_id) x ON x.id = issues.author_id")]
    [InlineData("LEFT JOIN projects p RIGHT JOIN users u ON u.id = p.creator_id ON u.id = issues.author_id")]
    [InlineData("JOIN projects p ON right(p.name, 1) = 'x' AND p.right = p.full")]
    [InlineData("JOIN \"right\" \"full\" ON \"full\".\"right\" = 1")]
    [InlineData("JOIN projects p ON p.name = 'RIGHT JOIN users'")]
    [InlineData("JOIN projects p ON p.name = $$ RIGHT JOIN users ON $$")]
    [InlineData("LEFT JOIN projects p ON true, users u RIGHT JOIN notes n ON n.author_id = u.id")]
    public void Other_joins_are_not_refused(string join) =>
        Assert.Empty(Places(new QueryDefinition { From = "issues", Joins = [join] }, FindingKind.OuterJoin));

    [Fact]
    public void A_join_in_a_later_text_of_a_list_or_in_a_part_is_found_at_its_place()
    {
        QueryDefinition query = new()
        {
            Operation = Operation.Count, From = "issues",
            Joins = ["JOIN users u ON u.id = issues.author_id", "RIGHT JOIN public.\"projects\" p ON p.id = issues.project_id"],
        };
        QueryFinding finding = Assert.Single(QueryJudge.Judge(null, query, []));
        Assert.Equal((QueryKey.Joins, 1, 0, 10), (finding.Key, finding.Index, finding.Start, finding.Length));
        Assert.Equal(
            "'RIGHT JOIN' keeps rows of 'public.\"projects\"' that have no partner in 'issues', and these belong to no slice of 'issues'; "
            + "turn the query round (from: public.\"projects\", joins: LEFT JOIN issues …), or write JOIN where such rows do not count",
            finding.Message);

        QueryDefinition sum = new() { Operation = Operation.Add, Parts = [new() { Operation = Operation.Count, From = "users" }, query] };
        Assert.Equal([1], Assert.Single(QueryJudge.Judge(null, sum, [])).Parts);
    }

    [Theory]
    [InlineData("DISTINCT author_id", "DISTINCT")]
    [InlineData("distinct author_id", "distinct")]
    [InlineData("DISTINCT(author_id)", "DISTINCT")]
    [InlineData("DISTINCT ON (author_id) id", "DISTINCT")]
    [InlineData("ALL author_id", "ALL")]
    [InlineData("all (author_id)", "all")]
    [InlineData("VARIADIC ARRAY[author_id]", "VARIADIC")]
    [InlineData("count(author_id)", "count")]
    [InlineData("COUNT (*)", "COUNT")]
    [InlineData("\"count\"(author_id)", "\"count\"")]
    [InlineData("pg_catalog.count(author_id)", "count")]
    [InlineData("coalesce(max(weight), 0)", "max")]
    [InlineData("(weight - avg(weight))", "avg")]
    [InlineData("((SELECT 1) + count(author_id))", "count")]
    [InlineData("total_weight(weight)", "total_weight")]
    [InlineData("app.median(DISTINCT weight)", "median")]
    [InlineData("app.median(weight ORDER BY id)", "median")]
    [InlineData("app.median(weight) FILTER (WHERE weight > 1)", "median")]
    [InlineData("app.median() WITHIN GROUP (ORDER BY weight)", "median")]
    [InlineData("row_number() OVER ()", "row_number")]
    [InlineData("sum(weight) OVER (PARTITION BY author_id)", "sum")]
    [InlineData("lag(weight) OVER w", "lag")]
    [InlineData("first_value(weight) IGNORE NULLS OVER (ORDER BY id)", "first_value")]
    [InlineData("(SELECT max(issues.weight))", "max")]
    [InlineData("(SELECT max(issues.weight) FROM projects p)", "max")]
    [InlineData("author_id, project_id", ",")]
    [InlineData("issues.*", "issues.*")]
    [InlineData("*", "*")]
    public void A_value_that_is_not_one_of_a_single_row_is_refused(string column, string place)
    {
        Assert.Equal([place], Places(Counted(column), FindingKind.NotOneRow));
        Assert.Equal([place], Places(new QueryDefinition { From = "issues", GroupBy = ["id", column] }, FindingKind.NotOneRow));
        Assert.Equal([place], Places(new QueryDefinition { From = "issues", Where = [column] }, FindingKind.NotOneRow));
        Assert.Equal([place], Places(new QueryDefinition { From = "issues", TimestampColumn = column }, FindingKind.NotOneRow));
        Assert.Equal(
            [place], Places(new QueryDefinition { From = "issues", Batch = new(column, null, null, null) }, FindingKind.NotOneRow));
    }

    [Theory]
    [InlineData("author_id")]
    [InlineData("\"count\"")]
    [InlineData("count")]
    [InlineData("\"distinct\"")]
    [InlineData("author_id IS DISTINCT FROM project_id")]
    [InlineData("author_id IS NOT DISTINCT FROM 1")]
    [InlineData("coalesce(author_id, project_id)")]
    [InlineData("(author_id, project_id)")]
    [InlineData("weight * 2")]
    [InlineData("app.count(author_id)")]
    [InlineData("format('%s', VARIADIC ARRAY['a'])")]
    [InlineData("weight = ALL (ARRAY[1])")]
    [InlineData("greatest(weight, 1)")]
    [InlineData("trim(both from title)")]
    [InlineData("issues.max")]
    [InlineData("(SELECT count(*) FROM notes n WHERE n.noteable_id = issues.id)")]
    [InlineData("(SELECT count(DISTINCT n.author_id) FILTER (WHERE n.system) FROM notes n WHERE n.noteable_id = issues.id)")]
    [InlineData("(SELECT sum(n.id + issues.weight) FROM notes n)")]
    [InlineData("(SELECT max(x) FROM unnest(ARRAY[weight, 1]) AS x)")]
    [InlineData("(SELECT (SELECT max(n.id)) FROM notes n WHERE n.noteable_id = issues.id)")]
    [InlineData("author_id IN (SELECT id FROM users ORDER BY id)")]
    [InlineData("author_id = ANY (SELECT DISTINCT id FROM users)")]
    [InlineData("EXISTS (WITH u AS MATERIALIZED (SELECT id FROM users ORDER BY id) SELECT 1 FROM u)")]
    [InlineData("(SELECT x.place FROM (SELECT rank() OVER w AS place FROM notes WINDOW w AS (ORDER BY id)) x)")]
    [InlineData("left(title, 1)")]
    [InlineData("'count(author_id)'")]
    public void A_value_of_a_row_is_not_refused(string column) =>
        Assert.Empty(Places(Counted(column), FindingKind.NotOneRow));

    [Fact]
    public void Aggregates_in_the_condition_of_a_join_are_refused_and_those_of_a_joined_query_are_not()
    {
        Assert.Equal(["max"], Places(Joined("JOIN projects p ON p.id = max(issues.project_id)"), FindingKind.NotOneRow));
        Assert.Empty(Places(Joined("JOIN (SELECT max(id) AS id, count(*) FROM projects) p ON p.id = 1"), FindingKind.NotOneRow));
    }

    [Theory]
    [InlineData(Operation.Count, "DISTINCT author_id", "use operation: distinct_count with column: author_id")]
    [InlineData(Operation.Sum, "DISTINCT weight", "select from a view in which each value stands once")]
    [InlineData(Operation.DistinctCount, "DISTINCT weight", "leave it out, since every value counts once anyway")]
    [InlineData(Operation.Count, "count(weight)", "leave count to the operation, and write what is in its parentheses")]
    [InlineData(Operation.Count, "rank() OVER (ORDER BY id)", "select from a subquery or a view that computes it")]
    public void The_way_out_depends_on_the_operation(Operation operation, string column, string advice)
    {
        QueryDefinition query = new() { Operation = operation, From = "issues", Columns = [column] };
        QueryFinding finding = Assert.Single(QueryJudge.Judge(null, query, []), finding => finding.Kind == FindingKind.NotOneRow);
        Assert.EndsWith(advice, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_rows_can_be_counted()
    {
        Assert.Empty(Places(new QueryDefinition { Operation = Operation.Count, From = "issues", Columns = ["*"] }, FindingKind.NotOneRow));
        Assert.Empty(Places(new QueryDefinition { Operation = Operation.Count, From = "issues", Columns = ["issues.*"] }, FindingKind.NotOneRow));
    }

    [Theory]
    [InlineData("id IN (SELECT noteable_id FROM notes LIMIT 10)", "LIMIT")]
    [InlineData("id IN (SELECT noteable_id FROM notes OFFSET 10)", "OFFSET")]
    [InlineData("id IN (SELECT noteable_id FROM notes FETCH FIRST 10 ROWS ONLY)", "FETCH")]
    [InlineData("id IN (SELECT noteable_id FROM notes FETCH NEXT ROW ONLY)", "FETCH")]
    [InlineData("id IN (SELECT noteable_id FROM notes limit :recorded_at)", "limit")]
    [InlineData("id IN (SELECT noteable_id FROM notes ORDER BY created_at LIMIT 10)", "LIMIT")]
    [InlineData("id IN (SELECT noteable_id FROM notes ORDER BY created_at::date OFFSET 1)", "OFFSET")]
    [InlineData("created_at > (SELECT created_at FROM notes ORDER BY created_at::date LIMIT 1)", "LIMIT")]
    [InlineData("(SELECT author_id FROM notes n WHERE n.noteable_id = issues.id LIMIT 1) = 1", "LIMIT")]
    [InlineData("(SELECT author_id FROM notes n WHERE n.noteable_id = issues.id ORDER BY n.created_at DESC LIMIT 1) = 1", "LIMIT")]
    [InlineData("id IN (SELECT noteable_id FROM notes UNION SELECT id FROM users LIMIT 10)", "LIMIT")]
    [InlineData("id IN (SELECT noteable_id FROM notes UNION ALL (SELECT id FROM users LIMIT 10))", "LIMIT")]
    [InlineData("id IN (WITH n AS (SELECT * FROM notes LIMIT 3) SELECT noteable_id FROM n)", "LIMIT")]
    [InlineData("EXISTS (SELECT 1 FROM (SELECT * FROM notes LIMIT 5) n WHERE n.noteable_id = issues.id)", "LIMIT")]
    [InlineData("id IN (TABLE project_totals LIMIT 5)", "LIMIT")]
    [InlineData("author_id IN (SELECT author_id FROM notes GROUP BY author_id ORDER BY count(*) DESC LIMIT 3)", "LIMIT")]
    [InlineData("id IN (SELECT DISTINCT noteable_id FROM notes LIMIT 3)", "LIMIT")]
    [InlineData("id IN (SELECT n.noteable_id FROM notes n JOIN users u ON u.state = n.note ORDER BY n.id LIMIT 3)", "LIMIT")]
    [InlineData("id IN (SELECT n.noteable_id FROM notes n LEFT JOIN users u ON u.id = n.author_id ORDER BY u.id LIMIT 3)", "LIMIT")]
    [InlineData("project_id IN (SELECT project_id FROM releases ORDER BY tag LIMIT 3)", "LIMIT")]
    [InlineData("id IN (SELECT DISTINCT ON (author_id) noteable_id FROM notes)", "DISTINCT ON")]
    [InlineData("id IN (SELECT DISTINCT ON (author_id) noteable_id FROM notes ORDER BY author_id, created_at DESC)", "DISTINCT ON")]
    [InlineData("id IN (SELECT noteable_id FROM notes TABLESAMPLE bernoulli (10))", "TABLESAMPLE")]
    [InlineData("id IN (SELECT noteable_id FROM notes n tablesample system (10) REPEATABLE (1))", "tablesample")]
    [InlineData("ctid > '(10,0)'", "ctid")]
    [InlineData("issues.ctid IS NOT NULL", "ctid")]
    [InlineData("xmin::text::bigint > 100", "xmin")]
    [InlineData("\"xmax\" = 0", "\"xmax\"")]
    [InlineData("EXISTS (SELECT 1 FROM issues other WHERE other.ctid < issues.id)", "ctid")]
    [InlineData("id IN (SELECT id FROM (SELECT id, row_number() OVER () AS place FROM issues) x WHERE place = 1)", "row_number")]
    [InlineData("id IN (SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY project_id ORDER BY created_at) AS place FROM issues) x WHERE place = 1)", "row_number")]
    [InlineData("id IN (SELECT first_value(id) OVER (PARTITION BY project_id) FROM issues)", "first_value")]
    [InlineData("id IN (SELECT lag(id) OVER w FROM issues WINDOW v AS (PARTITION BY project_id), w AS (v ORDER BY weight))", "lag")]
    [InlineData("id IN (SELECT sum(id) OVER (ORDER BY weight ROWS UNBOUNDED PRECEDING) FROM issues)", "sum")]
    [InlineData("id = (SELECT any_value(noteable_id) FROM notes)", "any_value")]
    [InlineData("title = (SELECT string_agg(note, ',') FROM notes)", "string_agg")]
    [InlineData("title = (SELECT string_agg(note, ',' ORDER BY created_at) FROM notes)", "string_agg")]
    [InlineData("id = (SELECT (array_agg(id))[1] FROM notes)", "array_agg")]
    [InlineData("id = ANY (SELECT (array_agg(id))[1] FROM notes GROUP BY author_id)", "array_agg")]
    [InlineData("id = (ARRAY(SELECT noteable_id FROM notes))[1]", "ARRAY")]
    public void What_may_differ_from_statement_to_statement_is_refused(string where, string place)
    {
        Assert.Equal([place], Places(new QueryDefinition { From = "issues", Where = [where] }, FindingKind.Unsteady));
        Assert.Equal([place], Places(Counted($"CASE WHEN {where} THEN 1 END"), FindingKind.Unsteady));
        Assert.Equal([place], Places(Joined($"LEFT JOIN projects p ON p.id = 1 AND {where}"), FindingKind.Unsteady));
    }

    [Theory]
    [InlineData("EXISTS (SELECT 1 FROM notes n WHERE n.noteable_id = issues.id LIMIT 1)")]
    [InlineData("NOT EXISTS (SELECT * FROM notes n WHERE n.noteable_id = issues.id LIMIT 1 OFFSET 3)")]
    [InlineData("EXISTS (SELECT DISTINCT ON (author_id) id FROM notes)")]
    [InlineData("(SELECT 1 FROM notes n WHERE n.noteable_id = issues.id LIMIT 1) = 1")]
    [InlineData("(SELECT true AS found FROM notes n WHERE n.noteable_id = issues.id LIMIT 1)")]
    [InlineData("(SELECT issues.weight FROM notes n WHERE n.noteable_id = issues.id LIMIT 1) > 3")]
    [InlineData("(SELECT count(*) FROM (SELECT 1 FROM notes n WHERE n.noteable_id = issues.id LIMIT 100) x) > 9")]
    [InlineData("(SELECT count(*) FROM notes LIMIT 1) > 9")]
    [InlineData("id IN (SELECT id FROM notes LIMIT ALL)")]
    [InlineData("id IN (SELECT id FROM notes OFFSET 0)")]
    [InlineData("id IN (SELECT id FROM notes LIMIT NULL)")]
    [InlineData("id IN (SELECT noteable_id FROM notes ORDER BY id LIMIT 10)")]
    [InlineData("id IN (SELECT noteable_id FROM notes n ORDER BY n.created_at DESC NULLS LAST, n.id DESC LIMIT 10)")]
    [InlineData("id IN (SELECT noteable_id FROM notes ORDER BY created_at FETCH FIRST 3 ROWS WITH TIES)")]
    [InlineData("(SELECT n.created_at FROM notes n WHERE n.noteable_id = issues.id ORDER BY n.created_at DESC LIMIT 1) > created_at")]
    [InlineData("(SELECT created_at::date FROM notes ORDER BY created_at LIMIT 1) > due_date")]
    [InlineData("id IN (SELECT noteable_id AS x FROM notes ORDER BY x LIMIT 10)")]
    [InlineData("id IN (SELECT noteable_id FROM notes ORDER BY 1 LIMIT 10)")]
    [InlineData("id IN (SELECT noteable_id FROM notes UNION SELECT id FROM users ORDER BY 1 LIMIT 10)")]
    [InlineData("author_id IN (SELECT author_id FROM notes GROUP BY author_id ORDER BY count(*) DESC, author_id LIMIT 3)")]
    [InlineData("author_id IN (SELECT author_id FROM notes GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 3)")]
    [InlineData("(SELECT p.name FROM projects p WHERE p.id = issues.project_id LIMIT 1) = 'x'")]
    [InlineData("id IN (SELECT n.noteable_id FROM notes n JOIN users u ON u.id = n.author_id ORDER BY n.id LIMIT 3)")]
    [InlineData("id IN (SELECT n.noteable_id FROM notes n LEFT JOIN users u ON u.id = n.author_id ORDER BY n.id LIMIT 3)")]
    [InlineData("id IN (SELECT DISTINCT ON (n.author_id) n.noteable_id FROM notes n ORDER BY n.author_id, n.created_at DESC, n.id)")]
    [InlineData("author_id IN (SELECT DISTINCT ON (author_id) author_id FROM notes)")]
    [InlineData("weight = (SELECT x FROM unnest(ARRAY[3, 2]) x LIMIT 1)")]
    [InlineData("weight = (SELECT unnest(ARRAY[3, 2]) LIMIT 1)")]
    [InlineData("id IN (SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY project_id ORDER BY created_at, id) AS place FROM issues) x WHERE place = 1)")]
    [InlineData("id IN (SELECT id FROM (SELECT id, rank() OVER (PARTITION BY project_id ORDER BY created_at) AS place FROM issues) x WHERE place = 1)")]
    [InlineData("id IN (SELECT count(*) OVER (PARTITION BY project_id) FROM issues)")]
    [InlineData("id IN (SELECT sum(weight) OVER (ORDER BY weight ROWS UNBOUNDED PRECEDING) FROM issues)")]
    [InlineData("id IN (SELECT lag(weight) OVER w FROM issues WINDOW v AS (PARTITION BY project_id), w AS (v ORDER BY weight))")]
    [InlineData("title = (SELECT string_agg(note, ',' ORDER BY note) FROM notes)")]
    [InlineData("title = (SELECT string_agg(DISTINCT note, ',') FROM notes)")]
    [InlineData("title = (SELECT string_agg(n.note, ',') FROM (SELECT note FROM notes ORDER BY id) n)")]
    [InlineData("id = ANY (ARRAY(SELECT noteable_id FROM notes))")]
    [InlineData("id = ANY ((SELECT array_agg(noteable_id) FROM notes)::bigint[])")]
    [InlineData("(SELECT array_agg(noteable_id) FROM notes) @> ARRAY[id]")]
    [InlineData("cardinality((SELECT array_agg(noteable_id) FROM notes)) > 3")]
    [InlineData("tableoid = 'issues'::regclass")]
    [InlineData("\"CTID\" = 1 AND title = 'LIMIT 1' AND limits.offset = 2")]
    [InlineData("EXISTS (SELECT 1 FROM (SELECT min(id) AS xmin FROM notes) x WHERE x.xmin = issues.id)")]
    [InlineData("(bounds).xmin > 1 AND xmin(bounds) > 1")]
    public void What_is_the_same_in_every_statement_is_not_refused(string where) =>
        Assert.Empty(Places(new QueryDefinition { From = "issues", Where = [where] }, FindingKind.Unsteady));

    [Theory]
    [InlineData("id IN (SELECT target_id FROM label_links ORDER BY id LIMIT 10)", true)]
    [InlineData("title IN (SELECT path FROM routes ORDER BY source_type, source_id LIMIT 10)", false)]
    [InlineData("id IN (SELECT \"UserId\" FROM \"AuditTrail\" ORDER BY \"Id\" LIMIT 10)", false)]
    [InlineData("id IN (SELECT total FROM project_totals ORDER BY project_id LIMIT 10)", false)]
    [InlineData("id IN (SELECT squash_option FROM project_settings WHERE project_id = issues.project_id LIMIT 1)", false)]
    public void The_schema_knows_keys_that_have_other_names(string where, bool isKnownWithout)
    {
        QueryDefinition query = new() { From = "issues", Where = [where] };
        Assert.DoesNotContain(QueryJudge.Judge(s_schema, query, []), finding => finding.Kind == FindingKind.Unsteady);
        Assert.Equal(isKnownWithout, QueryJudge.Judge(null, query, []).All(finding => finding.Kind != FindingKind.Unsteady));
    }

    [Fact]
    public void A_column_id_that_is_no_key_of_its_table_decides_nothing()
    {
        QueryDefinition query = new() { From = "issues", Where = ["id IN (SELECT author_id FROM events ORDER BY id LIMIT 10)"] };
        Assert.Contains(QueryJudge.Judge(s_schema, query, []), finding => finding.Kind == FindingKind.Unsteady);
    }

    [Theory]
    [InlineData("some_issues", "'some_issues' is a view in which 'LIMIT' takes rows in an order that nobody has said, so that slices of the walked table "
        + "may answer differently; there, add ORDER BY with a key, such as id")]
    [InlineData("public.\"some_issues\"", "'some_issues' is a view in which 'LIMIT' takes rows")]
    [InlineData("more_issues", "'more_issues' is a view in which 'LIMIT' takes rows")]
    [InlineData("lucky_issues", "'lucky_issues' is a view in which 'random' gives another value each time")]
    [InlineData("first_issues", null)]
    [InlineData("kept_issues", null)]
    [InlineData("issues", null)]
    public void A_view_that_each_slice_would_see_otherwise_is_refused_unless_one_statement_reads_it(string view, string? message)
    {
        SchemaLookup schema = new(SchemaReader.Read(SnapshotText.Value + """

            CREATE VIEW some_issues AS SELECT id, created_at FROM issues LIMIT 100;
            CREATE VIEW more_issues AS SELECT s.id, s.created_at FROM issues i JOIN some_issues s ON s.id = i.id;
            CREATE VIEW lucky_issues AS SELECT id, created_at FROM issues WHERE random() < 0.5;
            CREATE VIEW first_issues AS SELECT id, created_at FROM issues ORDER BY created_at, id LIMIT 100;
            CREATE MATERIALIZED VIEW kept_issues AS SELECT id, created_at FROM issues LIMIT 100;
            """));
        Assert.Empty(Messages(new QueryDefinition { From = view }));
        foreach (QueryDefinition query in new QueryDefinition[]
        {
            new() { From = view, Batch = new("id", null, null, null) },
            new() { From = "users", Joins = [$"LEFT JOIN {view} v ON v.id = users.id"] },
            new() { From = "users", Where = [$"users.id IN (SELECT v.id FROM {view} AS v)"] },
        })
        {
            if (message is null)
            {
                Assert.Empty(Messages(query));
            }
            else
            {
                Assert.StartsWith(message, Assert.Single(Messages(query)), StringComparison.Ordinal);
            }
        }

        List<string> Messages(QueryDefinition query) =>
            [.. QueryJudge.Judge(schema, query, []).Where(finding => finding.Kind == FindingKind.Unsteady).Select(finding => finding.Message)];
    }

    [Theory]
    [InlineData("random()")]
    [InlineData("pg_catalog.random()")]
    [InlineData("gen_random_uuid()")]
    [InlineData("uuidv7()")]
    [InlineData("txid_current()")]
    [InlineData("txid_current_snapshot()")]
    [InlineData("pg_current_xact_id_if_assigned()")]
    [InlineData("pg_current_wal_lsn()")]
    [InlineData("nextval('s')")]
    [InlineData("lo_put(1, 2, 'a')")]
    [InlineData("pg_read_file('a')")]
    [InlineData("inet_client_port()")]
    public void Functions_that_give_another_value_each_time_are_known_without_a_schema(string function)
    {
        foreach (QueryDefinition query in new QueryDefinition[]
        {
            new() { From = "issues", Where = [$"weight = {function}"] },
            new() { From = "issues", Columns = [function] },
            new() { From = "issues", GroupBy = [$"coalesce(weight, {function})"] },
            new() { From = "issues", TimestampColumn = function },
            new() { From = "issues", Batch = new(function, null, null, null) },
            new() { From = "issues", When = [new("kind", $"weight = {function}")] },
            Joined($"JOIN projects p ON p.id = {function}"),
        })
        {
            Assert.Single(QueryJudge.Judge(null, query, []), finding => finding.Kind == FindingKind.VolatileFunction);
        }
    }

    private static QueryDefinition Counted(string column) =>
        new() { Operation = Operation.DistinctCount, From = "issues", Columns = [column] };

    private static QueryDefinition Joined(string join) => new() { Operation = Operation.Count, From = "issues", Joins = [join] };

    // The words that are complained of, which must be the same with and without a schema.
    private static List<string> Places(QueryDefinition query, FindingKind kind)
    {
        List<string> known = Found(s_schema);
        List<string> unknown = Found(null);
        Assert.Equal(known.Where(place => place != "total_weight"), unknown.Where(place => place != "total_weight"));
        return known;

        List<string> Found(SchemaLookup? schema) =>
        [
            .. QueryJudge.Judge(schema, query, []).Where(finding => finding.Kind == kind).Select(finding => QueryJudge.Texts(query)
                .Single(text => text.Key == finding.Key && text.Index == finding.Index).Text.Substring(finding.Start, finding.Length)),
        ];
    }
}
