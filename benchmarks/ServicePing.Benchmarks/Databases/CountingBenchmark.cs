using Npgsql;
using ServicePing.Runtime.Plans;
using ServicePing.Testing;

namespace ServicePing.Benchmarks.Databases;

/// <summary>
/// Counts of one table, 1 to 50 metrics: one collection beside per-metric batches as GitLab makes them, one SELECT a metric, one SELECT
/// for all, and a bare scan. <c>--rows</c> sets the table's rows, 5 million by default; <c>--rounds</c> the rounds, 3 by default.
/// </summary>
internal static class CountingBenchmark
{
    private const string Table = "issues";

    private static readonly string?[] Filters =
    [
        null, "state_id = 1", "state_id = 2", "issue_type = 0", "issue_type = 1", "issue_type = 2", "issue_type = 3", "issue_type = 4",
        "confidential", "weight IS NULL", "weight > 10", "status = 'failed'", "status = 'success'", "closed_at IS NOT NULL",
        "state_id = 1 AND issue_type = 2", "author_id IS NULL", "status IN ('running', 'canceled') AND NOT confidential",
    ];

    public static void Run(string[] arguments) => RunAsync(arguments).GetAwaiter().GetResult();

    private static async Task RunAsync(string[] arguments)
    {
        long rows = Report.Option(arguments, "rows", 5_000_000);
        int rounds = (int)Report.Option(arguments, "rounds", 3);
        long few = rows / 10;
        await using PrivatePostgres server = await BenchmarkServer.StartAsync(
            new BenchmarkTable(Table, rows, rows / 10), new BenchmarkTable("issues_few", few, rows / 10));
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server.ConnectionString);

        double peakFew = await PeakMegabytesAsync(server.ConnectionString, Metrics(20, "issues_few"));
        double peakAll = await PeakMegabytesAsync(server.ConnectionString, Metrics(20, Table));

        double scan = Report.Median(await TimesAsync(rounds, async () =>
        {
            await PlainSql.ScanAsync(source, [Table]);
            return 0;
        }));
        Report.Say($"bare count(*), one core {scan,10:F0} ms");
        if (arguments.Contains("--sent"))
        {
            await using OurCollection ours = new(server.ConnectionString, Metrics(20, Table));
            await ours.RunAsync();
            (double time, (_, CollectionStatistics statistics)) = await PlainSql.TimeAsync(ours.RunAsync);
            Report.Say($"{time:F0} ms");
            Report.Sent(statistics);
            return;
        }

        Dictionary<int, double[]> medians = [];
        double longest = 0;
        foreach (int count in new[] { 1, 5, 20, 50 })
        {
            (medians[count], double statement) = await CompareAsync(server.ConnectionString, source, Metrics(count, Table), rounds);
            longest = Math.Max(longest, statement);
        }

        Report.Say($"counting: n20_vs_batched_pause = {medians[20][1] / medians[20][0]:F1}");
        Report.Say($"counting: n20_vs_batched = {medians[20][2] / medians[20][0]:F1}");
        Report.Say($"counting: n50_vs_batched_pause = {medians[50][1] / medians[50][0]:F1}");
        Report.Say($"counting: n50_vs_batched = {medians[50][2] / medians[50][0]:F1}");
        Report.Say($"counting: n1_time_vs_better_select = {medians[1][0] / Math.Min(medians[1][3], medians[1][4]):F2}");
        Report.Say($"counting: n20_time_vs_fused_select = {medians[20][0] / medians[20][5]:F2}");
        Report.Say($"counting: max_statement_ms = {longest:F0}");
        Report.Say($"counting: peak_mb_5m_rows = {peakAll:F0}");
        Report.Say($"counting: peak_mb_500k_rows = {peakFew:F0}");
    }

    /// <summary>The first metrics of: every filter over all time, 28 days and 7 days.</summary>
    private static MeasuredMetric[] Metrics(int count, string table) =>
    [
        .. Filters.SelectMany(filter => new[] { TimeFrame.All, TimeFrame.TwentyEightDays, TimeFrame.SevenDays }
            .Select(window => new MeasuredMetric(table, Operation.Count, Filter: filter, Window: window))).Take(count),
    ];

    /// <summary>Medians in milliseconds: ours, batches with a pause, without, a SELECT each serial, parallel, one fused SELECT.</summary>
    private static async Task<(double[] Medians, double LongestStatement)> CompareAsync(
        string connectionString, NpgsqlDataSource source, MeasuredMetric[] metrics, int rounds)
    {
        await using OurCollection ours = new(connectionString, metrics);
        (string Name, Func<Task<decimal[]>> Run, bool IsSlow)[] variants =
        [
            ("one collection", async () => (await ours.RunAsync()).Values, false),
            ("batches of 100,000, 10 ms pause", () => BatchesAsync(source, metrics, TimeSpan.FromMilliseconds(10)), true),
            ("batches of 100,000", () => BatchesAsync(source, metrics, TimeSpan.Zero), true),
            ("a SELECT each, serial", () => PlainSql.EachAsync(source, metrics, workers: 0), false),
            ("a SELECT each, 2 workers", () => PlainSql.EachAsync(source, metrics, workers: 2), false),
            ("one fused SELECT, serial", () => PlainSql.FusedAsync(source, metrics), false),
        ];
        List<double>[] times = [.. variants.Select(_ => new List<double>())];
        decimal[] expected = await PlainSql.FusedAsync(source, metrics);
        double longest = 0;
        for (int round = -Report.WarmRounds; round <= rounds; round++)
        {
            foreach ((int i, var variant) in variants.Index())
            {
                // Rounds up to 0 warm up; the slow ones share the connections of others, and need it no more.
                if (variant.IsSlow && (round <= 0 || (round > 1 && metrics.Length >= 20)))
                {
                    continue;
                }

                (double time, decimal[] values) = await PlainSql.TimeAsync(variant.Run);
                Same.Require(variant.Name, expected, values);
                if (round > 0)
                {
                    times[i].Add(time);
                }
            }

            longest = Math.Max(longest, (await ours.RunAsync()).Statistics.LongestStatement.TotalMilliseconds);
        }

        double[] medians = [.. times.Select(Report.Median)];
        foreach ((int i, var variant) in variants.Index())
        {
            Report.Say($"N = {metrics.Length,2}  {variant.Name,-32} {medians[i],10:F0} ms {medians[i] / medians[0],8:F1} x");
        }

        return (medians, longest);
    }

    private static async Task<decimal[]> BatchesAsync(NpgsqlDataSource source, MeasuredMetric[] metrics, TimeSpan pause)
    {
        GitLabBatches batches = new(source, pause);
        List<decimal> values = [];
        foreach (MeasuredMetric metric in metrics)
        {
            values.Add(await batches.ValueAsync(metric));
        }

        return [.. values];
    }

    private static async Task<double[]> TimesAsync<T>(int rounds, Func<Task<T>> work)
    {
        double[] times = new double[rounds];
        for (int round = 0; round < rounds; round++)
        {
            (times[round], _) = await PlainSql.TimeAsync(work);
        }

        return times;
    }

    /// <summary>The most memory that the process held while it collected.</summary>
    private static async Task<double> PeakMegabytesAsync(string connectionString, MeasuredMetric[] metrics)
    {
        await using OurCollection ours = new(connectionString, metrics);
        await ours.RunAsync();
        GC.Collect();
        using CancellationTokenSource stop = new();
        Task<long> watch = WatchAsync(stop.Token);
        await ours.RunAsync();
        await stop.CancelAsync();
        return await watch / 1048576.0;
    }

    private static async Task<long> WatchAsync(CancellationToken stop)
    {
        long peak = 0;
        while (!stop.IsCancellationRequested)
        {
            peak = Math.Max(peak, Environment.WorkingSet);
            await Task.Delay(5, CancellationToken.None);
        }

        return peak;
    }
}
