using System.Globalization;
using Npgsql;
using ServicePing.Runtime.Plans;
using ServicePing.Testing;

namespace ServicePing.Benchmarks.Databases;

/// <summary>
/// Estimated distinct counts of an integer and a uuid column beside GitLab's SQL with 512 registers: time on one table, and error on
/// many sets. <c>--rows</c> sets the table's rows, 5 million by default; <c>--rounds</c> the rounds, 3 by default; <c>--sets</c> the
/// sets, 1,000 by default.
/// </summary>
internal static class EstimateBenchmark
{
    public static void Run(string[] arguments) => RunAsync(arguments).GetAwaiter().GetResult();

    private static async Task RunAsync(string[] arguments)
    {
        long rows = Report.Option(arguments, "rows", 5_000_000);
        int rounds = (int)Report.Option(arguments, "rounds", 3);
        long sets = Report.Option(arguments, "sets", 1_000);
        BenchmarkTable table = new("issues", rows, rows / 10);
        await using PrivatePostgres server = await BenchmarkServer.StartAsync(table, table with { Name = "issues_few", Rows = rows / 10 });
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server.ConnectionString);

        List<double> ratios = [];
        foreach (string column in new[] { "author_id", "token" })
        {
            MeasuredMetric metric = new(table.Name, Operation.EstimateBatchDistinctCount, column);
            await using OurCollection ours = new(server.ConnectionString, [metric]);
            GitLabBatches batches = new(source, TimeSpan.Zero);
            decimal truth = (await PlainSql.EachAsync(source, [metric], workers: 2))[0];
            (List<double> our, List<double> batched) = ([], []);
            (decimal ourValue, decimal batchedValue) = (0, 0);
            for (int round = 0; round <= rounds; round++)
            {
                (double ourTime, (decimal[] values, _)) = await PlainSql.TimeAsync(ours.RunAsync);
                (double batchedTime, batchedValue) = await PlainSql.TimeAsync(() => batches.ValueAsync(metric));
                ourValue = values[0];
                if (round > 0)
                {
                    our.Add(ourTime);
                    batched.Add(batchedTime);
                }
            }

            ratios.Add(Report.Median(batched) / Report.Median(our));
            Report.Say($"{column,-10} ours {Report.Median(our),8:F0} ms, off by {Percent(ourValue, truth):F2} %  batches {Report.Median(batched),8:F0} ms, off by {Percent(batchedValue, truth):F2} %");
        }

        double[] errors = await ErrorsAsync(server, source, sets);
        Report.Say($"estimate: vs_batched = {ratios[1]:F1}");
        Report.Say($"estimate: integer_vs_batched = {ratios[0]:F1}");
        Report.Say($"estimate: mean_error_percent = {errors.Average():F2}");
        Report.Say($"estimate: worst_error_percent = {errors.Max():F2}");
    }

    /// <summary>By how many per cent each set's estimate is off; the sets are the groups of one metric.</summary>
    private static async Task<double[]> ErrorsAsync(PrivatePostgres server, NpgsqlDataSource source, long sets)
    {
        await using NpgsqlCommand fill = source.CreateCommand(
            $"CREATE TABLE sets AS SELECT s AS set_id, md5(s || ' ' || n) AS token FROM generate_series(1, {sets}) s, generate_series(1, 500 + 7 * s) n; ANALYZE sets");
        fill.CommandTimeout = 0;
        await fill.ExecuteNonQueryAsync();
        await using OurCollection ours = new(
            server.ConnectionString, [new("sets", Operation.EstimateBatchDistinctCount, "token", GroupBy: "set_id")]);
        return
        [
            .. (await ours.GroupsAsync()).Select(group =>
                Percent(group.Value, 500 + 7 * long.Parse(group.Key, CultureInfo.InvariantCulture))),
        ];
    }

    private static double Percent(decimal estimate, decimal truth) => (double)(Math.Abs(estimate - truth) / truth * 100);
}
