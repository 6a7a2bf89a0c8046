using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace ServicePing.Versions.Tests;

/// <summary>A receiver that is killed while pings arrive: everything acknowledged is there once.</summary>
public sealed class KillTests(PostgresServer postgres) : ReceiverTest(postgres)
{
    private const int Clients = 4;
    private const int AcknowledgedBeforeKill = 40;

    [Fact]
    public async Task Everything_acknowledged_is_there_once_and_what_is_sent_again_is_not_stored_twice()
    {
        ConcurrentDictionary<string, long> acknowledged = [];
        ConcurrentQueue<string> unanswered = [];
        for (int round = 0; round < 2; round++)
        {
            using Process program = Process.Start(
                new ProcessStartInfo("dotnet", [typeof(KillTests).Assembly.Location, ConnectionString]) { RedirectStandardOutput = true })!;
            using HttpClient client = new()
            {
                BaseAddress = new Uri((await program.StandardOutput.ReadLineAsync().WaitAsync(Patience))!),
                Timeout = Patience,
            };
            int enough = acknowledged.Count + AcknowledgedBeforeKill;
            Task[] clients = [.. Enumerable.Range(0, Clients).Select(number =>
                PostUntilGoneAsync(client, $"{round}-{number}", acknowledged, unanswered))];
            for (Stopwatch waited = Stopwatch.StartNew(); acknowledged.Count < enough; await Task.Delay(5))
            {
                Assert.True(waited.Elapsed < Patience, "The receiver does not answer.");
            }

            program.Kill();
            await program.WaitForExitAsync().WaitAsync(Patience);
            await Task.WhenAll(clients).WaitAsync(Patience);
        }

        Assert.NotEmpty(unanswered);
        foreach (string cycle in unanswered.Concat(acknowledged.Keys.Take(5)))
        {
            Answer answer = await Receiver.PingAsync(SentPing.Of(cycle: cycle));
            Assert.True(answer.Status is 200 or 201, answer.ToString());
            long number = acknowledged.GetOrAdd(cycle, answer.UsageDataId);
            Assert.Equal(number, answer.UsageDataId);
        }

        Assert.Equal(acknowledged.Count, await AskAsync<long>("SELECT count(*) FROM versions.pings"));
        string stored = await AskAsync<string>("SELECT json_object_agg(cycle, usage_data_id)::text FROM versions.pings");
        using JsonDocument numbers = JsonDocument.Parse(stored);
        Assert.Equal(
            acknowledged.OrderBy(ping => ping.Key, StringComparer.Ordinal),
            numbers.RootElement.EnumerateObject()
                .Select(ping => KeyValuePair.Create(ping.Name, ping.Value.GetInt64()))
                .OrderBy(ping => ping.Key, StringComparer.Ordinal));
    }

    private static async Task PostUntilGoneAsync(
        HttpClient client, string name, ConcurrentDictionary<string, long> acknowledged, ConcurrentQueue<string> unanswered)
    {
        for (int number = 0; ; number++)
        {
            string cycle = $"{name}-{number}";
            using HttpRequestMessage request = SentPing.Of(cycle: cycle).Request();
            try
            {
                using HttpResponseMessage response = await client.SendAsync(request);
                Answer answer = await Answer.ReadAsync(response);
                Assert.True(answer.Status == 201, answer.ToString());
                Assert.True(acknowledged.TryAdd(cycle, answer.UsageDataId));
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                unanswered.Enqueue(cycle);
                return;
            }
        }
    }
}
