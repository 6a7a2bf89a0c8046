using Npgsql;
using ServicePing.Runtime.Plans;
using ServicePing.Testing;

namespace ServicePing.Benchmarks.Databases;

/// <summary>
/// Exact distinct counts of whole numbers, all, filtered and of 28 days, beside distinct batches as GitLab makes them and
/// <c>COUNT(DISTINCT)</c>; of texts, uuids and jsonb beside <c>COUNT(DISTINCT)</c>, with the memory that each value takes.
/// <c>--rows</c> sets the table's rows, 5 million by default; <c>--rounds</c> the rounds, 3 by default.
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
        List<(double Batched, double Plain)> ratios = [];
        foreach ((string name, MeasuredMetric metric) in metrics)
        {
            await using OurCollection ours = new(server.ConnectionString, [metric]);
            GitLabBatches batches = new(source, TimeSpan.Zero);
            (List<double> our, List<double> batched, List<double> plain) = ([], [], []);
            for (int round = 0; round <= rounds; round++)
            {
                (double plainTime, decimal[] truth) = await PlainSql.TimeAsync(() => PlainSql.EachAsync(source, [metric], workers: 0));
                (double ourTime, (decimal[] values, _)) = await PlainSql.TimeAsync(ours.RunAsync);
                (double batchedTime, decimal batchedValue) = await PlainSql.TimeAsync(() => batches.ValueAsync(metric));
                Same.Require("one collection", truth, values);
                Same.Require("batches", truth, [batchedValue]);
                if (round > 0)
                {
                    our.Add(ourTime);
                    batched.Add(batchedTime);
                    plain.Add(plainTime);
                }
            }

            double median = Report.Median(our);
            ratios.Add((Report.Median(batched) / median, Report.Median(plain) / median));
            Report.Say($"{name,-10} ours {median,8:F0} ms  batches {Report.Median(batched),8:F0} ms  COUNT(DISTINCT) {Report.Median(plain),8:F0} ms");
        }

        Report.Say($"distinct: vs_batched = {ratios[0].Batched:F1}");
        Report.Say($"distinct: filtered_vs_batched = {ratios[1].Batched:F1}");
        Report.Say($"distinct: vs_count_distinct = {ratios[0].Plain:F1}");
        Report.Say($"distinct: filtered_vs_count_distinct = {ratios[1].Plain:F1}");
    }
}
