using System.Text.Json.Nodes;

namespace ServicePing.Demo.Tests;

/// <summary>One run of <c>./demo</c> whose servers are still up, and what plain SQL and plain counting say about the same data.</summary>
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
            Payload = JsonNode.Parse(demo.Output)!;
        }

        Events = ((JsonObject)JsonNode.Parse(await File.ReadAllTextAsync(truth))!).ToDictionary(pair => pair.Key, pair => pair.Value!);
        File.Delete(truth);

        string[] commands = [.. Messages.Split('\n').Select(line => line.Trim())];
        _end = commands.Single(line => line.StartsWith("kill ", StringComparison.Ordinal));
        DatabaseUrl = commands.Single(line => line.StartsWith("psql ", StringComparison.Ordinal))["psql ".Length..];
        RedisPort = commands.Single(line => line.StartsWith("redis-cli -p ", StringComparison.Ordinal))["redis-cli -p ".Length..];

        string lines = await RunningProgram.RunAsync(
            "psql", "-X", "-v", $"recorded_at={Payload["recorded_at"]}", "-f", Repository.PathOf("samples/Forge.Demo/truth.sql"), DatabaseUrl);
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
}

/// <summary>Tests of the demo run one after another: each builds the sample and keeps the processors busy.</summary>
[CollectionDefinition("demo")]
public sealed class DemoTests : ICollectionFixture<DemoRun>;
