using Npgsql;
using ServicePing.Runtime.Plans;
using ServicePing.Testing;

namespace ServicePing.Benchmarks.Databases;

/// <summary>
/// A whole ping: 120 metrics of eight tables beside the batches that GitLab makes and a bare scan of the tables. <c>--rows</c> sets the
/// rows of all tables together, 20 million by default; <c>--rounds</c> the rounds, 3 by default; the batches run once. <c>client_cpu_share</c> is the processor time of this process as a share of one core.
/// </summary>
internal static class PingBenchmark
{
    private static readonly (string Name, int Twentieths)[] Shares =
    [
        ("issues", 5), ("notes", 4), ("ci_builds", 4), ("merge_requests", 2), ("events", 2), ("ci_pipelines", 1), ("members", 1), ("uploads", 1),
    ];

    public static void Run(string[] arguments) => RunAsync(arguments).GetAwaiter().GetResult();

    private static async Task RunAsync(string[] arguments)
    {
        long rows = Report.Option(arguments, "rows", 20_000_000);
        int rounds = (int)Report.Option(arguments, "rounds", 3);
        BenchmarkTable[] tables = [.. Shares.Select(share => new BenchmarkTable(share.Name, rows / 20 * share.Twentieths, rows / 40))];
        await using PrivatePostgres server = await BenchmarkServer.StartAsync(tables);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server.ConnectionString);
        MeasuredMetric[] metrics = Metrics();
        decimal[] truth = await PlainSql.EachAsync(source, metrics, workers: 2);

        await using OurCollection ours = new(server.ConnectionString, metrics);
        List<double> times = [];
        List<double> scans = [];
        List<double> shares = [];
        CollectionStatistics? statistics = null;
        for (int round = -Report.WarmRounds; round <= rounds; round++)
        {
            (double scan, _) = await PlainSql.TimeAsync(async () =>
            {
                await PlainSql.ScanAsync(source, tables.Select(table => table.Name));
                return 0;
            });
            TimeSpan before = Environment.CpuUsage.TotalTime;
            (double time, (decimal[] values, statistics)) = await PlainSql.TimeAsync(ours.RunAsync);
            double client = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
            Same.Require("one collection", truth, values);
            if (round > 0)
            {
                scans.Add(scan);
                times.Add(time);
                shares.Add(client / time);
            }
        }

        if (arguments.Contains("--sent"))
        {
            Report.Sent(statistics!);
            return;
        }

        GitLabBatches batches = new(source, TimeSpan.Zero);
        (double batched, decimal[] batchedValues) = await PlainSql.TimeAsync(async () =>
        {
            List<decimal> values = [];
            foreach (MeasuredMetric metric in metrics)
            {
                values.Add(await batches.ValueAsync(metric));
            }

            return values.ToArray();
        });
        bool IsEstimate(int metric) => metrics[metric].Operation == Operation.EstimateBatchDistinctCount;
        Same.Require(
            "batches",
            [.. truth.Where((_, metric) => !IsEstimate(metric))], [.. batchedValues.Where((_, metric) => !IsEstimate(metric))]);
        long expected = await batches.ExpectedStatementsAsync(metrics);
        if (batches.Statements != expected)
        {
            throw new InvalidOperationException($"The baseline sent {batches.Statements} statements; its batches come to {expected}.");
        }

        (double median, double scanned) = (Report.Median(times), Report.Median(scans));
        Report.Say($"one collection              {median,10:F0} ms, {statistics!.Statements} statements, longest {statistics.LongestStatement.TotalMilliseconds:F0} ms, {statistics.SentStatements.Sum(sent => sent.Elapsed.TotalMilliseconds):F0} ms of connections");
        Report.Say($"batches without a pause     {batched,10:F0} ms, {batches.Statements} statements, as its batches imply, longest {batches.LongestStatement.TotalMilliseconds:F0} ms");
        Report.Say($"bare scans, one core        {scanned,10:F0} ms");
        Report.Say($"ping: vs_batched = {batched / median:F1}");
        Report.Say($"ping: vs_scan = {median / scanned:F2}");
        Report.Say($"ping: statements = {statistics.Statements}");
        Report.Say($"ping: max_statement_ms = {statistics.LongestStatement.TotalMilliseconds:F0}");
        Report.Say($"ping: client_cpu_share = {Report.Median(shares):F2}");
    }

    /// <summary>96 counts, 14 distinct counts, 3 estimates, 3 sums, 4 grouped counts.</summary>
    private static MeasuredMetric[] Metrics()
    {
        string[] tables = [.. Shares.Select(share => share.Name)];
        TimeFrame[] windows = [TimeFrame.All, TimeFrame.TwentyEightDays, TimeFrame.SevenDays];
        return
        [
            .. tables.SelectMany(table => new[] { null, "state_id = 1", "status = 'failed'", "weight > 10" }
                .SelectMany(filter => windows.Select(window => new MeasuredMetric(table, Operation.Count, Filter: filter, Window: window)))),
            .. tables.Select(table => new MeasuredMetric(table, Operation.DistinctCount, "author_id")),
            .. tables[..3].Select(table => new MeasuredMetric(table, Operation.DistinctCount, "author_id", Window: TimeFrame.TwentyEightDays)),
            .. tables[..3].Select(table => new MeasuredMetric(table, Operation.DistinctCount, "author_id", "status = 'failed'")),
            .. tables[..3].Select(table => new MeasuredMetric(table, Operation.EstimateBatchDistinctCount, "author_id")),
            .. tables[..3].Select(table => new MeasuredMetric(table, Operation.Sum, "weight")),
            .. tables[..4].Select(table => new MeasuredMetric(table, Operation.Count, GroupBy: "issue_type")),
        ];
    }
}
