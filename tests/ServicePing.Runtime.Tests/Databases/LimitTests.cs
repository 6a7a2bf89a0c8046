using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>What a collection may take of the program's memory and of the server's time is kept to, and said.</summary>
public sealed class LimitTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    private const string People = """
        CREATE TABLE people (id bigint PRIMARY KEY, name text NOT NULL, far bigint NOT NULL, near int NOT NULL);
        INSERT INTO people SELECT n, 'name ' || n, n::bigint * 1000003 * 1000003, n FROM generate_series(1, 50000) n;
        CREATE VIEW everybody AS SELECT * FROM people;
        ANALYZE people
        """;

    [Theory]
    [InlineData("name", "people", Operation.DistinctCount, "people.name")]
    [InlineData("far", "people", Operation.DistinctCount, "people.far")]
    [InlineData("list", "people", Operation.DistinctCount, "people.name", "people.near")]
    [InlineData("view", "everybody", Operation.DistinctCount, "everybody.name")]
    [InlineData("distinct_by", "people", Operation.DistinctCount, "people.name")]
    [InlineData("groups", "people", Operation.Count)]
    [InlineData("groups_of_view", "everybody", Operation.Count)]
    [InlineData("histogram", "people", Operation.Histogram, "people.name")]
    [InlineData("percentile", "people", Operation.Percentile, "people.far")]
    public async Task A_metric_that_needs_more_memory_than_it_may_take_says_so_and_fails_alone(
        string kind, string table, Operation operation, params string[] columns)
    {
        await ExecuteAsync(People);
        TestSet set = new();
        bool isGrouped = kind.StartsWith("groups", StringComparison.Ordinal) || kind.EndsWith("_by", StringComparison.Ordinal);
        AddMetric(set, "many", isGrouped || operation == Operation.Histogram ? ValueShape.Json : ValueShape.Integer, table, new(0, operation)
        {
            Columns = columns,
            GroupBy = isGrouped ? [$"{table}.name"] : [],
            Percentile = operation == Operation.Percentile ? 95 : null,
            FirstBucket = operation == Operation.Histogram ? 1 : null,
            LastBucket = operation == Operation.Histogram ? 5 : null,
        });
        AddMetric(set, "few", ValueShape.Integer, "people", new(0, Operation.DistinctCount) { Columns = ["people.id % 7"] });
        AddMetric(set, "near", ValueShape.Integer, "people", new(0, Operation.DistinctCount) { Columns = ["people.near"] });

        (MetricReading reading, MetricReading[] others) = await CollectAsync(set, memory: 600_000);

        Assert.Equal(ReadingStatus.Failed, reading.Status);
        Assert.Contains("600,000 bytes of memory", reading.Message, StringComparison.Ordinal);
        Assert.Contains("raise MetricMemory", reading.Message, StringComparison.Ordinal);
        Assert.Equal([(ReadingStatus.Ok, 7L), (ReadingStatus.Ok, 50_000L)], others.Select(other => (other.Status, other.Value.AsInt64())));

        (reading, others) = await CollectAsync(set, memory: 20_000_000);

        Assert.Equal((ReadingStatus.Ok, (string?)null), (reading.Status, isGrouped ? null : reading.Message));
        Assert.Equal(isGrouped, reading.Message is not null);
        Assert.Equal([7L, 50_000L], others.Select(other => other.Value.AsInt64()));
    }

    [Fact]
    public async Task A_budget_of_time_is_spent_on_small_tables_first_and_the_rest_is_left_out()
    {
        await TablesAsync();

        ServicePingPayload payload = await CollectAsync(TimeSpan.FromSeconds(4));

        MetricReading[] readings = [.. payload.Metrics.OrderBy(metric => metric.KeyPath)];
        Assert.Equal(["large", "middle", "small"], readings.Select(reading => reading.KeyPath));
        Assert.Equal([ReadingStatus.TimedOut, ReadingStatus.Ok, ReadingStatus.Ok], readings.Select(reading => reading.Status));
        Assert.Equal((100L, 10L), (readings[1].Value.AsInt64(), readings[2].Value.AsInt64()));
        Assert.Contains("raise StatementBudget", readings[0].Message, StringComparison.Ordinal);

        // All of it would have taken ten seconds.
        TimeSpan spent = payload.Statistics.SentStatements.Aggregate(TimeSpan.Zero, (sum, sent) => sum + sent.Elapsed);
        Assert.InRange(spent, TimeSpan.Zero, TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task Without_a_budget_all_is_read()
    {
        await TablesAsync();

        ServicePingPayload payload = await CollectAsync(budget: null);

        Assert.All(payload.Metrics, metric => Assert.Equal(ReadingStatus.Ok, metric.Status));
        Assert.Equal(
            [10L, 100L, 2_000L],
            payload.Metrics.Where(metric => metric.Source == DataSource.Database).Select(metric => metric.Value.AsInt64()).Order());
    }

    /// <summary>Tables whose rows are read in five milliseconds each.</summary>
    private Task TablesAsync() => ExecuteAsync(string.Join(';', new[] { ("large", 2_000), ("middle", 100), ("small", 10) }.Select(table => $"""
        CREATE TABLE {table.Item1} (id bigint PRIMARY KEY, filler text NOT NULL);
        ALTER TABLE {table.Item1} ALTER filler SET STORAGE PLAIN;
        INSERT INTO {table.Item1} SELECT n, repeat('x', 3000) FROM generate_series(1, {table.Item2}) n;
        ANALYZE {table.Item1}
        """)));

    private async Task<ServicePingPayload> CollectAsync(TimeSpan? budget)
    {
        TestSet set = new();
        foreach (string table in new[] { "large", "middle", "small" })
        {
            AddMetric(set, table, ValueShape.Integer, table, new(0, Operation.Count) { Filter = "pg_sleep(0.005) IS NOT NULL" });
        }

        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.StatementTarget = TimeSpan.FromMilliseconds(50);
                options.SlicePages = (4, 20);
                options.MaxConnections = 1;
                options.PauseRatio = 0;
                options.SnapshotLimit = TimeSpan.FromMinutes(5);
                options.StatementBudget = budget;
            }),
            set);
        return await ping.CollectAsync();
    }

    private async Task<(MetricReading Many, MetricReading[] Others)> CollectAsync(TestSet set, long memory)
    {
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).Configure(options =>
            {
                options.SlicePages = (20, 20);
                options.MetricMemory = memory;
            }),
            set);
        Dictionary<string, MetricReading> readings = (await ping.CollectAsync()).Metrics.ToDictionary(metric => metric.KeyPath);
        return (readings["many"], [readings["few"], readings["near"]]);
    }
}
