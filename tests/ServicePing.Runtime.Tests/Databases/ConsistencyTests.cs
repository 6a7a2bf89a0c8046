using Npgsql;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>The numbers of a collection come from one moment, however much is written meanwhile.</summary>
public sealed class ConsistencyTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    private static int Collections => Environment.GetEnvironmentVariable("SERVICEPING_LONG") is null ? 100 : 1_000;

    [Fact]
    public async Task Parts_make_up_the_whole_in_every_collection_while_rows_come_change_and_go()
    {
        // Rows move between states and pages all the time; entries of a ledger are written so that they always come to nothing.
        await ExecuteAsync("""
            CREATE TABLE moving (id bigint PRIMARY KEY, state int NOT NULL, author_id int, filler text, created_at timestamptz NOT NULL);
            INSERT INTO moving
            SELECT n, n % 3, n % 50, repeat('x', 200), timestamptz '2026-11-21 02:15:00.123+00' - n % 60 * interval '1 day'
            FROM generate_series(1, 3000) n;
            CREATE INDEX ON moving (created_at);
            CREATE TABLE ledger (amount numeric NOT NULL);
            INSERT INTO ledger SELECT a FROM generate_series(1, 500) n, unnest(ARRAY[n + 0.25, -n - 0.25]) a;
            ANALYZE;
            """);
        TestSet set = new();
        int all = set.Add("all");
        int[] states = [set.Add("state_0"), set.Add("state_1"), set.Add("state_2")];
        int byState = set.Add("by_state", ValueShape.Json);
        int authors = set.Add("authors");
        int month = set.Add("month", timeFrame: TimeFrame.TwentyEightDays);
        int week = set.Add("week", timeFrame: TimeFrame.SevenDays);
        int monthAuthors = set.Add("month_authors", timeFrame: TimeFrame.TwentyEightDays);
        set.RelationPlans.Add(new RelationPlan("main", null, "moving", [],
        [
            new(all, Operation.Count),
            .. states.Select((slot, state) => new QueryFragment(slot, Operation.Count) { Filter = $"moving.state = {state}" }),
            new(byState, Operation.Count) { GroupBy = ["moving.state"] },
            new(authors, Operation.DistinctCount) { Columns = ["moving.author_id"] },
            new(month, Operation.Count) { Window = TimeFrame.TwentyEightDays, TimestampColumn = "moving.created_at" },
            new(week, Operation.Count) { Window = TimeFrame.SevenDays, TimestampColumn = "moving.created_at" },
            new(monthAuthors, Operation.DistinctCount)
                { Columns = ["moving.author_id"], Window = TimeFrame.TwentyEightDays, TimestampColumn = "moving.created_at" },
        ]));
        int balance = set.Add("balance", ValueShape.Decimal);
        int entries = set.Add("entries");
        set.RelationPlans.Add(new RelationPlan("main", null, "ledger", [],
            [new(balance, Operation.Sum) { Columns = ["ledger.amount"] }, new(entries, Operation.Count)]));
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.SlicePages = (5, 25);
                options.PauseRatio = 0;
            }),
            set);

        using CancellationTokenSource stop = new();
        Task<int>[] writers = [WriteAsync(1, stop.Token), WriteAsync(2, stop.Token)];
        HashSet<long> wholes = [];
        try
        {
            for (int i = 0; i < Collections; i++)
            {
                ServicePingPayload payload = await ping.CollectAsync();
                Assert.All(payload.Metrics, metric => Assert.True(metric.Status == ReadingStatus.Ok, metric.Message));
                Dictionary<string, MetricValue> values = payload.Metrics.ToDictionary(metric => metric.KeyPath, metric => metric.Value);
                long whole = values["all"].AsInt64();
                wholes.Add(whole);
                Assert.Equal(whole, states.Index().Sum(state => values[$"state_{state.Index}"].AsInt64()));
                Assert.Equal(whole, values["by_state"].AsJson().EnumerateObject().Sum(state => state.Value.GetInt64()));
                Assert.InRange(values["week"].AsInt64(), 1, values["month"].AsInt64());
                Assert.InRange(values["month"].AsInt64(), 1, whole);
                Assert.InRange(values["authors"].AsInt64(), 1, whole);
                Assert.InRange(values["month_authors"].AsInt64(), 1, Math.Min(values["authors"].AsInt64(), values["month"].AsInt64()));
                Assert.Equal(0, values["balance"].AsDecimal());
                Assert.Equal(0, values["entries"].AsInt64() % 2);
            }
        }
        finally
        {
            await stop.CancelAsync();
        }

        int written = (await Task.WhenAll(writers)).Sum();
        Assert.True(written > Collections, $"Only {written} transactions were written meanwhile.");
        Assert.True(wholes.Count > 1, "The table did not change.");
    }

    /// <summary>Writes until told to stop; the result is the number of transactions.</summary>
    private async Task<int> WriteAsync(int writer, CancellationToken stop)
    {
        Random random = new(writer);
        int written = 0;
        await using NpgsqlConnection connection = await Plain.OpenConnectionAsync(CancellationToken.None);
        while (!stop.IsCancellationRequested)
        {
            int id = random.Next(1, 3000);
            string sql = $"""
                BEGIN;
                UPDATE moving SET state = (state + 1) % 3, created_at = created_at - interval '1 day' WHERE id IN ({id}, {id + 7});
                DELETE FROM moving WHERE id = {id + 3};
                INSERT INTO moving SELECT id, 2, {id % 60}, repeat('y', 200), timestamptz '2026-11-21' - {id % 40} * interval '1 day'
                FROM generate_series({id}, {id + random.Next(4)}) id ON CONFLICT (id) DO UPDATE SET state = 0, filler = repeat('z', {id % 200});
                INSERT INTO ledger VALUES ({id}.75), (-{id}.75);
                UPDATE ledger SET amount = amount * 2 WHERE abs(amount) = {id}.75;
                COMMIT
                """;
            await using NpgsqlCommand command = new(sql, connection);
            try
            {
                await command.ExecuteNonQueryAsync(CancellationToken.None);
                written++;
            }
            catch (PostgresException exception) when (exception.IsTransient)
            {
                // The other writer was first.
                await using NpgsqlCommand rollback = new("ROLLBACK", connection);
                await rollback.ExecuteNonQueryAsync(CancellationToken.None);
            }
        }

        return written;
    }
}
