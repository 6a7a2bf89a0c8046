using ServicePing.Definitions.Model;
using ServicePing.Definitions.Schema;
using ServicePing.Definitions.Schema.Judging;
using ServicePing.Definitions.Schema.Scripts;

namespace ServicePing.Definitions.Tests.Schema;

public class NameTests
{
    private static readonly SchemaLookup s_schema = new(SchemaReader.Read(SnapshotText.Value));

    [Theory]
    [InlineData("issue", "UnknownTable From issue 0+5 -> issues")]
    [InlineData("Issues", "UnknownTable From Issues 0+6 -> issues")]
    [InlineData("\"Issues\"", "UnknownTable From Issues 0+8 -> issues")]
    [InlineData("audittrail", "UnknownTable From audittrail 0+10 -> \"AuditTrail\"")]
    [InlineData("AuditTrail", "")]
    [InlineData("\"AuditTrail\"", "")]
    [InlineData("public.issues", "")]
    [InlineData("audit.entries", "")]
    [InlineData("audit.entrys", "UnknownTable From audit.entrys 6+6 -> audit.entries")]
    [InlineData("entries", "UnknownTable From entries 0+7 -> audit.entries")]
    [InlineData("zzzzzz", "UnknownTable From zzzzzz 0+6")]
    [InlineData("pg_class", "")]
    [InlineData("information_schema.columns", "")]
    [InlineData("active_users", "")]
    public void Tables_are_looked_up_along_the_search_path(string from, string expected) =>
        Assert.Equal(expected, Show(new QueryDefinition { From = from }));

    [Theory]
    [InlineData("i.state_id = 1 AND state_id = 2 AND i.ctid IS NOT NULL", "")]
    [InlineData("i.statid = 1", "UnknownColumn Where statid@i 2+6 -> state_id")]
    [InlineData("statid = 1", "UnknownColumn Where statid@i 0+6 -> state_id")]
    [InlineData("issues.state_id = 1", "UnknownTable Where issues 0+6")]
    [InlineData("public.issues.state_id = 1", "UnknownTable Where issues 7+6")]
    [InlineData("EXISTS (SELECT 1 FROM issues WHERE issues.id = i.id)", "")]
    public void An_alias_stands_for_the_table_and_hides_its_name(string where, string expected) =>
        Assert.StartsWith(expected, Show(new QueryDefinition { From = "issues", Alias = "i", Where = [where] }), StringComparison.Ordinal);

    [Theory]
    [InlineData("(SELECT author_id, count(*) AS n FROM issues GROUP BY author_id)", "busy.n > 3 AND author_id > 1", "")]
    [InlineData("(SELECT author_id, count(*) AS n FROM issues GROUP BY author_id)", "busy.m > 3", "UnknownColumn Where m@busy 5+1 -> n")]
    [InlineData("(SELECT author_id FROM issues)", "state_id = 1", "UnknownColumn Where state_id@busy 0+8")]
    [InlineData("(SELECT auther_id FROM issues)", "true", "UnknownColumn From auther_id 8+9 -> author_id")]
    [InlineData("(SELECT 1 FROM isues)", "true", "UnknownTable From isues 15+5 -> issues")]
    [InlineData("generate_series(1, 9)", "busy > 3 AND busy.busy < 7", "")]
    public void A_subquery_is_followed(string from, string where, string expected) =>
        Assert.StartsWith(expected, Show(new QueryDefinition { Operation = Operation.Count, From = from, Alias = "busy", Where = [where] }), StringComparison.Ordinal);

    [Theory]
    [InlineData("state_id = 1", "")]
    [InlineData("stat_id = 1", "UnknownColumn Where stat_id@issues 0+7 -> state_id")]
    [InlineData("issues.state_id = 1 AND issues.stateid = 2", "UnknownColumn Where stateid@issues 31+7 -> state_id")]
    [InlineData("isues.state_id = 1", "UnknownTable Where isues 0+5 -> issues")]
    [InlineData("public.issues.state_id = 1", "")]
    [InlineData("other.issues.state_id = 1", "UnknownTable Where issues 6+6 -> issues")]
    [InlineData("State_Id = 1 and TITLE is not null", "")]
    [InlineData("\"State_Id\" = 1", "UnknownColumn Where State_Id@issues 0+10 -> state_id")]
    [InlineData("title LIKE '%x%' OR title NOT ILIKE 'a' ESCAPE '\\' OR title SIMILAR TO 'x' OR title ~* 'y'", "")]
    [InlineData("weight BETWEEN 1 AND weight2", "UnknownColumn Where weight2@issues 21+7 -> weight")]
    [InlineData("closed_at IS NOT DISTINCT FROM clsed_at", "UnknownColumn Where clsed_at@issues 31+8 -> closed_at")]
    [InlineData("confidential IS NOT TRUE AND (closed_at IS NULL) AND due_date NOTNULL", "")]
    [InlineData("created_at::date = due_date::timestamp(3) with time zone", "")]
    [InlineData("CAST(created_at AS timestamp without time zone) > x", "UnknownColumn Where x@issues 50+1")]
    [InlineData("created_at > :recorded_at - interval '1 year' AND created_at < $1", "")]
    [InlineData("created_at > timestamp with time zone '2026-01-01' + interval '1' day", "")]
    [InlineData("created_at AT TIME ZONE 'UTC' > date '2026-01-01'", "")]
    [InlineData("CASE WHEN state_id = 1 THEN titel ELSE lower(title) END = 'a'", "UnknownColumn Where titel@issues 28+5 -> title")]
    [InlineData("CASE state_id WHEN 1 THEN 2 END = 2", "")]
    [InlineData("extract(year FROM created_at) = 2026 AND trim(both ' ' from title) = '' AND position('a' IN title) > 0", "")]
    [InlineData("substring(title FROM 1 FOR wieght) = 'a'", "UnknownColumn Where wieght@issues 27+6 -> weight")]
    [InlineData("coalesce(weight, nullif(weigth, 0)) > 0", "UnknownColumn Where weigth@issues 24+6 -> weight")]
    [InlineData("state_id IN (1, 2, stateid)", "UnknownColumn Where stateid@issues 19+7 -> state_id")]
    [InlineData("state_id = ANY(ARRAY[1, 2]) AND (state_id, weight) = (1, 2)", "")]
    [InlineData("title COLLATE \"C\" = 'a' AND title = E'\\'' || $$b$$", "")]
    [InlineData("issues IS NOT NULL AND issues.* IS NOT NULL AND ctid IS NOT NULL AND issues.xmin IS NOT NULL", "")]
    [InlineData("title OPERATOR(pg_catalog.=) 'a'", "")]
    [InlineData("-weight < +1 AND NOT confidential", "")]
    [InlineData("normalised(title) = 'a' AND issues.normalised = 'b'", "")]
    [InlineData("/* note */ state_id = 1 -- note", "")]
    [InlineData("severity = 'high'::issue_severity AND severity::text = 'x'", "")]
    [InlineData("name = 'x'", "UnknownColumn Where name@issues 0+4")]
    public void Columns_of_conditions_are_looked_up(string where, string expected) =>
        Assert.Equal(expected, Show(new QueryDefinition { From = "issues", Where = [where] }));

    [Theory]
    [InlineData("author_id IN (SELECT id FROM users WHERE state = 'active')", "")]
    [InlineData("author_id IN (SELECT id FROM users WHERE stat = 'active')", "UnknownColumn Where stat 41+4 -> state")]
    [InlineData("author_id IN (SELECT id FROM user_s)", "UnknownTable Where user_s 29+6 -> users")]
    [InlineData("EXISTS (SELECT 1 FROM projects p WHERE p.id = issues.project_id AND p.archived)", "")]
    [InlineData("EXISTS (SELECT FROM projects p WHERE p.id = project_id)", "")]
    [InlineData("EXISTS (SELECT 1 FROM projects p WHERE projects.id = 1)", "UnknownTable Where projects 39+8 -> p")]
    [InlineData("EXISTS (SELECT 1 FROM projects p WHERE p.title = 'a')", "UnknownColumn Where title@p 41+5")]
    [InlineData("author_id = (SELECT max(u.id) FROM users AS u LEFT JOIN namespaces n ON n.owner_id = u.id AND n.kind = 'x')",
        "UnknownColumn Where kind@n 96+4")]
    [InlineData("id IN (SELECT x.target_id FROM (SELECT target_id, count(*) AS n FROM label_links GROUP BY 1) x WHERE x.n > 1)", "")]
    [InlineData("id IN (SELECT x.target FROM (SELECT target_id FROM label_links) x)", "UnknownColumn Where target@x 16+6")]
    [InlineData("id IN (WITH l AS (SELECT target_id AS t FROM label_links) SELECT t FROM l WHERE l.t > 0)", "")]
    [InlineData("id IN (WITH l(t) AS (SELECT target_id FROM label_links) SELECT target_id FROM l)", "UnknownColumn Where target_id 63+9")]
    [InlineData("id IN (SELECT target_id FROM label_links UNION ALL SELECT noteable_id FROM notes WHERE sytem ORDER BY 1 LIMIT 5)",
        "UnknownColumn Where sytem 87+5 -> system")]
    [InlineData("id IN (SELECT target_id t FROM label_links GROUP BY t HAVING count(*) FILTER (WHERE label_id > 1) > 1 ORDER BY t DESC)", "")]
    [InlineData("id IN (SELECT l.target_id FROM label_links l, labels b WHERE b.id = l.label_id AND b.title IS DISTINCT FROM 'x')", "")]
    [InlineData("id IN (SELECT first_value(target_id) OVER (PARTITION BY label_id ORDER BY created_at ROWS UNBOUNDED PRECEDING) FROM label_links)", "")]
    [InlineData("id IN (SELECT e FROM projects, unnest(topics) AS e WHERE e.e <> '')", "")]
    [InlineData("id IN (SELECT v.a FROM (VALUES (1, 2), (3, 4)) AS v(a, b) WHERE v.b = 2 AND v.c = 1)", "UnknownColumn Where c@v 78+1 -> a")]
    [InlineData("EXISTS (SELECT 1 FROM projects p, LATERAL (SELECT p.id FROM users u WHERE u.id = p.creator_id) x)", "")]
    [InlineData("EXISTS (SELECT 1 FROM projects p, (SELECT p.id) x)", "UnknownTable Where p 42+1")]
    [InlineData("EXISTS (SELECT 1 FROM users u JOIN issues i USING (id) WHERE i.author_id = u.id AND created_at IS NULL)",
        "AmbiguousColumn Where created_at@u and i 84+10 -> u.created_at")]
    [InlineData("EXISTS (SELECT 1 FROM users JOIN project_settings USING (id))", "UnknownColumn Where id@project_settings 57+2")]
    [InlineData("EXISTS (SELECT 1 FROM merge_requests mr WHERE mr.order = 1 AND \"order\" = 2)", "")]
    [InlineData("id IN (SELECT DISTINCT ON (author_id) id FROM notes ORDER BY author_id, created_at DESC NULLS LAST)", "")]
    [InlineData("id IN (TABLE project_totals)", "")]
    public void Subqueries_have_scopes_of_their_own(string where, string expected) =>
        Assert.Equal(expected, Show(new QueryDefinition { From = "issues", Where = [where] }));

    [Theory]
    [InlineData("preferences->>'theme' = 'dark' AND preferences #> '{a,b}' IS NOT NULL AND preferences ? 'x'", "")]
    [InlineData("(preferences->'a'->>0)::int > 1 AND preference @> '{}'", "UnknownColumn Where preference@users 36+10 -> preferences")]
    [InlineData("jsonb_array_length(preferences->'a') > 0 AND EXISTS (SELECT 1 FROM jsonb_array_elements(preferences->'a') x WHERE x.value = '1')", "")]
    [InlineData("EXISTS (SELECT 1 FROM jsonb_each(preferences) AS e WHERE e.key = 'a' AND key = 'b')",
        "NotChecked Where key@e 59+3\nNotChecked Where key@e 73+3")]
    public void Json_is_followed(string where, string expected) =>
        Assert.Equal(expected, Show(new QueryDefinition { From = "users", Where = [where] }));

    [Theory]
    [InlineData("state_id = 1 garbage here", "NotChecked Where garbage 13+7")]
    [InlineData("state_id = =", "NotChecked Where  12+0")]
    [InlineData("xmlelement(name foo, titel)", "NotChecked Where foo 16+3")]
    [InlineData("state_id = 1 SELECT", "NotChecked Where SELECT 13+6")]
    [InlineData("id IN (SELECT DISTINCT ON author_id FROM notes)", "NotChecked Where author_id 26+9")]
    [InlineData("titel IS GREEN", "NotChecked Where GREEN 9+5")]
    [InlineData("EXISTS (SELECT 1 FROM ROWS FROM (unnest(topics)) x)", "NotChecked Where FROM 27+4")]
    public void What_cannot_be_followed_is_not_checked(string where, string expected) =>
        Assert.Equal(expected, Show(new QueryDefinition { From = "issues", Where = [where] }));

    [Fact]
    public void Deep_nesting_is_not_checked()
    {
        foreach (string deep in new[] { new string('(', 100_000), string.Concat(Enumerable.Repeat("f(ARRAY[", 50_000)), string.Concat(Enumerable.Repeat("(SELECT ", 50_000)) })
        {
            Assert.Contains(QueryJudge.Judge(s_schema, new QueryDefinition { From = "issues", Where = [deep + "1"] }, []),
                finding => finding.Kind is FindingKind.NotARead);
        }

        string nested = new string('(', 2_000) + "titel = 1" + new string(')', 2_000);
        Assert.Equal("NotChecked Where ( 100+1", Show(new QueryDefinition { From = "issues", Where = [nested] }));
    }

    [Theory]
    [InlineData("JOIN projects ON projects.id = issues.project_id", "")]
    [InlineData("LEFT OUTER JOIN projects AS p ON p.id = issues.project_id AND p.archived", "")]
    [InlineData("JOIN projects p ON projects.id = issues.project_id", "UnknownTable Joins projects 19+8 -> p")]
    [InlineData("JOIN project p ON p.id = issues.project_id AND p.nothing", "UnknownTable Joins project 5+7 -> projects")]
    [InlineData("JOIN projects p ON p.id = issues.projectid", "UnknownColumn Joins projectid@issues 33+9 -> project_id")]
    [InlineData("JOIN project_settings USING (project_id)", "")]
    [InlineData("JOIN project_settings USING (project)", "UnknownColumn Joins project@project_settings 29+7")]
    [InlineData("CROSS JOIN (SELECT count(*) AS n FROM users) u", "")]
    [InlineData("NATURAL JOIN project_settings", "")]
    [InlineData("JOIN (projects p JOIN namespaces n ON n.id = p.namespace_id) ON p.id = issues.project_id AND n.pth = ''",
        "UnknownColumn Joins pth@n 95+3 -> path")]
    [InlineData("JOIN projects p ON p.id = project_id AND created_at IS NULL",
        "AmbiguousColumn Joins created_at@issues and p 41+10 -> issues.created_at")]
    public void Joins_see_what_stands_in_front(string join, string expected) =>
        Assert.Equal(expected, Show(new QueryDefinition { From = "issues", Joins = [join] }));

    [Fact]
    public void A_join_that_cannot_be_followed_leaves_unknown_names_unchecked() =>
        Assert.Equal(
            "NotChecked Joins WILD 0+4\nNotChecked Where nowhere 0+7\nUnknownColumn Where sate_id@issues 19+7 -> state_id",
            Show(new QueryDefinition { From = "issues", Joins = ["WILD JOIN"], Where = ["nowhere.x = issues.sate_id"] }));

    [Fact]
    public void A_column_that_stands_alone_is_the_walked_tables()
    {
        var query = new QueryDefinition
        {
            From = "issues",
            Joins = ["JOIN projects p ON p.id = issues.project_id"],
            Columns = ["created_at", "lower(created_at::text)", "p.created", "star_count"],
            GroupBy = ["state_id", "p.Visibility", "visibility_level", "p.visibility_level"],
            Batch = new BatchDefinition("idd", null, null, null),
        };

        Assert.Equal(
            """
            AmbiguousColumn Column created_at@issues and p 6+10 -> issues.created_at
            UnknownColumn Column created@p 2+7
            UnknownColumn Column star_count@issues 0+10
            UnknownColumn GroupBy Visibility@p 2+10
            UnknownColumn GroupBy visibility_level@issues 0+16
            UnknownColumn BatchColumn idd@issues 0+3 -> id
            """,
            Show(query));
    }

    [Theory]
    [InlineData("name = 'a' AND issues_count > 1 AND joined_on IS NOT NULL", "")]
    [InlineData("username = 'a'", "UnknownColumn Where username@active_users 0+8")]
    [InlineData("xmin IS NULL", "UnknownColumn Where xmin@active_users 0+4")]
    public void Views_have_the_columns_of_their_select_list(string where, string expected) =>
        Assert.Equal(expected, Show(new QueryDefinition { From = "active_users", Where = [where] }));

    [Fact]
    public void Partitions_and_children_have_inherited_columns()
    {
        Assert.Equal("", Show(new QueryDefinition { From = "events_2026_01", Where = ["action = 1"] }));
        Assert.Equal("", Show(new QueryDefinition { From = "bots", Where = ["token = '' AND color = ''"] }));
    }

    [Fact]
    public void Conditions_of_shared_calculations_and_parts_are_checked_where_they_stand()
    {
        var query = new QueryDefinition
        {
            Operation = Operation.Add,
            Parts =
            [
                new QueryDefinition { From = "issues", Where = ["true"] },
                new QueryDefinition { From = "issues", When = [new("a", "state_id = :a"), new("b", "statid = :b")] },
            ],
        };

        QueryFinding finding = Assert.Single(QueryJudge.Judge(s_schema, query, []));
        Assert.Equal((FindingKind.UnknownColumn, QueryKey.When, 1, 0, 6), (finding.Kind, finding.Key, finding.Index, finding.Start, finding.Length));
        Assert.Equal([1], finding.Parts);
    }

    [Fact]
    public void Another_databases_tables_may_be_elsewhere() =>
        Assert.Equal("NotChecked From builds 0+6", Show(new QueryDefinition { Database = "ci", From = "builds", Where = ["x = 1"] }));

    [Fact]
    public void Random_text_is_never_too_much()
    {
        string[] words =
        [
            "(", ")", "[", "]", ",", ".", "SELECT", "FROM", "WHERE", "issues", "id", "p", "JOIN", "ON", "AND", "NOT", "CASE", "WHEN", "END",
            "::", "int", "'x'", "1", "=", "*", "IN", "EXISTS", "WITH", "AS", "UNION", "GROUP", "BY", "ORDER", "f", "USING", "LATERAL", ":a",
            "INTERVAL", "IS", "NULL", "DISTINCT", "ARRAY", "CAST", "OVER", "FILTER", "VALUES", "'", "\"", "BETWEEN", "users", "LIMIT", "-",
        ];
        var random = new Random(11);
        for (int round = 0; round < 5_000; round++)
        {
            string text = string.Join(' ', Enumerable.Range(0, random.Next(16)).Select(_ => words[random.Next(words.Length)]));
            var query = new QueryDefinition
            {
                Operation = Operation.EstimateBatchDistinctCount,
                From = "issues",
                Joins = [$"JOIN projects ON {text}"],
                Where = [text, $"id IN (SELECT {text})"],
                GroupBy = [text],
            };
            foreach (QueryFinding finding in QueryJudge.Judge(s_schema, query, [TimeFrame.SevenDays]))
            {
                Assert.NotEmpty(finding.Message);
            }
        }
    }

    // What is said of names alone.
    private static string Show(QueryDefinition query) => string.Join('\n', QueryJudge.Judge(s_schema, query, [])
        .Where(finding => finding.Kind
            is FindingKind.UnknownTable or FindingKind.UnknownColumn or FindingKind.AmbiguousColumn or FindingKind.NotChecked)
        .Select(finding => $"{finding.Kind} {finding.Key} {finding.Subject}{(finding.Detail is null ? "" : "@" + finding.Detail)} "
            + $"{finding.Start}+{finding.Length}{(finding.Advice is null ? "" : " -> " + finding.Advice)}"));
}
