using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServicePing.Runtime.Payload;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Values;

namespace ServicePing.Benchmarks;

/// <summary>
/// How long it takes to assemble the JSON of 4,700 values that have been computed, beside System.Text.Json over nested dictionaries and over
/// JsonNode, which have to give the same bytes; and how small it becomes on the wire.
/// </summary>
internal static class PayloadBenchmark
{
    private const int Keys = 4_700;
    private const int WarmUp = 100;
    private const int Counted = 101;

    private static readonly string[] Stages =
        ["configure", "create", "govern", "manage", "monitor", "package", "plan", "release", "secure", "verify"];

    private static readonly string[] Verbs = ["create", "view", "update", "close", "delete", "approve", "import", "merge", "run", "share"];

    private static readonly string[] Nouns =
    [
        "issue", "epic", "merge_request", "pipeline", "deployment", "environment", "package", "snippet", "wiki_page", "milestone",
        "board", "label", "project", "group", "runner", "alert", "incident", "requirement", "vulnerability", "feature_flag",
    ];

    public static void Run()
    {
        MetricPlan[] metrics = [.. KeyPaths().Order(KeyPathOrder.Instance).Select(Plan)];
        MetricValue[] values = Values(metrics);
        PayloadLayout layout = PayloadLayout.Of(metrics);
        (string[] Path, MetricValue Value)[] parted = [.. metrics.Zip(values, (metric, value) => (metric.KeyPath.Split('.'), value))];

        byte[] output = layout.Write(slot => values[slot]).ToArray();
        if (!output.AsSpan().SequenceEqual(Dictionaries(parted)) || !output.AsSpan().SequenceEqual(Nodes(parted)))
        {
            throw new InvalidOperationException("The peers have written another payload: the figures would mean nothing.");
        }

        int zipped = Zip(output);
        Say($"{Keys} values, {output.Length / 1024.0:F1} KiB of JSON. Median of {Counted} rounds.");
        Cost[] costs = Rounds.Medians(
            WarmUp, Counted, () => layout.Write(slot => values[slot]), () => Dictionaries(parted), () => Nodes(parted));
        Show("a payload's layout", costs[0]);
        Show("nested Dictionary, JsonSerializer", costs[1]);
        Show("JsonNode", costs[2]);
        Say($"gzip of it                          {zipped / 1024.0,8:F1} KiB");
        Say($"payload: assemble_ms = {costs[0].Time.TotalMilliseconds:F2}");
        Say($"payload: alloc_vs_output = {(double)costs[0].Bytes / output.Length:F2}");
        Say($"payload: gzip_bytes_per_key = {(double)zipped / Keys:F1}");
        Say($"payload: vs_dictionary = {costs[1].Time / costs[0].Time:F1}");
        Say($"payload: vs_json_node = {costs[2].Time / costs[0].Time:F1}");

        void Show(string what, Cost cost) => Say(
            $"{what,-34} {cost.Time.TotalMilliseconds,9:F2} ms  {(double)cost.Bytes / output.Length,6:F2} times the output in allocations");
    }

    private static byte[] Dictionaries((string[] Path, MetricValue Value)[] values)
    {
        Dictionary<string, object?> root = [];
        foreach ((string[] path, MetricValue value) in values)
        {
            Dictionary<string, object?> parent = root;
            foreach (string segment in path.AsSpan(0, path.Length - 1))
            {
                if (!parent.TryGetValue(segment, out object? child))
                {
                    parent[segment] = child = new Dictionary<string, object?>();
                }

                parent = (Dictionary<string, object?>)child!;
            }

            parent[path[^1]] = value.Kind switch
            {
                MetricValueKind.Integer => value.AsInt64(),
                MetricValueKind.Double => value.AsDouble(),
                MetricValueKind.Decimal => value.AsDecimal(),
                MetricValueKind.Boolean => value.AsBoolean(),
                MetricValueKind.Text => value.AsText(),
                MetricValueKind.Json => value.AsJson(),
                _ => null,
            };
        }

        return JsonSerializer.SerializeToUtf8Bytes(root);
    }

    private static byte[] Nodes((string[] Path, MetricValue Value)[] values)
    {
        JsonObject root = [];
        foreach ((string[] path, MetricValue value) in values)
        {
            JsonObject parent = root;
            foreach (string segment in path.AsSpan(0, path.Length - 1))
            {
                if (parent[segment] is not JsonObject child)
                {
                    parent[segment] = child = [];
                }

                parent = child;
            }

            parent[path[^1]] = value.Kind switch
            {
                MetricValueKind.Integer => JsonValue.Create(value.AsInt64()),
                MetricValueKind.Double => JsonValue.Create(value.AsDouble()),
                MetricValueKind.Decimal => JsonValue.Create(value.AsDecimal()),
                MetricValueKind.Boolean => JsonValue.Create(value.AsBoolean()),
                MetricValueKind.Text => JsonValue.Create(value.AsText()),
                MetricValueKind.Json => JsonObject.Create(value.AsJson()),
                _ => null,
            };
        }

        return JsonSerializer.SerializeToUtf8Bytes(root);
    }

    private static int Zip(byte[] output)
    {
        using MemoryStream zipped = new();
        using (GZipStream gzip = new(zipped, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(output);
        }

        return (int)zipped.Length;
    }

    /// <summary>Key paths as a large product has them: totals, windows, stages, events.</summary>
    private static IEnumerable<string> KeyPaths() => (
        from verb in Verbs
        from noun in Nouns
        from stage in Stages
        let name = $"{noun}_{verb}s_{stage}"
        from path in (string[])
        [
            $"counts.{name}",
            $"usage_activity_by_stage.{stage}.{noun}_{verb}s",
            $"usage_activity_by_stage_monthly.{stage}.{noun}_{verb}s",
            $"redis_hll_counters.{stage}.count_distinct_user_id_from_{verb}_{noun}_weekly",
            $"redis_hll_counters.{stage}.count_distinct_user_id_from_{verb}_{noun}_monthly",
            $"settings.{stage}.{noun}_{verb}",
        ]
        select path).Distinct().Where((_, i) => i % 5 < 2).Take(Keys);

    /// <summary>Mostly counts, few of which are large; some fractions, settings and groups.</summary>
    private static MetricValue[] Values(MetricPlan[] metrics)
    {
        Random random = new(42);
        return
        [
            .. metrics.Select(_ => random.Next(40) switch
            {
                0 => MetricValue.From(Math.Round(random.NextDouble() * 100, 3)),
                1 => MetricValue.From(random.Next(2) == 0),
                2 => MetricValue.From($"setting {random.Next(20)}"),
                3 => MetricValue.From(JsonElement.Parse(FormattableString.Invariant(
                    $$"""{"1":{{random.Next(1000)}},"2":{{random.Next(100)}},"3":{{random.Next(10)}}}"""))),
                < 14 => MetricValue.From(0),
                _ => MetricValue.From((long)Math.Exp(random.NextDouble() * 12)),
            }),
        ];
    }

    private static MetricPlan Plan(string keyPath) =>
        new(keyPath, ValueShape.Integer, MetricStatus.Active, TimeFrame.All, DataSource.Database, DataCategory.Optional);

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
