using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;
using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Plans;
using ServicePing.Testing;

namespace ServicePing.Benchmarks.Databases;

/// <summary>
/// Exact distinct counts of whole numbers, all, filtered and of 28 days, beside distinct batches as GitLab makes them and
/// <c>COUNT(DISTINCT)</c>; of texts, uuids and jsonb beside <c>COUNT(DISTINCT)</c>, with the memory that each value takes.
/// <c>--rows</c> sets the table's rows, 5 million by default; <c>--rounds</c> the rounds, 3 by default; <c>--sent</c> shows what is sent.
/// </summary>
internal static class DistinctBenchmark
{
    public static void Run(string[] arguments) => RunAsync(arguments).GetAwaiter().GetResult();

    private static async Task RunAsync(string[] arguments)
    {
        long rows = Report.Option(arguments, "rows", 5_000_000);
        int rounds = (int)Report.Option(arguments, "rounds", 3);
        BenchmarkTable table = new("issues", rows, rows / 10);
        await using PrivatePostgres server = await BenchmarkServer.StartAsync(table, table with { Name = "issues_few", Rows = rows / 10 });
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server.ConnectionString);
        (string Name, MeasuredMetric Metric)[] metrics =
        [
            ("all", new(table.Name, Operation.DistinctCount, "author_id")),
            ("filtered", new(table.Name, Operation.DistinctCount, "author_id", "status = 'failed'")),
            ("28 days", new(table.Name, Operation.DistinctCount, "author_id", Window: TimeFrame.TwentyEightDays)),
        ];
        if (arguments.Contains("--sent"))
        {
            foreach ((_, MeasuredMetric metric) in metrics)
            {
                await using OurCollection ours = new(server.ConnectionString, [metric]);
                await ours.RunAsync();
                (double time, (_, CollectionStatistics statistics)) = await PlainSql.TimeAsync(ours.RunAsync);
                Report.Say($"{time:F0} ms");
                Report.Sent(statistics);
            }

            return;
        }

        List<(double Batched, double Plain)> ratios = [];
        foreach ((string name, MeasuredMetric metric) in metrics)
        {
            ratios.Add(await CompareAsync(server.ConnectionString, source, name, metric, withBatches: true, rounds));
        }

        // Values that are no whole numbers, a fifth of the rows, as COUNT(DISTINCT) sorts jsonb for minutes.
        await PlainSql.ExecuteAsync(source, $"""
            CREATE TABLE documents AS
            SELECT id, 'user ' || author_id AS name, token, jsonb_build_object('author', author_id, 'tags', '[1, "a"]'::jsonb) AS body
            FROM {table.Name}
            LIMIT {rows / 5};
            ALTER TABLE documents ADD PRIMARY KEY (id);
            """);
        await PlainSql.ExecuteAsync(source, "VACUUM (ANALYZE) documents");
        List<double> others = [];
        foreach ((string name, string column) in new[] { ("text", "name"), ("uuid", "token"), ("jsonb", "body") })
        {
            MeasuredMetric metric = new("documents", Operation.DistinctCount, column);
            others.Add((await CompareAsync(server.ConnectionString, source, name, metric, withBatches: false, rounds)).Plain);
        }

        Report.Say($"distinct: vs_batched = {ratios[0].Batched:F1}");
        Report.Say($"distinct: filtered_vs_batched = {ratios[1].Batched:F1}");
        Report.Say($"distinct: vs_count_distinct = {ratios[0].Plain:F1}");
        Report.Say($"distinct: filtered_vs_count_distinct = {ratios[1].Plain:F1}");
        Report.Say($"distinct: text_vs_count_distinct = {others[0]:F1}");
        Report.Say($"distinct: uuid_vs_count_distinct = {others[1]:F1}");
        Report.Say($"distinct: jsonb_vs_count_distinct = {others[2]:F1}");
        Report.Say($"distinct: bytes_per_value = {BytesPerValue():F1}");
    }

    /// <summary>The medians of batches and of <c>COUNT(DISTINCT)</c>, each as a multiple of ours.</summary>
    private static async Task<(double Batched, double Plain)> CompareAsync(
        string connectionString, NpgsqlDataSource source, string name, MeasuredMetric metric, bool withBatches, int rounds)
    {
        await using OurCollection ours = new(connectionString, [metric]);
        GitLabBatches batches = new(source, TimeSpan.Zero);
        (List<double> our, List<double> batched, List<double> plain) = ([], [], []);
        for (int round = -Report.WarmRounds; round <= rounds; round++)
        {
            (double plainTime, decimal[] truth) = await PlainSql.TimeAsync(() => PlainSql.EachAsync(source, [metric], workers: 0));
            (double ourTime, (decimal[] values, _)) = await PlainSql.TimeAsync(ours.RunAsync);
            Same.Require("one collection", truth, values);
            double batchedTime = 0;
            if (withBatches)
            {
                (batchedTime, decimal batchedValue) = await PlainSql.TimeAsync(() => batches.ValueAsync(metric));
                Same.Require("batches", truth, [batchedValue]);
            }

            if (round > 0)
            {
                our.Add(ourTime);
                batched.Add(batchedTime);
                plain.Add(plainTime);
            }
        }

        double median = Report.Median(our);
        string beside = withBatches ? string.Create(CultureInfo.InvariantCulture, $"  batches {Report.Median(batched),8:F0} ms") : "";
        Report.Say($"{name,-10} ours {median,8:F0} ms{beside}  COUNT(DISTINCT) {Report.Median(plain),8:F0} ms");
        return (Report.Median(batched) / median, Report.Median(plain) / median);
    }

    /// <summary>What a different value takes at most: hashes, and whole numbers that lie far apart, of 100,000 to some millions.</summary>
    private static double BytesPerValue()
    {
        double most = 0;
        foreach (AccumulatorKind kind in new[] { AccumulatorKind.Hashes, AccumulatorKind.Integers })
        {
            for (int values = 100_000; values < 3_000_000; values += values / 6)
            {
                long before = GC.GetTotalMemory(forceFullCollection: true);
                ValueAccumulator filled = Filled(kind, values);
                most = Math.Max(most, (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)values);
                GC.KeepAlive(filled);
            }
        }

        return most;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ValueAccumulator Filled(AccumulatorKind kind, int values)
    {
        Random random = new(20261129);
        ValueAccumulator accumulator = (ValueAccumulator)Accumulator.Of(kind);
        long[] halves = new long[2];
        Span<long> value = kind == AccumulatorKind.Hashes ? halves : halves.AsSpan(0, 1);
        for (int i = 0; i < values; i++)
        {
            halves[0] = random.NextInt64(long.MinValue, long.MaxValue);
            halves[1] = random.NextInt64(long.MinValue, long.MaxValue);
            accumulator.Add(value);
        }

        return accumulator;
    }
}
