using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServicePing.Generators.Tests.Support;
using ServicePing.Testing;

namespace ServicePing.Generators.Tests.Differential;

/// <summary>
/// Random definitions through the real generator, over random rows in a real PostgreSQL: all in one pass = one at a time = plain SQL.
/// </summary>
public sealed class DifferentialTests
{
    private const int Batch = 100;

    /// <summary>One standard error of a HyperLogLog of 2^14 registers.</summary>
    private const double StandardError = 1.04 / 128;

    /// <summary>What tells the ways to read a relation apart in the SQL that is sent; all of them must have been gone.</summary>
    private static readonly string[] Strategies =
        ["page", "window", "key", "key of a view", "value range", "streamed", "grouped", "masked", "at once"];

    private static int Definitions => Environment.GetEnvironmentVariable("SERVICEPING_LONG") is null ? 5_000 : 50_000;

    [Fact]
    public async Task Fused_equals_alone_equals_plain_sql()
    {
        Findings findings = await CompareAsync(Draw(Definitions, daysOfWeek: 9));

        Assert.True(findings.Wrong.Count == 0, $"{findings.Wrong.Count} wrong:\n" + string.Join("\n\n", findings.Wrong.Take(5)));
        Assert.InRange(findings.Compared, Definitions, int.MaxValue);
        Assert.True(
            findings.FarEstimates <= findings.Estimates / 200, $"{findings.FarEstimates} of {findings.Estimates} estimates are far off.");
        Assert.True(findings.Estimates > Definitions / 50, $"Only {findings.Estimates} estimates were drawn.");
        Assert.True(Strategies.All(findings.Statements.Contains), "Seen: " + string.Join(", ", findings.Statements));
    }

    /// <summary>The twin that must fail: plain SQL of a week that is a day shorter.</summary>
    [Fact]
    public async Task A_day_less_is_found()
    {
        Findings findings = await CompareAsync(Draw(2 * Batch, daysOfWeek: 8));

        Assert.InRange(findings.Wrong.Count, 10, Batch);
        Assert.All(findings.Wrong, wrong => Assert.Contains("time_frame: 7d", wrong, StringComparison.Ordinal));
    }

    private static RandomDefinition[] Draw(int definitions, int daysOfWeek)
    {
        Random random = new(20261121);
        return [.. Enumerable.Range(0, definitions).Select(number => RandomDefinition.Draw(number, random, daysOfWeek))];
    }

    private static async Task<Findings> CompareAsync(RandomDefinition[] definitions)
    {
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
        string database = await postgres.CreateDatabaseAsync("drawn");
        await using NpgsqlDataSource plain = NpgsqlDataSource.Create(database + ";Options=-c TimeZone=UTC");

        // Commits are asynchronous: without the checkpoint, VACUUM would not find the rows visible to all.
        foreach (string sql in new[] { await ReadAsync("RandomTables.sql"), "CHECKPOINT", "VACUUM (ANALYZE)" })
        {
            await using NpgsqlCommand fill = plain.CreateCommand(sql);
            await fill.ExecuteNonQueryAsync();
        }

        await using NpgsqlDataSource reader = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database) { Username = "reader" }.ConnectionString);
        await using NpgsqlDataSource slim = new NpgsqlSlimDataSourceBuilder(database).Build();
        NpgsqlDataSource[] sources = [plain, reader, slim];
        Findings findings = new();
        await Parallel.ForEachAsync(
            definitions.Chunk(Batch).Index(),
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (batch, _) => await CompareAsync(batch.Index, batch.Item, sources, WayOf(batch.Index), plain, findings));
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
        int number,
        RandomDefinition[] batch,
        NpgsqlDataSource[] sources,
        Action<ServicePingOptions> way,
        NpgsqlDataSource plain,
        Findings findings)
    {
        TestProject project = batch.Aggregate(
            new TestProject(), (files, definition) => files.With($"metrics/{definition.KeyPath}.yml", definition.Yaml));
        using GeneratedSet generated = new(project.Generate().Compilation);
        Dictionary<string, int> slots = generated.Set.Metrics.Index().ToDictionary(metric => metric.Item.KeyPath, metric => metric.Index);
        await using ServiceProvider sliced = Program(generated, sources[number % sources.Length], way);
        await using ServiceProvider whole = Program(generated, sources[0], options => (options.MaxConnections, options.PauseRatio) = (1, 0));
        ServicePingCollector collector = sliced.GetRequiredService<ServicePingCollector>();
        ServicePingCollector plainest = whole.GetRequiredService<ServicePingCollector>();

        ServicePingPayload payload = await collector.CollectAsync();
        findings.See(payload.Statistics.SentStatements);
        using JsonDocument json = JsonDocument.Parse(payload.Json);
        JsonElement fused = json.RootElement.GetProperty("drawn");
        Dictionary<string, MetricReading> readings = payload.Metrics.ToDictionary(reading => reading.KeyPath);
        JsonElement[] truth = await PlainAsync(plain, batch);

        foreach ((int place, (RandomDefinition definition, JsonElement expected)) in batch.Zip(truth).Index())
        {
            MetricReading reading = readings[definition.KeyPath];
            JsonElement together = fused.GetProperty(definition.KeyPath["drawn.".Length..]);

            // Three of four in few statements, as most time goes into slices that hold next to nothing.
            MetricResult<JsonElement> alone = await (place % 4 == 0 ? collector : plainest)
                .CollectAsync(new Metric<JsonElement>(generated.Set, slots[definition.KeyPath]));
            bool isNoAverage = definition.Precision == Precision.Quotient && reading.Status == ReadingStatus.NoData;
            if (reading.Status != ReadingStatus.Ok && !isNoAverage)
            {
                findings.Add(definition, $"{reading.Status}: {reading.Message}");
            }
            else if (!AreEqual(together, alone.Value, 1e-12))
            {
                findings.Add(definition, $"fused {together}, alone {alone.Value} ({alone.Status}: {alone.Message})");
            }
            else
            {
                findings.Compare(definition, expected, together);
            }
        }
    }

    private static ServiceProvider Program(GeneratedSet generated, NpgsqlDataSource database, Action<ServicePingOptions> way)
    {
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(new SettableClock(RandomDefinition.RecordedAt));
        ServicePingServiceCollectionExtensions.AddServicePing(
            services, builder => builder.UsePostgres(database).Configure(way), generated.Set);
        return services.BuildServiceProvider();
    }

    /// <summary>Plain SQL for all of a batch in one statement, hence in one snapshot.</summary>
    private static async Task<JsonElement[]> PlainAsync(NpgsqlDataSource plain, RandomDefinition[] batch)
    {
        string sql = "SELECT ARRAY[\n" + string.Join(",\n", batch.Select(definition => $"({definition.Sql})")) + "]::text[]";
        await using NpgsqlCommand command = plain.CreateCommand(sql);
        string[] values = (string[])(await command.ExecuteScalarAsync())!;
        return [.. values.Select(value => JsonElement.Parse(value))];
    }

    private static bool AreEqual(JsonElement one, JsonElement other, double tolerance)
    {
        if (one.ValueKind != other.ValueKind)
        {
            return false;
        }

        return one.ValueKind switch
        {
            JsonValueKind.Number when tolerance == 0 => Number(one) == Number(other),
            JsonValueKind.Number => Math.Abs(one.GetDouble() - other.GetDouble()) <= tolerance * Math.Abs(other.GetDouble()),
            JsonValueKind.Object => one.EnumerateObject().Count() == other.EnumerateObject().Count()
                && one.EnumerateObject().All(member =>
                    other.TryGetProperty(member.Name, out JsonElement match) && AreEqual(member.Value, match, tolerance)),
            _ => one.ToString() == other.ToString(),
        };
    }

    private static decimal Number(JsonElement number) =>
        decimal.Parse(number.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static async Task<string> ReadAsync(string resource)
    {
        using StreamReader reader = new(typeof(DifferentialTests).Assembly.GetManifestResourceStream(resource)!);
        return await reader.ReadToEndAsync();
    }

    /// <summary>What the comparisons have found so far.</summary>
    private sealed class Findings
    {
        private readonly Lock _lock = new();

        public List<string> Wrong { get; } = [];

        public HashSet<string> Statements { get; } = [];

        public int Compared { get; private set; }

        public int Estimates { get; private set; }

        public int FarEstimates { get; private set; }

        public void Add(RandomDefinition definition, string what)
        {
            lock (_lock)
            {
                Wrong.Add($"{what}\n{definition.Yaml}\n{definition.Sql}");
            }
        }

        public void See(IEnumerable<SentStatement> sent)
        {
            lock (_lock)
            {
                Statements.UnionWith(sent.Select(statement => StrategyOf(statement.Sql)));
            }
        }

        private static string StrategyOf(string sql) =>
            sql.Contains("different_values", StringComparison.Ordinal) ? "value range" :
            sql.Contains("CASE WHEN", StringComparison.Ordinal) ? "masked" :
            Regex.IsMatch(sql, @"(created|closed)_at >= \$6 ") ? "window" :
            sql.Contains(" < $7 OR ", StringComparison.Ordinal) ? "key of a view" :
            sql.Contains(".ctid >= $6", StringComparison.Ordinal)
                ? sql.Contains("count(*)", StringComparison.Ordinal)
                    ? sql.Contains("GROUP BY", StringComparison.Ordinal) ? "grouped" : "page"
                    : "streamed"
                : Regex.IsMatch(sql, @"\) (>=|<) \(\$6") ? "key" : "at once";

        public void Compare(RandomDefinition definition, JsonElement expected, JsonElement value)
        {
            if (definition.Precision == Precision.Estimate)
            {
                (int estimates, int far) = CompareEstimates(definition, expected, value);
                lock (_lock)
                {
                    Compared++;
                    Estimates += estimates;
                    FarEstimates += far;
                }

                return;
            }

            if (!AreEqual(value, expected, definition.Precision == Precision.Exact ? 0 : 1e-12))
            {
                Add(definition, $"{value} instead of {expected}");
            }

            lock (_lock)
            {
                Compared++;
            }
        }

        /// <summary>Each group is an estimate of its own; the groups themselves are exact.</summary>
        private (int Estimates, int Far) CompareEstimates(RandomDefinition definition, JsonElement expected, JsonElement value)
        {
            if (expected.ValueKind != JsonValueKind.Object)
            {
                return (1, AreEqual(value, expected, 3 * StandardError) ? 0 : 1);
            }

            if (!expected.EnumerateObject().Select(member => member.Name).Order().SequenceEqual(
                value.EnumerateObject().Select(member => member.Name).Order()))
            {
                Add(definition, $"{value} instead of {expected}");
                return (0, 0);
            }

            (int Estimates, int Far) sum = (0, 0);
            foreach (JsonProperty member in expected.EnumerateObject())
            {
                (int estimates, int far) = CompareEstimates(definition, member.Value, value.GetProperty(member.Name));
                sum = (sum.Estimates + estimates, sum.Far + far);
            }

            return sum;
        }
    }
}
