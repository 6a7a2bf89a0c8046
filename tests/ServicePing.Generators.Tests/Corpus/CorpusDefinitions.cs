using System.Globalization;
using YamlDotNet.Serialization;

namespace ServicePing.Generators.Tests.Corpus;

/// <summary>The corpus as a plain YAML library reads it: the oracle, independent of the project's own reader.</summary>
internal sealed class CorpusDefinitions
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();

    private CorpusDefinitions(string root)
    {
        Metrics = [.. Read(Path.Combine(root, "metrics")).Select(map => new CorpusMetric(map))];
        Events =
        [
            .. Read(Path.Combine(root, "events"))
                .Where(map => Equals(map.GetValueOrDefault("internal_events"), true) && !Equals(map.GetValueOrDefault("status"), "removed"))
                .Select(map => new CorpusEvent(map)),
        ];
    }

    internal IReadOnlyList<CorpusMetric> Metrics { get; }

    internal IReadOnlyList<CorpusEvent> Events { get; }

    /// <summary>Every key path, after time-frame expansion.</summary>
    internal IEnumerable<string> KeyPaths => Metrics.SelectMany(metric => metric.KeyPaths.Select(path => path.KeyPath));

    internal static CorpusDefinitions Load(string root) => new(root);

    private static IEnumerable<Dictionary<string, object?>> Read(string folder) =>
        Directory.EnumerateFiles(folder, "*.yml", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => Yaml.Deserialize<Dictionary<string, object?>>(File.ReadAllText(path)));
}

/// <summary>A metric definition of the corpus.</summary>
internal sealed class CorpusMetric(Dictionary<string, object?> map)
{
    internal string DataSource => (string)map["data_source"]!;

    internal bool IsRemoved => Equals(map["status"], "removed");

    /// <summary>The key paths and the frame of each: <c>7d</c>, <c>28d</c>, <c>all</c>, <c>none</c>.</summary>
    internal IEnumerable<(string KeyPath, string TimeFrame)> KeyPaths
    {
        get
        {
            string keyPath = (string)map["key_path"]!;
            return map["time_frame"] is List<object> frames
                ? frames.Select(frame => (keyPath + Suffix((string)frame), (string)frame))
                : [(keyPath, (string)map["time_frame"]!)];
        }
    }

    internal IReadOnlyList<CorpusSelection> Selections =>
        map.GetValueOrDefault("events") is List<object> events
            ? [.. events.Select(item => new CorpusSelection((Dictionary<object, object>)item))]
            : [];

    /// <summary>The counters that a program may move by name for the metric: it is what makes them known.</summary>
    internal IEnumerable<CorpusCounter> NamedCounters => DataSource is "redis" or "redis_hll" ? Counters : [];

    /// <summary>The counters that the metric reads and that have a name: of older generations, or unique ones by event and identifier.</summary>
    internal IEnumerable<CorpusCounter> Counters => (DataSource, IsRemoved, Options) switch
    {
        (_, true, _) => [],
        ("redis", _, { } options) => [new(
            (string)options["event"]!, options.GetValueOrDefault("prefix") as string, !Equals(options.GetValueOrDefault("include_usage_prefix"), false), null)],
        ("redis_hll" or "internal_events", _, _) when Selections.Count > 0 => Selections
            .Where(selection => selection.Unique is not null && !selection.Filter.Any())
            .Select(selection => new CorpusCounter(selection.Event, null, false, selection.Unique)),
        ("redis_hll", _, { } options) when !options.ContainsKey("aggregate") && options.GetValueOrDefault("events") is List<object> events =>
            events.Select(name => new CorpusCounter((string)name, null, false, null)),
        _ => [],
    };

    private Dictionary<string, object?>? Options => map.GetValueOrDefault("options") is Dictionary<object, object> options
        ? options.ToDictionary(pair => (string)pair.Key, pair => (object?)pair.Value)
        : null;

    private static string Suffix(string timeFrame) => timeFrame switch
    {
        "7d" => "_weekly",
        "28d" => "_monthly",
        _ => "",
    };
}

/// <summary>A counter of an older generation, by the options of a metric.</summary>
internal sealed record CorpusCounter(string Name, string? Prefix, bool HasUsagePrefix, string? Unique);

/// <summary>An event selection rule of the corpus.</summary>
internal sealed class CorpusSelection(Dictionary<object, object> map)
{
    internal string Event => (string)map["name"];

    internal string? Unique => (map.GetValueOrDefault("unique") as string)?.Split('.')[0];

    internal string? Operator => map.GetValueOrDefault("operator") as string;

    internal IEnumerable<KeyValuePair<string, object>> Filter =>
        map.GetValueOrDefault("filter") is Dictionary<object, object> filter
            ? filter.Select(pair => KeyValuePair.Create((string)pair.Key, pair.Value is string ? pair.Value : Convert.ToInt32(pair.Value, CultureInfo.InvariantCulture)))
            : [];

    internal bool Selects(EventCall call) =>
        Filter.All(pair => call.Arguments.TryGetValue(pair.Key, out object? value) && value.Equals(pair.Value));
}

/// <summary>An internal event of the corpus.</summary>
internal sealed class CorpusEvent(Dictionary<string, object?> map)
{
    internal string Action => (string)map["action"]!;

    internal IReadOnlyList<string> Identifiers =>
        map.GetValueOrDefault("identifiers") is List<object> identifiers ? [.. identifiers.Cast<string>()] : [];

    internal IReadOnlyList<string> Properties =>
        map.GetValueOrDefault("additional_properties") is Dictionary<object, object> properties ? [.. properties.Keys.Cast<string>()] : [];
}
