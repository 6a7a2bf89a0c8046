using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServicePing.Generators.Tests.Support;
using ServicePing.Testing;

namespace ServicePing.Generators.Tests.Differential;

/// <summary>
/// Random definitions through the real generator, over random rows in a real PostgreSQL, as whoever reads them: all in one pass = one at a
/// time = plain SQL of the superuser, or refused for the reason that plain SQL is refused for.
/// </summary>
public sealed class DifferentialTests
{
    private const int Batch = 100;

    /// <summary>What tells the ways to read a relation apart in the SQL that is sent; all of them must have been gone.</summary>
    private static readonly string[] Strategies =
        ["page", "window", "key", "key of a view", "value range", "streamed", "grouped", "masked", "at once"];

    /// <summary>One in so many definitions has a join of the kind, at least.</summary>
    private static readonly (string Kind, int OneIn)[] ComparedJoins =
    [
        ("INNER", 20), ("LEFT", 20), ("INNER, LEFT", 40), ("CROSS", 200), ("CROSS LATERAL", 200), ("LATERAL", 200), ("LEFT LATERAL", 200),
        ("USING", 200), ("NATURAL", 200), ("FULL inside", 200), ("RIGHT inside", 200),
    ];

    private static int Definitions => Environment.GetEnvironmentVariable("SERVICEPING_LONG") is null ? 5_000 : 50_000;

    [Fact]
    public async Task Fused_equals_alone_equals_plain_sql()
    {
        Findings findings = await CompareAsync(Draw(Definitions, daysOfWeek: 9));

        Assert.True(findings.Wrong.Count == 0, $"{findings.Wrong.Count} wrong:\n" + string.Join("\n\n", findings.Wrong));
        Assert.True(
            findings.FarEstimates <= findings.Estimates / 200, $"{findings.FarEstimates} of {findings.Estimates} estimates are far off.");
        Assert.True(findings.Estimates > Definitions / 50, $"Only {findings.Estimates} estimates were drawn.");
        Assert.True(Strategies.All(findings.Statements.Contains), "Seen: " + string.Join(", ", findings.Statements));
        AssertDrawn(findings);
    }

    /// <summary>The twin that must fail: plain SQL of a week that is a day shorter.</summary>
    [Fact]
    public async Task A_day_less_is_found()
    {
        Findings findings = await CompareAsync(Draw(2 * Batch, daysOfWeek: 8));

        Assert.InRange(findings.Wrong.Count, 10, Batch);
        Assert.All(findings.Wrong, wrong => Assert.Contains("time_frame: 7d", wrong, StringComparison.Ordinal));
    }

    /// <summary>Nothing passes because there was nothing of it.</summary>
    private static void AssertDrawn(Findings findings)
    {
        // Where everything may be read, next to all is compared; where not, some is, and some refused.
        int share = Definitions / (DrawnServer.Kinds.Count + 1);
        foreach (string kind in DrawnServer.Kinds)
        {
            (int compared, int refused) = findings.Of(kind);
            bool isLimited = kind is "columns" or "policies" or "owner";
            Assert.True(compared >= share * (isLimited ? 0.15 : 0.8) && refused >= share * (isLimited ? 0.05 : 0.01), findings.ToString());
        }

        Assert.All(ComparedJoins, join => Assert.True(findings.Of(join.Kind).Compared >= Definitions / join.OneIn, findings.ToString()));
        Assert.All((string[])["values", "max_groups", "list_of"], groups => Assert.True(findings.Of(groups).Compared >= Definitions / 150, findings.ToString()));
        Assert.All((string[])["max", "min", "exists", "percentile", "alias", "subquery"], operation => Assert.True(findings.Of(operation).Compared >= Definitions / 60, findings.ToString()));
        Assert.All((string[])["RIGHT", "FULL"], join => Assert.True(findings.Of(join).Refused >= Definitions / 200, findings.ToString()));
        Assert.All((string[])["RIGHT", "FULL"], join => Assert.Equal(0, findings.Of(join).Compared));
        Assert.True(findings.Of("42501").Refused >= Definitions / 50, findings.ToString());
        Assert.True(findings.Of("ratio").Compared >= Definitions / 60, findings.ToString());
        Assert.True(findings.Of("type").Refused >= Definitions / 100, findings.ToString());
        Assert.True(findings.Of("multiplexed").Refused >= share / 2, findings.ToString());
        Assert.All(TypedColumn.All, column => Assert.True(
            column.Refusal is null ? findings.Of(column.Sql).Compared > 0 : findings.Of(column.Sql) is (0, > 0), column.Sql));
        Assert.Empty(findings.KnownSettings.Except(findings.Settings));
    }

    private static RandomDefinition[] Draw(int definitions, int daysOfWeek)
    {
        Random random = new(20261121);
        return [.. Enumerable.Range(0, definitions).Select(number => RandomDefinition.Draw(number, random, daysOfWeek))];
    }

    private static async Task<Findings> CompareAsync(RandomDefinition[] definitions)
    {
        await using DrawnServer server = await DrawnServer.StartAsync();
        Findings findings = new() { KnownSettings = [.. RandomSettings.Of(server.KnownSettings)] };
        await Parallel.ForEachAsync(
            definitions.Chunk(Batch).Index(),
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (batch, _) =>
            {
                await using Surroundings surroundings = await server.SurroundingsOfAsync(batch.Index);
                await CompareAsync(batch.Item, surroundings, WayOf(batch.Index), server.Plain, findings);
            });
        return findings;
    }

    /// <summary>Wide and narrow slices, one connection and several, in one snapshot and without.</summary>
    private static Action<ServicePingOptions> WayOf(int batch) => options =>
    {
        options.PauseRatio = 0;
        options.MaxConnections = 1 + batch % 3;
        options.StatementTarget = TimeSpan.FromMilliseconds(batch % 2 == 0 ? 500 : 2);
        options.SlicePages = (batch % 5) switch
        {
            0 => (2, 2),
            1 => (3, 70),
            2 => (20, long.MaxValue),
            _ => options.SlicePages,
        };

        options.FewestRepeatedConditions = batch % 2 == 0 ? 1 : options.FewestRepeatedConditions;
        if (batch % 8 == 3)
        {
            // A snapshot that may not be held at all leaves ranges of keys.
            options.SnapshotLimit = TimeSpan.Zero;
            options.SlicePages = (1, 1);
            options.RowsOfKeyStep = 40 + batch;
        }
    };

    private static async Task CompareAsync(
        RandomDefinition[] drawn,
        Surroundings surroundings,
        Action<ServicePingOptions> way,
        NpgsqlDataSource plain,
        Findings findings)
    {
        RandomDefinition[] batch = await BuiltAsync(drawn, findings);
        using GeneratedSet generated = new(Project(batch).Generate().Compilation);
        Dictionary<string, int> slots = generated.Set.Metrics.Index().ToDictionary(metric => metric.Item.KeyPath, metric => metric.Index);
        await using ServiceProvider sliced = Program(generated, surroundings.Use, way);
        await using ServiceProvider whole = Program(
            generated, builder => builder.UsePostgres(plain), options => (options.MaxConnections, options.PauseRatio) = (1, 0));
        ServicePingCollector collector = sliced.GetRequiredService<ServicePingCollector>();
        ServicePingCollector plainest = whole.GetRequiredService<ServicePingCollector>();

        ServicePingPayload payload = await collector.CollectAsync();
        findings.See(payload.Statistics.SentStatements, surroundings.Settings.Select(setting => setting.Name));
        using JsonDocument json = JsonDocument.Parse(payload.Json);
        JsonElement fused = json.RootElement.GetProperty("drawn");
        Dictionary<string, MetricReading> readings = payload.Metrics.ToDictionary(reading => reading.KeyPath);
        JsonElement[] truth = await PlainAsync(plain, batch);
        IReadOnlyList<string?> verdicts = await surroundings.VerdictsAsync(batch);

        foreach ((int place, RandomDefinition definition) in batch.Index())
        {
            MetricReading reading = readings[definition.KeyPath];
            JsonElement together = fused.GetProperty(definition.KeyPath["drawn.".Length..]);
            string[] refusals = [.. new[] { verdicts[place], definition.Refusal }.OfType<string>()];
            string[] kinds = [surroundings.Name, .. definition.Kinds];

            // Three of four in few statements, as most time goes into slices that hold next to nothing.
            MetricResult<JsonElement> alone = await (place % 4 == 0 || refusals.Length > 0 ? collector : plainest)
                .CollectAsync(new Metric<JsonElement>(generated.Set, slots[definition.KeyPath]));
            bool hasNoRows = definition.NeedsRows && reading.Status == ReadingStatus.NoData;
            if (refusals.Length > 0)
            {
                if (IsRefused(reading.Status, reading.Message, refusals) && IsRefused(alone.Status, alone.Message, refusals))
                {
                    findings.Refuse([.. kinds, verdicts[place] is null ? "type" : "42501"]);
                }
                else
                {
                    string answers = $"{reading.Status} {reading.Message}, alone {alone.Status} {alone.Message}";
                    findings.Add(definition, $"{surroundings.Name}: {answers} instead of {string.Join(" or ", refusals)}");
                }
            }
            else if (reading.Status != ReadingStatus.Ok && !hasNoRows)
            {
                findings.Add(definition, $"{surroundings.Name}: {reading.Status}: {reading.Message}");
            }
            else if (!Findings.AreEqual(together, alone.Value, 1e-12))
            {
                findings.Add(definition, $"{surroundings.Name}: fused {together}, alone {alone.Value} ({alone.Status}: {alone.Message})");
            }
            else
            {
                findings.Compare(definition, truth[place], together, kinds);
            }
        }

        await RefuseAsync(generated, batch, surroundings, findings);
    }

    private static bool IsRefused(ReadingStatus status, string? message, string[] refusals) =>
        status == ReadingStatus.Failed && message is not null && refusals.Any(refusal => message.Contains(refusal, StringComparison.Ordinal));

    /// <summary>The definitions that are built; the others must have been refused for their rule, and no other.</summary>
    private static async Task<RandomDefinition[]> BuiltAsync(RandomDefinition[] drawn, Findings findings)
    {
        ImmutableArray<Diagnostic> diagnostics = await Project(drawn).AnalyzeAsync();
        ILookup<string, string> errors = diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .ToLookup(diagnostic => Path.GetFileNameWithoutExtension(diagnostic.Location.GetLineSpan().Path), diagnostic => diagnostic.Id);
        foreach (RandomDefinition definition in drawn)
        {
            string[] found = [.. errors[definition.KeyPath].Distinct()];
            string[] expected = [.. new[] { definition.BuildRefusal }.OfType<string>()];
            if (!found.SequenceEqual(expected))
            {
                findings.Add(definition, $"Errors [{string.Join(", ", found)}] instead of [{string.Join(", ", expected)}]");
            }
            else if (found.Length > 0)
            {
                findings.Refuse(definition.Kinds);
            }
        }

        return [.. drawn.Where(definition => definition.BuildRefusal is null)];
    }

    /// <summary>A data source that no transaction can be held on gives no values.</summary>
    private static async Task RefuseAsync(
        GeneratedSet generated, RandomDefinition[] batch, Surroundings surroundings, Findings findings)
    {
        if (surroundings.Refused is not { } refused)
        {
            return;
        }

        await using ServiceProvider program = Program(generated, refused, _ => { });
        Dictionary<string, MetricReading> readings = (await program.GetRequiredService<ServicePingCollector>().CollectAsync())
            .Metrics.ToDictionary(reading => reading.KeyPath);
        foreach (RandomDefinition definition in batch)
        {
            MetricReading reading = readings[definition.KeyPath];
            if (reading.Status is ReadingStatus.Unavailable or ReadingStatus.Failed
                && reading.Message!.Contains("With Multiplexing a connection is not ours", StringComparison.Ordinal))
            {
                findings.Refuse("multiplexed");
            }
            else
            {
                findings.Add(definition, $"multiplexed: {reading.Status}: {reading.Message}");
            }
        }
    }

    private static TestProject Project(IEnumerable<RandomDefinition> definitions) => definitions.Aggregate(
        new TestProject(), (files, definition) => files.With($"metrics/{definition.KeyPath}.yml", definition.Yaml));

    private static ServiceProvider Program(GeneratedSet generated, Action<ServicePingBuilder> use, Action<ServicePingOptions> way)
    {
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(new SettableClock(RandomDefinition.RecordedAt));
        ServicePingServiceCollectionExtensions.AddServicePing(
            services,
            builder =>
            {
                use(builder);
                builder.Configure(way);
            },
            generated.Set);
        return services.BuildServiceProvider();
    }

    /// <summary>Plain SQL for all of a batch in one statement, hence in one snapshot.</summary>
    private static async Task<JsonElement[]> PlainAsync(NpgsqlDataSource plain, RandomDefinition[] batch)
    {
        IEnumerable<string> values = batch.Select(definition => definition.Refusal is null ? $"({definition.Sql})" : "'null'");
        string sql = "SELECT ARRAY[\n" + string.Join(",\n", values) + "]::text[]";
        await using NpgsqlCommand command = plain.CreateCommand(sql);
        string[] texts = (string[])(await command.ExecuteScalarAsync())!;
        return [.. texts.Select(value => JsonElement.Parse(value))];
    }
}
