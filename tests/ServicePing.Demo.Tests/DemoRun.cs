using System.Text.Json.Nodes;
using ServicePing.Tests;

namespace ServicePing.Demo.Tests;

/// <summary>A run of <c>./demo</c> that still serves Forge, and what plain SQL and plain counting say of its data.</summary>
public sealed class DemoRun : IAsyncLifetime, IDisposable
{
    private RunningProgram? _demo;
    private string _end = "true";

    /// <summary>The payload.</summary>
    public JsonNode Payload { get; private set; } = null!;

    /// <summary>What the demo said beside the payload.</summary>
    public string Messages { get; private set; } = "";

    /// <summary>The values of the metrics over events, by key path, as the demo itself counted them.</summary>
    public IReadOnlyDictionary<string, JsonNode> Events { get; private set; } = null!;

    /// <summary>The same values as the demo has collected them once more, of counters in PostgreSQL.</summary>
    public IReadOnlyDictionary<string, JsonNode?> WithoutRedis { get; private set; } = null!;

    /// <summary>The values of the metrics over the database, by key path, as <c>psql</c> gave them.</summary>
    public IReadOnlyDictionary<string, JsonNode> Database { get; private set; } = null!;

    /// <summary>How to connect to the database, as an URL.</summary>
    public string DatabaseUrl { get; private set; } = "";

    /// <summary>Signs in as the administrator of the Forge that runs, once.</summary>
    public Uri SignInLink { get; private set; } = null!;

    /// <summary>The port of Redis.</summary>
    public string RedisPort { get; private set; } = "";

    public async Task InitializeAsync()
    {
        string truth = Path.GetTempFileName();
        _demo = new RunningProgram(Repository.PathOf("demo"), "--json", "--keep", "--serve", "--truth", truth);
        SignInLink = new Uri((await _demo.LineAsync("/sign-in?code=", TimeSpan.FromMinutes(10))).Trim());
        Messages = _demo.Errors;
        _end = "kill " + Command("kill");
        DatabaseUrl = Command("psql");
        RedisPort = Command("redis-cli -p");
        Payload = JsonNode.Parse(_demo.Output)!;

        JsonNode counted = JsonNode.Parse(await File.ReadAllTextAsync(truth))!;
        Events = counted["tracked"]!.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!);
        WithoutRedis = counted["without_redis"]!.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value);
        File.Delete(truth);

        string sql = Repository.PathOf("samples/Forge.Demo/truth.sql");
        string lines = await RunningProgram.RunAsync(
            "psql", "-X", "-v", $"recorded_at={Payload["recorded_at"]}", "-f", sql, DatabaseUrl);
        Database = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', 2))
            .ToDictionary(pair => pair[0], pair => JsonNode.Parse(pair[1])!);
    }

    /// <summary>Ends the demo by Ctrl-C, and the servers with the command that it printed for that.</summary>
    public async Task DisposeAsync()
    {
        if (_demo is not null)
        {
            _demo.Interrupt();
            Assert.Equal(0, await _demo.EndAsync(TimeSpan.FromMinutes(2)));
        }

        await RunningProgram.RunAsync("bash", "-c", _end);
        foreach (string word in _end.Split(' ').Where(word => word.Contains("serviceping-", StringComparison.Ordinal)))
        {
            Assert.False(Directory.Exists(word), $"{word} is still there.");
        }
    }

    public void Dispose() => _demo?.Dispose();

    /// <summary>The payload's value for a key path; null where there is none.</summary>
    public JsonNode? Value(string keyPath) =>
        keyPath.Split('.').Aggregate((JsonNode?)Payload, (node, segment) => node?[segment]);

    /// <summary>What the demo says beside a name in one of its tables.</summary>
    public string Row(string name) => Messages.Split('\n')
        .Select(line => line.Split('│', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .Single(cells => cells.Length == 2 && cells[0] == name)[1];

    private string Command(string command) => Messages.Split('\n')
        .Select(line => line.Trim())
        .Single(line => line.StartsWith(command + " ", StringComparison.Ordinal))[(command.Length + 1)..];
}

/// <summary>Tests of the demo run one after another: each builds the sample and keeps the processors busy.</summary>
[CollectionDefinition("demo")]
public sealed class DemoTests : ICollectionFixture<DemoRun>;
