using System.Diagnostics;
using System.Globalization;
using Npgsql;
using ServicePing.Testing;

namespace ServicePing.Benchmarks.Databases;

/// <summary>
/// What a host notices of collections: <c>pgbench</c> looks rows of a table up and updates them at a rate that leaves the machine half
/// idle, while collections walk the same table, one after the other.
/// </summary>
internal static class BusyHost
{
    private const int Clients = 4;
    private const int TransactionsPerSecond = 200;

    private const string Transaction = """
        \set id random(1, 1500000)
        SELECT title, status, weight FROM issues WHERE id = :id;
        UPDATE issues SET weight = weight + 1 WHERE id = :id;
        """;

    /// <summary>The 99th percentile of the host's latencies during collections, as a multiple of that without.</summary>
    /// <param name="server">The database.</param>
    /// <param name="metrics">What is collected.</param>
    /// <param name="pauseRatio">How politely; null for the default.</param>
    /// <param name="rounds">How often; the median counts.</param>
    /// <param name="time">How long the host works without and with collections, in each round.</param>
    public static async Task<double> RatioAsync(PrivatePostgres server, MeasuredMetric[] metrics, double? pauseRatio, int rounds, TimeSpan time)
    {
        string folder = Directory.CreateTempSubdirectory("busy-host-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "transaction.sql"), Transaction);
            await using OurCollection ours = new(server.ConnectionString, metrics, pauseRatio);
            await WorkAsync(server, folder, TimeSpan.FromSeconds(3));
            List<double> ratios = [];
            for (int round = 0; round < rounds; round++)
            {
                double[] alone = await WorkAsync(server, folder, time);
                using CancellationTokenSource stop = new();
                Task<int> collections = CollectAsync(ours, stop.Token);
                double[] beside = await WorkAsync(server, folder, time);
                await stop.CancelAsync();
                Report.Say($"the host alone  median {At(alone, 0.5):F2} ms, p99 {At(alone, 0.99):F2} ms  beside {await collections} collections (PauseRatio {(pauseRatio is null ? "by default" : pauseRatio)})  median {At(beside, 0.5):F2} ms, p99 {At(beside, 0.99):F2} ms");
                ratios.Add(At(beside, 0.99) / At(alone, 0.99));
            }

            return Report.Median(ratios);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> CollectAsync(OurCollection ours, CancellationToken stop)
    {
        int collections = 0;
        for (; !stop.IsCancellationRequested; collections++)
        {
            await ours.RunAsync();
        }

        return collections;
    }

    /// <summary>The latencies of the host's transactions in milliseconds, in order.</summary>
    private static async Task<double[]> WorkAsync(PrivatePostgres server, string folder, TimeSpan time)
    {
        NpgsqlConnectionStringBuilder connection = new(server.ConnectionString);
        ProcessStartInfo start = new(Program(),
        [
            "-n", "-f", "transaction.sql", "-c", $"{Clients}", "-j", "1", "-R", $"{TransactionsPerSecond}", "-T", $"{time.TotalSeconds}",
            "-l", "--log-prefix=latencies", "-h", connection.Host!, "-p", $"{connection.Port}", "-U", connection.Username!, connection.Database!,
        ])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"pgbench failed: {await errors}");
        }

        // client, transaction, microseconds, script, time, and how late it began.
        List<double> latencies = [];
        foreach (string log in Directory.GetFiles(folder, "latencies*"))
        {
            latencies.AddRange((await File.ReadAllLinesAsync(log)).Select(line =>
                double.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture) / 1000));
            File.Delete(log);
        }

        return [.. latencies.Order()];
    }

    private static double At(double[] ordered, double share) => ordered[(int)(share * (ordered.Length - 1))];

    /// <summary>It comes with the server.</summary>
    private static string Program() =>
        Environment.GetEnvironmentVariable("SERVICEPING_POSTGRES_BIN") is { Length: > 0 } given ? Path.Combine(given, "pgbench")
        : Directory.GetFiles("/usr/lib/postgresql", "pgbench", SearchOption.AllDirectories).Order(StringComparer.Ordinal).LastOrDefault()
            ?? throw new InvalidOperationException("pgbench is not installed: apt-get install postgresql.");
}
