using System.Diagnostics;
using Npgsql;

namespace ServicePing.Benchmarks.Databases;

/// <summary>Unbatched statements: one a metric, or one for all.</summary>
internal static class PlainSql
{
    public static async Task<decimal[]> EachAsync(NpgsqlDataSource source, IEnumerable<MeasuredMetric> metrics, int workers)
    {
        await using NpgsqlConnection connection = await OpenAsync(source, workers);
        List<decimal> values = [];
        foreach (MeasuredMetric metric in metrics)
        {
            values.AddRange(await RowAsync(connection, $"SELECT {metric.Aggregate} FROM {metric.Table}{metric.Where()}"));
        }

        return [.. values];
    }

    /// <summary>All metrics of one table as filtered aggregates of one SELECT.</summary>
    public static async Task<decimal[]> FusedAsync(NpgsqlDataSource source, IReadOnlyList<MeasuredMetric> metrics)
    {
        await using NpgsqlConnection connection = await OpenAsync(source, workers: 0);
        IEnumerable<string> items = metrics.Select(metric =>
            metric.Where() is { Length: > 0 } where ? $"{metric.Aggregate} FILTER ({where.TrimStart()})" : metric.Aggregate);
        return await RowAsync(connection, $"SELECT {string.Join(",\n", items)} FROM {metrics[0].Table}");
    }

    /// <summary>A bare scan of each table on one core.</summary>
    public static async Task ScanAsync(NpgsqlDataSource source, IEnumerable<string> tables)
    {
        await using NpgsqlConnection connection = await OpenAsync(source, workers: 0);
        await RowAsync(connection, "SET enable_indexonlyscan = off", isQuery: false);
        foreach (string table in tables)
        {
            await RowAsync(connection, $"SELECT count(*) FROM {table}");
        }
    }

    /// <summary>Runs what gives no rows, however long it takes.</summary>
    public static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync();
        await RowAsync(connection, sql, isQuery: false);
    }

    /// <summary>How long some work took, in milliseconds, and what came of it.</summary>
    public static async Task<(double Milliseconds, T Result)> TimeAsync<T>(Func<Task<T>> work)
    {
        long begun = Stopwatch.GetTimestamp();
        T result = await work();
        return (Stopwatch.GetElapsedTime(begun).TotalMilliseconds, result);
    }

    private static async Task<NpgsqlConnection> OpenAsync(NpgsqlDataSource source, int workers)
    {
        NpgsqlConnection connection = await source.OpenConnectionAsync();
        await RowAsync(connection, $"SET max_parallel_workers_per_gather = {workers}; SET jit = off", isQuery: false);
        return connection;
    }

    private static async Task<decimal[]> RowAsync(NpgsqlConnection connection, string sql, bool isQuery = true)
    {
        await using NpgsqlCommand command = new(sql, connection) { CommandTimeout = 0 };
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        if (!isQuery)
        {
            return [];
        }

        await reader.ReadAsync();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(column => (decimal)reader.GetInt64(column))];
    }
}
