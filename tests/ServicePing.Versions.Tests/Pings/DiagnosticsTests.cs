using System.Text;

namespace ServicePing.Versions.Tests;

/// <summary>Metadata and error reports are kept as they came, and no more of them than are of use.</summary>
public sealed class DiagnosticsTests(PostgresServer postgres) : ReceiverTest(postgres)
{
    private const string Metadata = """
        {"metadata":{"uuid":"a","unique_instance_id":"b","metrics":[{"name":"counts.issues","time_elapsed":0.1,"error":"it failed"}]}}
        """;

    private const string Error = """
        {"error":{"time":"2026-11-28T02:00:00.000Z","uuid":"a","hostname":"h","version":"1","message":"it failed","elapsed":0.1}}
        """;

    [Theory]
    [InlineData("/usage_ping_metadata", "metadata", Metadata)]
    [InlineData("/usage_ping_errors", "errors", Error)]
    public async Task They_are_kept_as_they_came_the_last_twenty_of_each_instance(string path, string table, string json)
    {
        for (int number = 0; number < Diagnostics.KeptOfInstance + 3; number++)
        {
            Answer answer = await PostAsync(path, json);
            Assert.True(answer.Status == 201, answer.ToString());
        }

        await PostAsync(path, json.Replace("\"a\"", "\"other\"", StringComparison.Ordinal));

        Assert.Equal(Diagnostics.KeptOfInstance, await AskAsync<long>($"SELECT count(*) FROM versions.{table} WHERE uuid = 'a'"));
        Assert.Equal(1, await AskAsync<long>($"SELECT count(*) FROM versions.{table} WHERE uuid = 'other'"));
        Assert.Equal(json, Encoding.UTF8.GetString(await AskAsync<byte[]>($"SELECT body FROM versions.{table} ORDER BY id LIMIT 1")));
    }

    [Fact]
    public async Task What_is_none_is_refused()
    {
        (string Path, int Status, string Json)[] cases =
        [
            ("/usage_ping_metadata", 400, "garbage"),
            ("/usage_ping_metadata", 422, "{}"),
            ("/usage_ping_metadata", 422, Error),
            ("/usage_ping_metadata", 422, """{"metadata":{"metrics":[]}}"""),
            ("/usage_ping_metadata", 422, """{"metadata":{"uuid":"a"}}"""),
            ("/usage_ping_metadata", 422, """{"metadata":{"uuid":"a","metrics":[{"time_elapsed":1}]}}"""),
            ("/usage_ping_metadata", 422, """{"metadata":{"uuid":"a","metrics":[7]}}"""),
            ("/usage_ping_errors", 422, """{"error":{"uuid":"a"}}"""),
            ("/usage_ping_errors", 422, """{"error":{"message":"m"}}"""),
            ("/usage_ping_errors", 422, """{"error":[]}"""),
        ];
        foreach ((string path, int status, string json) in cases)
        {
            Answer answer = await PostAsync(path, json);
            Assert.True(answer.Status == status, $"Expected {status} for {json}: {answer}");
        }

        Assert.Equal(cases.Length, await AskAsync<long>("SELECT count(*) FROM versions.refusals"));
    }
}
