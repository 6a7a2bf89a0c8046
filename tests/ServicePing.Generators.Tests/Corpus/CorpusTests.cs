using System.Globalization;
using System.Text.Json;
using ServicePing.Generators.Tests.Package;
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
            string.Join('\n', calls.Select(ToJson)));
        using JsonDocument result = JsonDocument.Parse(output);

        Assert.Equal(
            definitions.KeyPaths.Order(StringComparer.Ordinal),
            result.RootElement.GetProperty("keyPaths").EnumerateArray().Select(path => path.GetString()!).Order(StringComparer.Ordinal));
        AssertInternalEvents(definitions, calls, result.RootElement);
    }

    private static void AssertInternalEvents(CorpusDefinitions definitions, IReadOnlyList<EventCall> calls, JsonElement result)
    {
        ILookup<string, EventCall> callsOf = calls.ToLookup(call => call.Event);
        JsonElement statuses = result.GetProperty("statuses");
        List<string> wrong = [];
        int compared = 0;
        int moved = 0;
        foreach (CorpusMetric metric in definitions.Metrics.Where(metric => metric.DataSource == "internal_events" && !metric.IsRemoved))
        {
            foreach ((string keyPath, string timeFrame) in metric.KeyPaths)
            {
                long expected = EventCall.Expected(metric, timeFrame, callsOf, RecordedAt);
                long actual = ValueAt(result.GetProperty("payload"), keyPath).GetInt64();
                bool isUnique = metric.Selections.All(selection => selection.Unique is not null);
                long tolerance = isUnique ? Math.Max(1, expected / 100) : 0;
                if (Math.Abs(actual - expected) > tolerance || statuses.GetProperty(keyPath).GetString() != "Ok")
                {
                    wrong.Add($"{keyPath}: expected {expected}, was {actual} ({statuses.GetProperty(keyPath)})");
                }

                compared++;
                moved += expected > 0 ? 1 : 0;
            }
        }

        Assert.Empty(wrong);
        Assert.True(compared > 1400 && moved > compared * 0.9, $"{moved} of {compared} metrics moved");
    }

    private static JsonElement ValueAt(JsonElement payload, string keyPath) =>
        keyPath.Split('.').Aggregate(payload, (element, segment) => element.GetProperty(segment));

    private static string ToJson(EventCall call) => JsonSerializer.Serialize(new
    {
        at = call.At,
        method = Pascal(call.Event),
        arguments = call.Arguments.ToDictionary(pair => Camel(pair.Key), pair => pair.Value),
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
