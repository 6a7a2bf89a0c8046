using Npgsql;
using ServicePing.Runtime.Databases.Passes;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Routes;
using ServicePing.Runtime.Databases.Snapshots;
using ServicePing.Runtime.Databases.Statements;
using ServicePing.Runtime.Databases.Tables;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Verification;

namespace ServicePing.Tests;

/// <summary>However a route is cut, each row that it is about is in one slice, at its very ends and where it has no value too.</summary>
public sealed class RouteTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    private const int Seeds = 6;

    // 1500 rows, of which many share a value, lie at an end of the window or beside it, or have none.
    private static readonly string Rows = $"""
        CREATE TABLE odd (
            id int, part text, n bigint, share numeric, label text, at timestamptz, local timestamp, due date, filler text, PRIMARY KEY (part, id));
        INSERT INTO odd (id, part, n, share, label, at, filler)
        SELECT i, 'p' || i % 3,
               CASE i % 50 WHEN 0 THEN NULL WHEN 1 THEN 9223372036854775807 WHEN 2 THEN -9223372036854775808 ELSE i % 77 - 30 END,
               CASE WHEN i % 40 > 0 THEN (i % 90 - 45) / 4.0 END,
               CASE WHEN i % 30 > 0 THEN 'label ''"' || i % 211 END,
               CASE i % 12 WHEN 0 THEN NULL WHEN 1 THEN 'infinity' WHEN 2 THEN '-infinity' WHEN 3 THEN first WHEN 4 THEN last
                    WHEN 5 THEN first - interval '1 microsecond' WHEN 6 THEN last + interval '1 microsecond'
                    WHEN 7 THEN first + interval '1 microsecond' WHEN 8 THEN last - interval '1 microsecond'
                    ELSE first + (last - first) * (i / 1500.0) END,
               repeat('x', 200)
        FROM generate_series(1, 1500) i, (SELECT {Window.Literal(4)} AS first, {Window.Literal(5)} AS last) AS month;
        UPDATE odd SET local = at AT TIME ZONE 'UTC', due = (at AT TIME ZONE 'UTC')::date;
        CREATE VIEW seen AS SELECT * FROM odd;
        CREATE TABLE parts (LIKE odd) PARTITION BY LIST (part);
        CREATE TABLE parts_0 PARTITION OF parts FOR VALUES IN ('p0');
        CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN ('p1');
        CREATE TABLE parts_2 PARTITION OF parts FOR VALUES IN ('p2');
        CREATE TABLE parts_3 PARTITION OF parts DEFAULT;
        INSERT INTO parts SELECT * FROM odd;
        ANALYZE;
        """;

    private static PassParameters Window => new(Ping.RecordedAt);

    [Theory]
    [InlineData("odd", "pages", "true")]
    [InlineData("parts", "parts", "true")]
    [InlineData("odd", "time by odd.at", "odd.at BETWEEN {0} AND {1}")]
    [InlineData("odd", "time by odd.local", "odd.local BETWEEN {0} AND {1}")]
    [InlineData("odd", "time by odd.due", "odd.due BETWEEN {0} AND {1}")]
    [InlineData("odd", "time by odd.at + interval '1 hour'", "odd.at + interval '1 hour' BETWEEN {0} AND {1}")]
    [InlineData("seen", "keys by seen.n", "true")]
    [InlineData("seen", "keys by seen.share", "true")]
    [InlineData("seen", "keys by -seen.share", "true")]
    [InlineData("odd", "values of n", "odd.n IS NOT NULL")]
    [InlineData("odd", "values of label", "odd.label IS NOT NULL")]
    [InlineData("odd", "values of due", "odd.due IS NOT NULL")]
    [InlineData("odd", "steps", "true")]
    public async Task Each_row_is_in_one_slice(string name, string kind, string condition)
    {
        await ExecuteAsync(Rows);
        RelationPlan relation = new("main", null, name, [], []);
        await using SnapshotSession session =
            await SnapshotSession.OpenAsync(Plain, new ServicePingOptions(), snapshot: null, CancellationToken.None);
        WalkedTable table = await TableLookup.FindAsync(relation, session, CancellationToken.None);
        string rows = condition
            .Replace("{0}", Window.Literal(4), StringComparison.Ordinal).Replace("{1}", Window.Literal(5), StringComparison.Ordinal);
        await using NpgsqlCommand all = session.Command($"SELECT id FROM {name} WHERE {rows} ORDER BY id");
        List<int> expected = await IdsAsync(all);

        for (int seed = 0; seed < Seeds; seed++)
        {
            Cutting cutting = new(seed, relation, session, kind.StartsWith("values", StringComparison.Ordinal) ? rows : null);
            List<int> read = await cutting.ReadAsync(await RouteAsync(kind, relation, table, session, seed));
            read.Sort();
            Assert.True(expected.SequenceEqual(read), $"Seed {seed}: {expected.Count} rows were read as {read.Count}.");
        }

        Assert.InRange(expected.Count, 300, 1500);
    }

    [Fact]
    public async Task Routes_of_two_kinds_along_one_column_are_told_apart()
    {
        await ExecuteAsync(Rows);
        RelationPlan relation = new("main", null, "odd", [], []);
        await using SnapshotSession session =
            await SnapshotSession.OpenAsync(Plain, new ServicePingOptions(), snapshot: null, CancellationToken.None);
        WalkedTable table = await TableLookup.FindAsync(relation, session, CancellationToken.None);
        AggregatesStatement statement = new([], fewestRepeated: 1);
        Route[] routes =
        [
            await RouteAsync("time by odd.due", relation, table, session, 0), await RouteAsync("values of due", relation, table, session, 0),
            new WholeRoute(table.Leaves[0], "false"), WholeRoute.None(table.Leaves[0]),
        ];

        Assert.Equal(
            ["time by odd.due", "values of odd.due", "rows of odd that an index finds"],
            WalkWords.Routes(routes[..3].Select(route => new PlannedWalk(statement, route, 1, 1)), table, "odd"));
        Assert.StartsWith(
            "nothing of odd", Assert.Single(WalkWords.Routes([new PlannedWalk(statement, routes[3], 1, 1)], table, "odd")), StringComparison.Ordinal);
    }

    private static async Task<Route> RouteAsync(string kind, RelationPlan relation, WalkedTable table, SnapshotSession session, int seed)
    {
        WalkedLeaf leaf = table.Leaves[0];
        string column = kind.Split(' ', 3)[^1];
        (long first, long last) = Window.Microseconds(TimeFrame.TwentyEightDays);
        return kind.Split(' ')[0] switch
        {
            "pages" => new PageRoute(leaf, "odd.ctid"),
            "parts" => new PartRoute(WalkedLeaf.Of(table.Leaves), "parts.ctid"),
            "time" => new TimeRoute(leaf, column, first, last),
            "keys" => (await new KeyRoutes(table, session, isLook: false).FindAsync(column, CancellationToken.None))[leaf],
            "values" => (await ValueRoute.FindAsync(
                leaf, column, $"odd.{column}", await TypeAsync(column, session), relation, session, CancellationToken.None))!,
            _ => new PrimaryKeyRoute(leaf, ["odd.part", "odd.id"], new KeySteps(5 + (seed * 80), isComplete: false, [])),
        };
    }

    private static async Task<string> TypeAsync(string column, SnapshotSession session) =>
        (await session.ScalarAsync<string>($"SELECT pg_typeof({column})::text FROM odd LIMIT 1", CancellationToken.None))!;

    private static async Task<List<int>> IdsAsync(NpgsqlCommand command)
    {
        List<int> ids = [];
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            ids.Add(reader.GetInt32(0));
        }

        return ids;
    }

    /// <summary>Walks along a route in slices of any width, and cuts these as if some of them took too long.</summary>
    private sealed class Cutting(int seed, RelationPlan relation, SnapshotSession session, string? condition)
    {
        private const int MostCuts = 3;

        private readonly Random _random = new(seed);
        private readonly ShortMoment _moment = new(session, new ServicePingOptions { SnapshotLimit = Patience });
        private readonly List<int> _ids = [];

        internal async Task<List<int>> ReadAsync(Route route)
        {
            long width = (long)Int128.Clamp(route.Length / _random.Next(1, 9), 1, long.MaxValue);
            PlannedWalk planned = new(new AggregatesStatement([], fewestRepeated: 1), route, width, long.MaxValue);
            Walk walk = Walk.Of(planned, new ServicePingOptions());
            while (!walk.IsExhausted)
            {
                Slice slice = walk.Take(_random.Next(1, 4));
                if (_random.Next(4) == 0)
                {
                    walk.Return(slice);
                    continue;
                }

                if (await route.ReachAsync(slice, _moment, CancellationToken.None) is { } reached)
                {
                    await ReadAsync(route, reached, 0);
                }

                walk.Done(slice, [(slice.Width, TimeSpan.FromSeconds(_random.NextDouble() / 2))], 0);
            }

            return _ids;
        }

        private async Task ReadAsync(Route route, Slice slice, int cuts)
        {
            int parts = _random.Next(2, 6);
            if (slice.CanBeCut && cuts < MostCuts && _random.Next(3) > 0)
            {
                foreach (Slice part in _random.Next(2) == 0 ? slice.Cut(parts) : slice.CutFinely(parts))
                {
                    await ReadAsync(route, part, cuts + 1);
                }
            }
            else if (!slice.CanBeCut && _random.Next(2) == 0
                && await route.FinerAsync(slice, parts, _moment, CancellationToken.None) is { } finer)
            {
                foreach (Slice part in finer.All.CutFinely(parts))
                {
                    await ReadAsync(finer, part, cuts);
                }
            }
            else
            {
                SelectItem[] items = [new($"{relation.Table}.id")];
                await using NpgsqlCommand command = session.Command(string.Join("\nUNION ALL\n", route.RowsOf(relation, slice).Select(rows =>
                    rows with { Items = items, Where = [.. rows.Where, .. condition is null ? [] : (string[])[condition]] })));
                Window.AddTo(command.Parameters);
                route.AddTo(command.Parameters, slice);
                _ids.AddRange(await IdsAsync(command));
            }
        }
    }
}
