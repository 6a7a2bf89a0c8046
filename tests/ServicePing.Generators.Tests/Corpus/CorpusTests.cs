using System.Globalization;
using System.Text.Json;
using ServicePing.Testing;
using ServicePing.Tests;

namespace ServicePing.Generators.Tests.Corpus;

/// <summary>All definitions of a large product, unchanged, compiled from the package in a scratch project and run.</summary>
public sealed class CorpusTests
{
    private static readonly DateTimeOffset RecordedAt = new(2026, 11, 18, 10, 0, 0, TimeSpan.Zero);

    [CorpusFact]
    public async Task The_corpus_compiles_and_its_events_arrive_in_the_right_metrics()
    {
        CorpusDefinitions definitions = CorpusDefinitions.Load(CorpusFiles.GitLab);
        Assert.Equal(2656, definitions.Metrics.Count);
        IReadOnlyList<EventCall> calls = EventCall.Random(definitions, RecordedAt, callsPerFilter: 12);
        IReadOnlyList<CounterCall> counterCalls = CounterCall.Random(definitions, RecordedAt, callsPerCounter: 25);

        // The corpus names classes of another program: SP0707, an error for its owner, is worth knowing here. Its warnings stay warnings.
        using ScratchProject project = await ScratchProject.CreateAsync("Gitlab", $"""
            <PropertyGroup>
              <ServicePingRoot>{CorpusFiles.GitLab}/</ServicePingRoot>
              <TreatWarningsAsErrors>false</TreatWarningsAsErrors>
            </PropertyGroup>
            <ItemGroup>
              <FrameworkReference Include="Microsoft.AspNetCore.App" />
              <GlobalAnalyzerConfigFiles Include="corpus.globalconfig" />
            </ItemGroup>
            """);
        project.Write("corpus.globalconfig", "is_global = true\ndotnet_diagnostic.SP0707.severity = suggestion\n");
        project.Write("Program.cs", await ReadProgramAsync());
        string buildOutput = await project.BuildAsync();
        Assert.DoesNotContain(": error", buildOutput, StringComparison.Ordinal);

        await using PrivateRedis redis = await PrivateRedis.StartAsync();
        string output = await project.RunAsync(
            [redis.ConnectionString, RecordedAt.ToString("O", CultureInfo.InvariantCulture)],
            string.Join('\n', calls.Select(call => (call.At, Line: ToJson(call)))
                .Concat(counterCalls.Select(call => (call.At, Line: ToJson(call))))
                .OrderBy(call => call.At)
                .Select(call => call.Line)));
        using JsonDocument result = JsonDocument.Parse(output);

        Assert.Equal(
            definitions.KeyPaths.Order(StringComparer.Ordinal),
            result.RootElement.GetProperty("keyPaths").EnumerateArray().Select(path => path.GetString()!).Order(StringComparer.Ordinal));
        AssertCounted(definitions, calls, counterCalls, result.RootElement);
    }

    private static void AssertCounted(
        CorpusDefinitions definitions,
        IReadOnlyList<EventCall> calls,
        IReadOnlyList<CounterCall> counterCalls,
        JsonElement result)
    {
        Assert.Empty(result.GetProperty("problems").EnumerateArray());
        ILookup<string, EventCall> callsOf = calls.ToLookup(call => call.Event);
        ILookup<CorpusCounter, CounterCall> counterCallsOf = counterCalls.ToLookup(call => call.Counter);
        JsonElement statuses = result.GetProperty("statuses");
        List<string> wrong = [];
        Dictionary<string, (int Compared, int Moved)> sources = [];
        foreach (CorpusMetric metric in definitions.Metrics.Where(metric =>
            !metric.IsRemoved && (metric.DataSource == "internal_events" || metric.NamedCounters.Any())))
        {
            foreach ((string keyPath, string timeFrame) in metric.KeyPaths)
            {
                long expected = CounterCall.Expected(metric, timeFrame, counterCallsOf, callsOf, RecordedAt);
                long actual = ValueAt(result.GetProperty("payload"), keyPath).GetInt64();
                bool isUnique = metric.DataSource == "redis_hll" || metric.Selections.All(selection => selection.Unique is not null);
                long tolerance = isUnique ? Math.Max(1, expected / 100) : 0;
                if (Math.Abs(actual - expected) > tolerance || statuses.GetProperty(keyPath).GetString() != "Ok")
                {
                    wrong.Add($"{keyPath}: expected {expected}, was {actual} ({statuses.GetProperty(keyPath)})");
                }

                (int compared, int moved) = sources.GetValueOrDefault(metric.DataSource);
                sources[metric.DataSource] = (compared + 1, moved + (expected > 0 ? 1 : 0));
            }
        }

        Assert.Empty(wrong);

        // The corpus has removed its last named counter, so that two sources are left.
        Assert.Equal(["internal_events", "redis_hll"], sources.Keys.Order(StringComparer.Ordinal));
        Assert.True(sources["internal_events"].Compared > 1_400 && sources["redis_hll"].Compared > 450, string.Join(' ', sources));
        Assert.All(sources.Values, source => Assert.True(source.Moved > source.Compared * 0.9, string.Join(' ', sources)));
    }

    private static JsonElement ValueAt(JsonElement payload, string keyPath) =>
        keyPath.Split('.').Aggregate(payload, (element, segment) => element.GetProperty(segment));

    private static string ToJson(EventCall call) => JsonSerializer.Serialize(new
    {
        at = call.At,
        method = Pascal(call.Event),
        arguments = call.Arguments.ToDictionary(pair => Camel(pair.Key), pair => pair.Value),
    });

    private static string ToJson(CounterCall call) => JsonSerializer.Serialize(new
    {
        at = call.At,
        source = call.Source,
        name = call.Counter.Name,
        prefix = call.Counter.Prefix,
        usage = call.Counter.HasUsagePrefix,
        unique = call.Counter.Unique,
        by = call.By,
        value = call.Value,
    });

    private static string Pascal(string name) =>
        string.Concat(name.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + Pascal(name)[1..];

    private static async Task<string> ReadProgramAsync()
    {
        await using Stream stream = typeof(CorpusTests).Assembly.GetManifestResourceStream("CorpusProgram")!;
        using StreamReader reader = new(stream);
        return await reader.ReadToEndAsync();
    }
}
