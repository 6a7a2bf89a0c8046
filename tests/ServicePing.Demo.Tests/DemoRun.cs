using System.Text.Json.Nodes;
using ServicePing.Tests;

namespace ServicePing.Demo.Tests;

/// <summary>A run of <c>./demo</c> whose servers are still up, and what plain SQL and plain counting say of its data.</summary>
public sealed class DemoRun : IAsyncLifetime
{
    private string _end = "true";

    /// <summary>The payload.</summary>
    public JsonNode Payload { get; private set; } = null!;

    /// <summary>What the demo said beside the payload.</summary>
    public string Messages { get; private set; } = "";

    /// <summary>The values of the metrics over events, by key path, as the demo itself counted them.</summary>
    public IReadOnlyDictionary<string, JsonNode> Events { get; private set; } = null!;

    /// <summary>The values of the metrics over the database, by key path, as <c>psql</c> gave them.</summary>
    public IReadOnlyDictionary<string, JsonNode> Database { get; private set; } = null!;

    /// <summary>How to connect to the database, as an URL.</summary>
    public string DatabaseUrl { get; private set; } = "";

    /// <summary>The port of Redis.</summary>
    public string RedisPort { get; private set; } = "";

    public async Task InitializeAsync()
    {
        string truth = Path.GetTempFileName();
        using (RunningProgram demo = new(Repository.PathOf("demo"), "--json", "--keep", "--truth", truth))
        {
            int exitCode = await demo.EndAsync(TimeSpan.FromMinutes(10));
            Messages = demo.Errors;
            Assert.True(exitCode == 0, $"./demo ended with {exitCode}:\n{Messages}");
            _end = "kill " + Command("kill");
            DatabaseUrl = Command("psql");
            RedisPort = Command("redis-cli -p");
            Payload = JsonNode.Parse(demo.Output)!;
        }

        JsonObject events = (JsonObject)JsonNode.Parse(await File.ReadAllTextAsync(truth))!;
        Events = events.ToDictionary(pair => pair.Key, pair => pair.Value!);
        File.Delete(truth);

        string sql = Repository.PathOf("samples/Forge.Demo/truth.sql");
        string lines = await RunningProgram.RunAsync(
            "psql", "-X", "-v", $"recorded_at={Payload["recorded_at"]}", "-f", sql, DatabaseUrl);
        Database = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', 2))
            .ToDictionary(pair => pair[0], pair => JsonNode.Parse(pair[1])!);
    }

    /// <summary>Ends the servers with the command that the demo printed for it.</summary>
    public async Task DisposeAsync()
    {
        await RunningProgram.RunAsync("bash", "-c", _end);
        foreach (string word in _end.Split(' ').Where(word => word.Contains("serviceping-", StringComparison.Ordinal)))
        {
            Assert.False(Directory.Exists(word), $"{word} is still there.");
        }
    }

    /// <summary>The payload's value for a key path; null where there is none.</summary>
    public JsonNode? Value(string keyPath) =>
        keyPath.Split('.').Aggregate((JsonNode?)Payload, (node, segment) => node?[segment]);

    private string Command(string command) => Messages.Split('\n')
        .Select(line => line.Trim())
        .Single(line => line.StartsWith(command + " ", StringComparison.Ordinal))[(command.Length + 1)..];
}

/// <summary>Tests of the demo run one after another: each builds the sample and keeps the processors busy.</summary>
[CollectionDefinition("demo")]
public sealed class DemoTests : ICollectionFixture<DemoRun>;
