using System.Text.RegularExpressions;
using ServicePing.Tests;

namespace ServicePing.Definitions.Tests.Rules;

/// <summary>What the page of a rule shows as reported or mended: pieces of definitions, completed to a project by what the page tells of the rest.</summary>
internal sealed partial class RuleSample
{
    private static readonly string[] QueryKeys = ["operation", "from", "joins", "where", "column", "group_by", "promql"];
    private static readonly string[] EventKeys = ["action", "identifiers", "additional_properties", "forward"];

    /// <summary>Rules of what <c>servicepings.lock</c> has recorded, which stays as it was beside what is mended.</summary>
    private static readonly string[] Beside = ["SP0308", "SP0401", "SP0402", "SP0408"];

    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);
    private readonly string _rule;
    private string _event = "create_issue";
    private string _name = "sample";

    private RuleSample(string rule) => _rule = rule;

    /// <summary>The project of a page with what is reported.</summary>
    internal static TestProject Reported(string rule) => Of(rule).Over(RuleSurroundings.Of(rule));

    /// <summary>The same with what the page has mended in place of it; null where the page mends nothing in YAML.</summary>
    internal static TestProject? Mended(string rule)
    {
        RuleSample sample = Of(rule);
        if (Blocks(rule, "mended") is not [var block])
        {
            return null;
        }

        if (Beside.Contains(rule))
        {
            sample._files.Clear();
            sample._name = "mended";
        }

        sample.Read(block);
        return sample.Over(RuleSurroundings.Of(rule));
    }

    /// <summary>Whether the page has something that is reported, in YAML.</summary>
    internal static bool IsOn(string rule) => Blocks(rule, "reported").Length > 0;

    private static RuleSample Of(string rule)
    {
        RuleSample sample = new(rule);
        foreach (string block in Blocks(rule, "reported"))
        {
            sample.Read(block);
        }

        return sample;
    }

    private static string[] Blocks(string rule, string kind) =>
    [
        .. PageBlock.OfPage($"rules/{rule}.md").Where(block => block.Language == "yaml").Select(block => block.Text)
            .Where(text => text.StartsWith($"# {kind}", StringComparison.Ordinal)),
    ];

    private TestProject Over(TestProject project)
    {
        foreach ((string path, string text) in _files)
        {
            project.With(path, text);
        }

        return project;
    }

    /// <summary>Pieces are parted by documents and by comments that name a file.</summary>
    private void Read(string block)
    {
        // Where the required keys are what it is about, they are there when the page says so.
        bool isWhole = _rule == "SP0003" && !block.Contains("# …", StringComparison.Ordinal);
        _event = EventName().Match(block) is { Success: true } named ? named.Groups[1].Value : _event;
        string[] names = [""];
        List<string> piece = [];
        int number = 0;
        foreach (string line in block.TrimEnd('\n').Split('\n').Skip(1).Append("---"))
        {
            if (FileName().Match(line) is { Success: true } file)
            {
                Keep();
                names = [.. file.Groups["name"].Captures.Select(name => name.Value)];
            }
            else if (OtherFile().Match(line) is { Success: true } other)
            {
                Add(other.Groups["file"].Value == "the event" ? "event" : "vocabulary.yml", other.Groups["has"].Value, 0, isWhole);
            }
            else if (line == "# in the event")
            {
                names = ["event"];
            }
            else if (line == "---")
            {
                Keep();
            }
            else if (!line.StartsWith("# …", StringComparison.Ordinal))
            {
                piece.Add(line);
            }
        }

        void Keep()
        {
            if (piece.Count > 0)
            {
                foreach (string name in names)
                {
                    Add(name, string.Join('\n', piece), number++, isWhole);
                }
            }

            piece.Clear();
        }
    }

    private void Add(string name, string text, int number, bool isWhole)
    {
        string first = TopKey().Match(text).Groups[1].Value;
        (string folder, string whole) =
            isWhole ? ("metrics", text)
            : _rule is "SP0625" or "SP0626" ? ("overrides", text)
            : text.StartsWith('-') ? (text.Contains("source:", StringComparison.Ordinal) ? "aggregates" : "known_events", text)
            : name == "vocabulary.yml" || first == "defaults" ? ("", text)
            : name.StartsWith("queries/", StringComparison.Ordinal) ? ("queries", text + "\nquery: { operation: count, from: issues }")
            : name == "event" || EventKeys.Contains(first) ? ("events", Event(text))
            : ("metrics", Metric(text));
        string path = folder.Length == 0 ? "vocabulary.yml" : $"{folder}/{(name.Length == 0 || name == "event" ? $"{_name}{number}.yml" : name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..])}";
        _files[path] = whole + "\n";
    }

    private string Event(string text) => Completed(text, [
        $"action: {_event}", "description: Somebody did it", "product_group: planning", "milestone: \"1.0\"", "introduced_by_url: https://example.com/changes/3",
        "tiers: [free, premium, ultimate]", .. _rule == "SP0207" ? (string[])[] : ["internal_events: true"],
    ]);

    private string Metric(string text)
    {
        string first = TopKey().Match(text).Groups[1].Value;
        if (QueryKeys.Contains(first))
        {
            string query = first == "promql" ? text : Completed(
                text, ["operation: count", $"from: {(TableName().Match(text) is { Success: true } table ? table.Groups[1].Value : "issues")}"]);
            text = "query:\n  " + query.Replace("\n", "\n  ", StringComparison.Ordinal);
        }
        else if (Rest(first, text) is { } rest)
        {
            text += "\n" + rest;
        }

        string[] keys = [.. TopKey().Matches(text).Select(key => key.Groups[1].Value)];
        bool isPrometheus = text.Contains("promql:", StringComparison.Ordinal);
        bool isComputed = keys.Any(key => key is "query" or "events" or "instrumentation_class" or "data_source");
        return Completed(text, [
            "key_path: counts.sample", "description: What the sample counts", "product_group: planning",
            text.Contains("group_by:", StringComparison.Ordinal) ? "value_type: object" : "value_type: number", "status: active", "milestone: \"1.0\"",
            "introduced_by_url: https://example.com/changes/12",
            text.Contains("unique:", StringComparison.Ordinal) ? "time_frame: 28d" : "time_frame: all",
            keys.Contains("events") ? "data_source: internal_events" : isPrometheus ? "data_source: prometheus" : "data_source: database", "data_category: optional",
            "tiers: [free, premium, ultimate]", .. isComputed ? (string[])[] : ["query: { operation: count, from: issues }"],
        ]);
    }

    /// <summary>What a piece that is about something else takes for granted.</summary>
    private string? Rest(string first, string text) => _rule switch
    {
        "SP0204" or "SP0504" => "events: [{ name: create_issue }]",
        "SP0708" => "data_source: license\ninstrumentation_class: SeatsMetric",
        "SP0707" or "SP0709" when !text.Contains("data_source:", StringComparison.Ordinal) => "data_source: license",
        "SP0710" => "milestone_removed: \"2.0\"\nremoved_by_url:\nquery: { operation: count, from: issues }",
        "SP0012" or "SP0013" => "data_source: system\ninstrumentation_class: TopologyMetric",
        _ => first == "options" ? "instrumentation_class: CountBulkImportsEntitiesMetric" : null,
    };

    /// <summary>What the sample does not say follows it, so that it may say a thing twice.</summary>
    private static string Completed(string text, string[] rest)
    {
        string[] keys = [.. TopKey().Matches(text).Select(key => key.Groups[1].Value)];
        return string.Join('\n', [text, .. rest.Where(line => !keys.Contains(line.Split(':')[0]))]);
    }

    [GeneratedRegex(@"^# (?:(?<name>[\w/]+\.yml)(?: and )?)+$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^# (?<file>the event|vocabulary\.yml) has (?<has>.*)$")]
    private static partial Regex OtherFile();

    [GeneratedRegex(@"name: (\w+)")]
    private static partial Regex EventName();

    [GeneratedRegex(@"\b([a-z_]+)\.[a-z_]+")]
    private static partial Regex TableName();

    [GeneratedRegex(@"^([\w-]+):", RegexOptions.Multiline)]
    private static partial Regex TopKey();
}
