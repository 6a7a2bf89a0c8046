using System.Diagnostics;
using Npgsql;
using ServicePing.Runtime.Plans;

namespace ServicePing.Benchmarks.Databases;

/// <summary>
/// The peer: batches as GitLab's BatchCounter and its HyperLogLog make them, metric by metric, over the range of the counted column.
/// 100,000 keys a batch for counts, 10,000 for distinct counts and estimates, 1,000 for sums.
/// </summary>
/// <param name="source">The database.</param>
/// <param name="pause">What is slept after each batch; GitLab sleeps 10 ms.</param>
internal sealed class GitLabBatches(NpgsqlDataSource source, TimeSpan pause)
{
    /// <summary>How many statements have been sent.</summary>
    public int Statements { get; private set; }

    public TimeSpan LongestStatement { get; private set; }

    /// <summary>How many statements the bounds and batches of some metrics are, by the arithmetic of the counters alone.</summary>
    public async Task<long> ExpectedStatementsAsync(IEnumerable<MeasuredMetric> metrics)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync();
        long statements = 0;
        foreach (MeasuredMetric metric in metrics)
        {
            bool isEstimate = metric.Operation == Operation.EstimateBatchDistinctCount;
            (string key, long size) = metric.Operation switch
            {
                Operation.Count => ("id", 100_000L),
                Operation.Sum => ("id", 1_000L),
                Operation.DistinctCount => (metric.Column!, 10_000L),
                _ => ("id", 10_000L),
            };
            await using NpgsqlCommand command = new(
                $"SELECT 2 + ceil((coalesce(max({key}), 0) - coalesce(min({key}), 0) + 1) / {size}.0)::bigint FROM {metric.Table}{(isEstimate ? "" : metric.Where())}",
                connection) { CommandTimeout = 0 };
            statements += (long)(await command.ExecuteScalarAsync())!;
        }

        return statements;
    }

    public async Task<decimal> ValueAsync(MeasuredMetric metric)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync();
        return metric.Operation == Operation.EstimateBatchDistinctCount
            ? await EstimateAsync(connection, metric)
            : await AddUpAsync(connection, metric);
    }

    private async Task<decimal> AddUpAsync(NpgsqlConnection connection, MeasuredMetric metric)
    {
        (string key, long size, string aggregate) = metric.Operation switch
        {
            Operation.Count => ("id", 100_000L, "count(id)"),
            Operation.Sum => ("id", 1_000L, metric.Aggregate),
            _ => (metric.Column!, 10_000L, metric.Aggregate),
        };
        (long start, long finish) = await BoundsAsync(connection, key, metric);
        decimal sum = 0;
        for (; start <= finish; start += size)
        {
            long end = Math.Min(start + size, finish + 1);
            await foreach (long[] row in RowsAsync(connection, metric.GroupBy is null
                ? $"SELECT {aggregate} FROM {metric.Table}{metric.Where($"{key} >= {start} AND {key} < {end}")}"
                : $"SELECT {aggregate}, {metric.GroupBy} FROM {metric.Table}{metric.Where($"{key} >= {start} AND {key} < {end}")} GROUP BY 2"))
            {
                sum += row[0];
            }

            await PauseAsync();
        }

        return sum;
    }

    private async Task<decimal> EstimateAsync(NpgsqlConnection connection, MeasuredMetric metric)
    {
        const int registers = 512;
        const long size = 10_000;
        Dictionary<long, long> ranks = [];
        (long start, long finish) = await BoundsAsync(connection, "id", metric with { Filter = null, Window = TimeFrame.All });
        for (; start <= finish; start += size)
        {
            string sql = $"""
                WITH hashed AS MATERIALIZED (
                    SELECT ('X' || left(md5({metric.Column}::text), 8))::bit(32) AS bits
                    FROM {metric.Table}{metric.Where($"id >= {start} AND id < {start + size} AND {metric.Column} IS NOT NULL")})
                SELECT (bits & B'00000000000000000000000111111111')::int::bigint,
                       (31 - floor(log(2, min((bits & B'01111111111111111111111111111111')::int))))::bigint
                FROM hashed GROUP BY 1
                """;
            await foreach (long[] row in RowsAsync(connection, sql))
            {
                ranks[row[0]] = Math.Max(ranks.GetValueOrDefault(row[0]), row[1]);
            }

            await PauseAsync();
        }

        double zeros = registers - ranks.Count;
        double estimate = Math.Truncate(
            registers * registers * (0.7213 / (1 + 1.079 / registers)) / (zeros + ranks.Values.Sum(rank => Math.Pow(2, -rank))));
        return (decimal)(zeros > 0 && estimate < 2.5 * registers ? registers * Math.Log(registers / zeros) : estimate);
    }

    private async Task<(long Start, long Finish)> BoundsAsync(NpgsqlConnection connection, string key, MeasuredMetric metric)
    {
        long[] bounds = new long[2];
        for (int i = 0; i < bounds.Length; i++)
        {
            string function = i == 0 ? "min" : "max";
            await foreach (long[] row in RowsAsync(connection, $"SELECT coalesce({function}({key}), 0) FROM {metric.Table}{metric.Where()}"))
            {
                bounds[i] = row[0];
            }
        }

        return (bounds[0], bounds[1]);
    }

    private async IAsyncEnumerable<long[]> RowsAsync(NpgsqlConnection connection, string sql)
    {
        long begun = Stopwatch.GetTimestamp();
        await using NpgsqlCommand command = new(sql, connection) { CommandTimeout = 0 };
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            yield return [.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.GetFieldValue<long>(column))];
        }

        Statements++;
        TimeSpan elapsed = Stopwatch.GetElapsedTime(begun);
        LongestStatement = elapsed > LongestStatement ? elapsed : LongestStatement;
    }

    private async Task PauseAsync()
    {
        if (pause > TimeSpan.Zero)
        {
            await Task.Delay(pause);
        }
    }
}
