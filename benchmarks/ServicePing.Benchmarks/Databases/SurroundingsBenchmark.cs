using Npgsql;
using ServicePing.Runtime.Plans;
using ServicePing.Testing;

namespace ServicePing.Benchmarks.Databases;

/// <summary>
/// Collections away from home: a table of 1,400 partitions, a condition that reads another table, a small installation, each beside plain
/// SQL; and what a busy host notices of one. <c>--rounds</c> sets the rounds, 3 by default; <c>--seconds</c> how long the host works in
/// each, 20 by default; <c>--host</c> asks for the last alone.
/// </summary>
internal static class SurroundingsBenchmark
{
    private const int SmallRows = 50_000;

    // What docs/databases.md advises where a host must not notice a collection.
    private const double Polite = 40;

    // Of which few rows are true, and which takes its time however few rows are asked.
    private const string CostlyFilter = "author_id IN (SELECT author_id FROM notes GROUP BY author_id HAVING count(*) > 12)";

    // A partition a day, of 500 rows each, with indexes on what products index.
    private const string Partitions = """
        CREATE TABLE visits_by_day (
            id bigint NOT NULL, author_id bigint, state_id smallint NOT NULL, weight int, status text NOT NULL,
            created_at timestamptz NOT NULL, PRIMARY KEY (id, created_at)) PARTITION BY RANGE (created_at);
        CREATE INDEX ON visits_by_day (created_at);
        DO $$
        BEGIN
            FOR day IN 0..1399 LOOP
                EXECUTE format(
                    'CREATE TABLE visits_%s PARTITION OF visits_by_day FOR VALUES FROM (%L) TO (%L)',
                    day, timestamptz '2026-11-21 00:00+00' - day * interval '1 day', timestamptz '2026-11-22 00:00+00' - day * interval '1 day');
            END LOOP;
        END $$;
        INSERT INTO visits_by_day
        SELECT n, n::bigint * 7919 % 20000, 1 + n % 2, n % 20, (ARRAY['success', 'failed', 'running'])[1 + n % 3],
               timestamptz '2026-11-21 23:59+00' - (n % 1400) * interval '1 day'
        FROM generate_series(1, 700000) n;
        """;

    private static readonly string[] SmallTables = ["accounts", "boards", "cards", "comments", "files", "members", "tags", "visits"];

    public static void Run(string[] arguments) => RunAsync(arguments).GetAwaiter().GetResult();

    private static async Task RunAsync(string[] arguments)
    {
        int rounds = (int)Report.Option(arguments, "rounds", 3);
        TimeSpan seconds = TimeSpan.FromSeconds(Report.Option(arguments, "seconds", 20));
        BenchmarkTable host = new("issues", 2_000_000, 200_000);
        await using PrivatePostgres server = await BenchmarkServer.StartAsync(
        [
            host, host with { Name = "notes", Rows = 1_000_000 },
            .. SmallTables.Select(name => new BenchmarkTable(name, SmallRows / SmallTables.Length, 500)),
        ]);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server.ConnectionString);
        if (arguments.Contains("--host"))
        {
            await BusyAsync(server, Metrics(host.Name), rounds, seconds);
            return;
        }

        await PlainSql.ExecuteAsync(source, Partitions);
        await PlainSql.ExecuteAsync(source, "VACUUM (ANALYZE) visits_by_day");

        await using LockWatch locks = LockWatch.Begin(source);
        double partitions = await RatioAsync("1,400 partitions", server, source, Metrics("visits_by_day"), rounds);
        int mostLocks = await locks.EndAsync();
        double subquery = await RatioAsync(
            "a costly subquery", server, source, [new("issues", Operation.Count, Filter: CostlyFilter)], rounds);
        double small = await SmallAsync(server, source, rounds);
        Report.Say($"surroundings: partitions_vs_sql = {partitions:F2}");
        Report.Say($"surroundings: locks_max = {mostLocks}");
        Report.Say($"surroundings: subquery_vs_sql = {subquery:F2}");
        Report.Say($"surroundings: small_ms = {small:F0}");
        await BusyAsync(server, Metrics(host.Name), rounds, seconds);
    }

    private static async Task BusyAsync(PrivatePostgres server, MeasuredMetric[] metrics, int rounds, TimeSpan seconds)
    {
        double byDefault = await BusyHost.RatioAsync(server, metrics, pauseRatio: null, rounds, seconds);
        double polite = await BusyHost.RatioAsync(server, metrics, Polite, rounds, seconds);
        Report.Say($"surroundings: host_p99_ratio_by_default = {byDefault:F2}");
        Report.Say($"surroundings: host_p99_ratio = {polite:F2}");
    }

    /// <summary>The time of a collection as a multiple of that of a SELECT for each metric, on one connection.</summary>
    private static async Task<double> RatioAsync(
        string name, PrivatePostgres server, NpgsqlDataSource source, MeasuredMetric[] metrics, int rounds)
    {
        await using OurCollection ours = new(server.ConnectionString, metrics);
        (List<double> our, List<double> plain) = ([], []);
        CollectionStatistics? statistics = null;
        for (int round = 0; round <= rounds; round++)
        {
            (double plainTime, decimal[] truth) = await PlainSql.TimeAsync(() => PlainSql.EachAsync(source, metrics, workers: 0));
            (double ourTime, (decimal[] values, statistics)) = await PlainSql.TimeAsync(ours.RunAsync);
            Same.Require("one collection", truth, values);
            if (round > 0)
            {
                our.Add(ourTime);
                plain.Add(plainTime);
            }
        }

        Report.Say($"{name,-20} ours {Report.Median(our),8:F0} ms, {statistics!.Statements} statements, longest {statistics.LongestStatement.TotalMilliseconds:F0} ms  a SELECT each {Report.Median(plain),8:F0} ms");
        return Report.Median(our) / Report.Median(plain);
    }

    /// <summary>120 metrics of eight small tables: the time of a collection in a program that runs.</summary>
    private static async Task<double> SmallAsync(PrivatePostgres server, NpgsqlDataSource source, int rounds)
    {
        TimeFrame[] windows = [TimeFrame.All, TimeFrame.TwentyEightDays, TimeFrame.SevenDays];
        MeasuredMetric[] metrics =
        [
            .. SmallTables.SelectMany(table => new[] { null, "state_id = 1", "status = 'failed'", "weight > 10" }
                .SelectMany(filter => windows.Select(window => new MeasuredMetric(table, Operation.Count, Filter: filter, Window: window)))),
            .. SmallTables.SelectMany(table => windows.Select(window => new MeasuredMetric(table, Operation.DistinctCount, "author_id", Window: window))),
        ];
        decimal[] truth = await PlainSql.EachAsync(source, metrics, workers: 0);
        await using OurCollection ours = new(server.ConnectionString, metrics);
        List<double> times = [];
        for (int round = 0; round <= rounds * 3; round++)
        {
            (double time, (decimal[] values, CollectionStatistics statistics)) = await PlainSql.TimeAsync(ours.RunAsync);
            Same.Require("one collection", truth, values);
            Report.Say($"a small installation {time,8:F0} ms, {metrics.Length} metrics, {statistics.Statements} statements{(round == 0 ? ", the first of the process" : "")}");
            if (round > 0)
            {
                times.Add(time);
            }
        }

        return Report.Median(times);
    }

    private static MeasuredMetric[] Metrics(string table) =>
    [
        new(table, Operation.Count),
        new(table, Operation.Count, Filter: "state_id = 1"),
        new(table, Operation.Count, Window: TimeFrame.TwentyEightDays),
        new(table, Operation.Sum, "weight"),
        new(table, Operation.DistinctCount, "author_id", "status = 'failed'"),
    ];
}
