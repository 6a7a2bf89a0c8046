using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServicePing.Testing;
using ServicePing.Versions;

namespace ServicePing.Benchmarks.Receiver;

/// <summary>
/// How many pings a second a receiver acknowledges from a fleet that sends once a round, beside a program that commits the same bytes with
/// a statement each and does nothing else. Clients, receiver and PostgreSQL share the machine; commits are durable.
/// </summary>
internal static class ReceiverBenchmark
{
    private const int Clients = 32;

    /// <summary>How many connections the receiver writes with.</summary>
    private const int Writers = 2;

    private const int WarmUp = 2;
    private const int Counted = 7;
    private const int PingsOfRound = 1_000;

    public static void Run() => RunAsync().GetAwaiter().GetResult();

    private static async Task RunAsync()
    {
        await using PrivatePostgres server = await PrivatePostgres.StartAsync(new PrivatePostgresOptions
        {
            Durable = true,
            SharedBuffersMegabytes = 256,
            Settings = new Dictionary<string, string> { ["max_wal_size"] = "4GB" },
        }).ConfigureAwait(false);
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(server.ConnectionString);
        await ExecuteAsync(database, "CREATE TABLE bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body bytea NOT NULL)")
            .ConfigureAwait(false);
        // As in the receiver's table: what is compressed is not compressed again.
        await ExecuteAsync(database, "ALTER TABLE bare ALTER COLUMN body SET STORAGE EXTERNAL").ConfigureAwait(false);
        await using WebApplication app = await StartAsync(server.ConnectionString).ConfigureAwait(false);
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        using HttpClient client = new() { BaseAddress = new Uri(address) };

        List<double> received = [];
        List<double> bare = [];
        List<double> bareTogether = [];
        for (int round = 0; round < WarmUp + Counted; round++)
        {
            SampledPing[] pings = [.. Enumerable.Range(0, PingsOfRound).Select(number => SampledPing.Of(number, round))];
            double[] rates =
            [
                await RateAsync(pings, Clients, ping => PostAsync(client, ping)).ConfigureAwait(false),
                await RateAsync(pings, Writers, ping => InsertAsync(database, ping)).ConfigureAwait(false),
                await RateAsync(pings, Clients, ping => InsertAsync(database, ping)).ConfigureAwait(false),
            ];
            Say($"round {round}: {rates[0],8:F0} received {rates[1],8:F0} bare on {Writers} {rates[2],8:F0} bare on {Clients}");
            if (round >= WarmUp)
            {
                received.Add(rates[0]);
                bare.Add(rates[1]);
                bareTogether.Add(rates[2]);
            }
        }

        await CheckAsync(database).ConfigureAwait(false);
        SampledPing sample = SampledPing.Of(0, 0);
        Say($"{SampledPing.Metrics} metrics a ping, {sample.Size} bytes, {sample.Packed.Length} after gzip; {Clients} clients in the same process.");
        Say($"receiver, by {Writers} connections            {Median(received),10:F0} pings a second");
        Say($"an INSERT each, by {Writers} connections      {Median(bare),10:F0}");
        Say($"an INSERT each, by {Clients} connections      {Median(bareTogether),10:F0}");
        Say($"receiver: pings_per_s = {Median(received):F0}");
        Say($"receiver: vs_bare_commits = {Median(received.Zip(bare, (ours, other) => ours / other)):F2}");
        Say($"receiver: vs_bare_commits_{Clients}_connections = {Median(received.Zip(bareTogether, (ours, other) => ours / other)):F2}");
    }

    private static async Task<WebApplication> StartAsync(string connectionString)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddServicePingReceiver(connectionString, options => options.RequestsPerMinuteOfAddress = int.MaxValue);
        WebApplication app = builder.Build();
        app.MapServicePingReceiver();
        await app.StartAsync().ConfigureAwait(false);
        return app;
    }

    /// <summary>How many pings a second so many workers bring to an end, each one at a time.</summary>
    private static async Task<double> RateAsync(SampledPing[] pings, int workers, Func<SampledPing, Task> bring)
    {
        int next = -1;
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
        {
            for (int ping = Interlocked.Increment(ref next); ping < pings.Length; ping = Interlocked.Increment(ref next))
            {
                await bring(pings[ping]).ConfigureAwait(false);
            }
        }))).ConfigureAwait(false);
        return pings.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task PostAsync(HttpClient client, SampledPing ping)
    {
        using HttpRequestMessage request = ping.Request();
        using HttpResponseMessage response = await client.SendAsync(request).ConfigureAwait(false);
        await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
    }

    private static async Task InsertAsync(NpgsqlDataSource database, SampledPing ping)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync().ConfigureAwait(false);
        await using NpgsqlCommand command = new("INSERT INTO bare (body) VALUES ($1)", connection)
        {
            Parameters = { new NpgsqlParameter<byte[]> { TypedValue = ping.Packed } },
        };
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    /// <summary>Figures on pings that are not there would mean nothing.</summary>
    private static async Task CheckAsync(NpgsqlDataSource database)
    {
        await using NpgsqlCommand command = database.CreateCommand("SELECT count(*) FROM versions.pings");
        long stored = (long)(await command.ExecuteScalarAsync().ConfigureAwait(false))!;
        if (stored != (WarmUp + Counted) * PingsOfRound)
        {
            throw new InvalidOperationException($"{stored} pings are stored, and {(WarmUp + Counted) * PingsOfRound} were acknowledged.");
        }
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using NpgsqlCommand command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return ordered[ordered.Length / 2];
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
