using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Statements;
using ServicePing.Runtime.Databases.Tables;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>The SQL as a database administrator reads it.</summary>
public sealed class SelectStatementTests
{
    private static readonly WalkedTable Issues = new("issues", "id", [new WalkedLeaf("issues", 1000, true, null)]);

    private static readonly RelationPlan Relation =
        new("main", null, "issues", ["JOIN projects ON projects.id = issues.project_id"], []);

    [Fact]
    public void All_totals_of_a_relation_are_one_statement_with_a_line_each()
    {
        FragmentState[] fragments =
        [
            State(new(0, Operation.Count) { Filter = "issues.state_id = 1" }),
            State(new(0, Operation.Count)
            {
                Columns = ["issues.author_id"],
                Filter = "issues.state_id = 1 OR projects.archived",
                Window = TimeFrame.SevenDays,
                TimestampColumn = "issues.created_at",
            }),
            State(new(0, Operation.Sum) { Columns = ["issues.weight"] }),
            State(new(0, Operation.Average) { Columns = ["issues.weight"], Window = TimeFrame.TwentyEightDays, BatchStart = 1, BatchFinish = 9 }),
        ];

        Assert.Equal(
            """
            SELECT count(*),
                   count(*)                FILTER (WHERE issues.state_id = 1),
                   count(issues.author_id) FILTER (WHERE issues.created_at BETWEEN $2 AND $3 AND (issues.state_id = 1 OR projects.archived)),
                   sum(issues.weight),
                   sum(issues.weight)      FILTER (WHERE created_at BETWEEN $4 AND $5 AND issues.id >= 1 AND issues.id <= 9),
                   count(issues.weight)    FILTER (WHERE created_at BETWEEN $4 AND $5 AND issues.id >= 1 AND issues.id <= 9)
            FROM issues
            JOIN projects ON projects.id = issues.project_id
            WHERE issues.ctid >= $6 AND issues.ctid < $7
            """,
            new AggregatesStatement(fragments, fewestRepeated: 16).Compose(fragments, Sliced()).ToString());
    }

    [Fact]
    public void Groups_share_a_statement_with_the_rows_of_each()
    {
        FragmentState[] fragments =
        [
            State(new(0, Operation.Count)),
            State(new(0, Operation.Sum) { Columns = ["issues.weight"], Filter = "issues.state_id = 1" }),
        ];
        GroupKey[] keys = [new("issues.state_id::text", "issues.state_id"), new("(issues.id % 2)::text", "(issues.id % 2)")];
        Array.ForEach(fragments, fragment => fragment.Keys = keys);

        Assert.Equal(
            """
            SELECT issues.state_id::text,
                   (issues.id % 2)::text,
                   count(*),
                   count(*)           FILTER (WHERE issues.state_id = 1),
                   sum(issues.weight) FILTER (WHERE issues.state_id = 1)
            FROM issues
            JOIN projects ON projects.id = issues.project_id
            WHERE issues.ctid >= $6 AND issues.ctid < $7
            GROUP BY issues.state_id, (issues.id % 2)
            """,
            new AggregatesStatement(fragments, fewestRepeated: 16).Compose(fragments, Sliced()).ToString());
    }

    [Fact]
    public void Many_metrics_that_share_conditions_are_grouped_by_the_answers()
    {
        string[] filters = [.. Enumerable.Range(1, 6).Select(weight => $"issues.weight > {weight}")];
        FragmentState[] fragments =
        [
            .. filters.SelectMany(filter => filters.Select(other => State(
                new(0, Operation.Count) { Filter = filter, Window = TimeFrame.SevenDays, TimestampColumn = "issues.due" }))),
        ];

        Assert.Equal(
            """
            SELECT CASE WHEN issues.due BETWEEN $2 AND $3 THEN 1::bigint ELSE 0 END
                     | CASE WHEN issues.weight > 1 THEN 2::bigint ELSE 0 END,
                   count(*)
            FROM issues
            JOIN projects ON projects.id = issues.project_id
            WHERE issues.ctid >= $6 AND issues.ctid < $7
            GROUP BY 1
            """,
            new AggregatesStatement(fragments, fewestRepeated: 16).Compose([.. Enumerable.Repeat(fragments[0], 9)], Sliced()).ToString());
    }

    [Fact]
    public void Different_values_of_a_slice_are_sent_as_one_beside_the_counts()
    {
        FragmentState[] fragments =
        [
            State(new(0, Operation.Count)),
            State(new(0, Operation.DistinctCount)),
            State(new(0, Operation.DistinctCount) { Filter = "issues.state_id = 1" }),
            State(new(0, Operation.DistinctCount) { Filter = "issues.state_id = 1 or issues.due" }),
        ];
        fragments[1].Tell(Authors, isCut: true);
        fragments[2].Tell(Authors, isCut: true);
        fragments[3].Tell(new(["hash(0)", "hash(1)"], "issues.label IS NOT NULL", "issues.label"), isCut: true);

        Assert.Equal(
            """
            SELECT count(*),
                   pg_catalog.string_agg(pg_catalog.int8send(issues.author_id), ''),
                   pg_catalog.string_agg(pg_catalog.int8send(issues.author_id), '')                        FILTER (WHERE issues.state_id = 1),
                   pg_catalog.string_agg(pg_catalog.int8send(hash(0)) || pg_catalog.int8send(hash(1)), '') FILTER (WHERE (issues.state_id = 1 or issues.due) AND issues.label IS NOT NULL)
            FROM issues
            JOIN projects ON projects.id = issues.project_id
            WHERE issues.ctid >= $6 AND issues.ctid < $7
            """,
            new AggregatesStatement(fragments, fewestRepeated: 16).Compose(fragments, Sliced()).ToString());
    }

    [Fact]
    public void Values_that_are_sent_keep_their_filter_where_rows_are_grouped_by_a_mask()
    {
        FragmentState[] fragments =
        [
            State(new(0, Operation.Count) { Filter = "issues.due" }),
            State(new(0, Operation.Sum) { Columns = ["issues.weight"], Filter = "issues.due" }),
            State(new(0, Operation.DistinctCount) { Filter = "issues.state_id = 1" }),
        ];
        fragments[2].Tell(Authors, isCut: true);

        Assert.Equal(
            """
            SELECT CASE WHEN issues.due THEN 1::bigint ELSE 0 END,
                   count(*),
                   sum(issues.weight),
                   pg_catalog.string_agg(pg_catalog.int8send(issues.author_id), '') FILTER (WHERE issues.state_id = 1)
            FROM issues
            JOIN projects ON projects.id = issues.project_id
            WHERE issues.ctid >= $6 AND issues.ctid < $7
            GROUP BY 1
            """,
            new AggregatesStatement(fragments, fewestRepeated: 1).Compose(fragments, Sliced()).ToString());
    }

    [Fact]
    public void Different_values_are_streamed_with_the_conditions_that_they_meet()
    {
        FragmentState[] fragments =
        [
            State(new(0, Operation.DistinctCount)),
            State(new(0, Operation.DistinctCount) { Filter = "issues.state_id = 1" }),
        ];

        Assert.Equal(
            """
            SELECT issues.author_id,
                   true,
                   (issues.state_id = 1) IS TRUE
            FROM issues
            JOIN projects ON projects.id = issues.project_id
            WHERE issues.ctid >= $6 AND issues.ctid < $7
              AND issues.author_id IS NOT NULL
            """,
            new DistinctStatement(Authors, [], fragments).Compose(fragments, Sliced()).ToString());
    }

    [Fact]
    public void A_condition_that_all_share_selects_the_rows()
    {
        FragmentState[] fragments = [State(new(0, Operation.DistinctCount) { Filter = "issues.state_id = 1 or issues.due" })];

        Assert.Equal(
            """
            SELECT issues.author_id
            FROM open_issues
            WHERE issues.author_id IS NOT NULL
              AND (issues.state_id = 1 or issues.due)
            """,
            new DistinctStatement(Authors, [], fragments)
                .Compose(fragments, new SelectStatement { Items = [], From = "open_issues" }).ToString());
    }

    private static readonly ComparedValue Authors = new(["issues.author_id"], "issues.author_id IS NOT NULL", "issues.author_id::text");

    private static FragmentState State(QueryFragment fragment) => new(fragment, FragmentConditions.Of(fragment, Issues), memory: long.MaxValue);

    private static SelectStatement Sliced() => Issues.Leaves[0].RowsOf(Relation, "issues.ctid >= $6 AND issues.ctid < $7");
}
