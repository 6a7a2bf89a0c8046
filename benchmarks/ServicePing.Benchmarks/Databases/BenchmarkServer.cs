using System.Diagnostics;
using Npgsql;
using ServicePing.Testing;

namespace ServicePing.Benchmarks.Databases;

/// <summary>A private PostgreSQL with tables that are made once and kept in <c>artifacts/benchmarks</c> between runs.</summary>
internal static class BenchmarkServer
{
    /// <summary>Starts a server that has the tables and is warm.</summary>
    public static async Task<PrivatePostgres> StartAsync(params BenchmarkTable[] tables)
    {
        string name = string.Join('-', tables.GroupBy(table => table).Select(table => $"{table.Key.Name}_{table.Key.Rows}_{table.Key.Users}"));
        string kept = Path.GetFullPath(Path.Combine("artifacts", "benchmarks", name));
        long begun = Stopwatch.GetTimestamp();
        bool isKept = Directory.Exists(kept);
        PrivatePostgres server = await PrivatePostgres.StartAsync(new PrivatePostgresOptions
        {
            // A quarter of a machine of 24 GB; tables beyond a quarter of this are not kept in it.
            SharedBuffersMegabytes = 6144,
            Template = isKept ? kept : null,
            StartLimit = TimeSpan.FromMinutes(3),
            StopLimit = TimeSpan.FromMinutes(3),
            Settings = new Dictionary<string, string>
            {
                ["max_wal_size"] = "16GB",
                ["maintenance_work_mem"] = "512MB",
                ["work_mem"] = "64MB",
                ["autovacuum"] = "off",
            },
        });
        if (!isKept)
        {
            foreach (BenchmarkTable table in tables)
            {
                // Commits are asynchronous: without the checkpoint, rows are not yet visible to all and VACUUM leaves them so.
                await ExecuteAsync(server, table.Sql, "CHECKPOINT", $"VACUUM (ANALYZE) {table.Name}");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
            await server.SaveAsync(kept);
        }

        foreach (BenchmarkTable table in tables)
        {
            await ExecuteAsync(server, $"SELECT count(closed_at) FROM {table.Name}");
        }

        Report.Say($"{tables.Sum(table => table.Rows):N0} rows in {tables.Length} tables, {(isKept ? "kept" : "made")} in {kept}, ready after {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s.");
        return server;
    }

    private static async Task ExecuteAsync(PrivatePostgres server, params string[] statements)
    {
        await using NpgsqlConnection connection = new(server.ConnectionString + ";Pooling=false;Command Timeout=0");
        await connection.OpenAsync();
        foreach (string sql in statements)
        {
            await using NpgsqlCommand command = new(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
