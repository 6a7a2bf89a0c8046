using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Yaml;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.GitLab;

/// <summary>A definition of one of GitLab's older generations, put into the current form with the meaning that it had.</summary>
/// <remarks>
/// Those generations are told by keys and statuses that no current definition has. They demanded less, allowed further keys, and
/// did not look at records of what is gone.
/// </remarks>
internal sealed class OlderForm
{
    private const string ClassPrefix = "Gitlab::Usage::Metrics::Instrumentations::";

    private static readonly string[] MetricMarks =
        ["tier", "distribution", "product_section", "product_stage", "product_category", "skip_validation"];

    private static readonly string[] EventMarks =
    [
        "tier", "distribution", "distributions", "product_section", "product_stage", "product_category", "label_description",
        "property_description", "value_description",
    ];

    private readonly List<YamlEntry> _entries = [];
    private readonly List<string> _advice = [];
    private readonly List<string> _dropped = [];
    private readonly bool _isRecord;
    private readonly string[] _demanded;

    private OlderForm(YamlMap map)
    {
        _isRecord = map[MetricKeys.Status] is YamlScalar { Text: "removed" or "deprecated" }
            || map["skip_validation"] is YamlScalar { Kind: OptionKind.Boolean, Text: "true" or "True" or "TRUE" };
        Key[] demanded = _isRecord
            ? [MetricKeys.KeyPath, EventKeys.Action]
            : [MetricKeys.KeyPath, EventKeys.Action, MetricKeys.ValueType, MetricKeys.Status, MetricKeys.TimeFrame];
        _demanded = [.. demanded.Select(static key => key.Name)];
    }

    /// <summary>The definition in the current form; the map itself where it has that.</summary>
    public static YamlMap Modernise(YamlMap map, FileProblems problems)
    {
        string[] marks = problems.Kind switch
        {
            DefinitionKind.Metric => MetricMarks,
            DefinitionKind.Event => EventMarks,
            _ => [],
        };
        foreach (YamlEntry entry in map.Entries)
        {
            bool isStatus = entry.Key == MetricKeys.Status && problems.Kind == DefinitionKind.Metric
                && entry.Value is YamlScalar { Text: "deprecated" or "data_available" or "implemented" or "not_used" };
            if (isStatus || Array.IndexOf(marks, entry.Key) >= 0)
            {
                OlderForm older = new(map);
                YamlMap modern = older.Modernise(map, problems.Kind == DefinitionKind.Metric);
                problems.Add(
                    Older, isStatus ? entry.Value.Start : entry.KeyStart, isStatus ? entry.Value.End : entry.KeyEnd,
                    $"The definition is written in an older form: {older.Advice()}.");
                return modern;
            }
        }

        return map;
    }

    private YamlMap Modernise(YamlMap map, bool isMetric)
    {
        foreach (YamlEntry entry in map.Entries)
        {
            bool isOld = Array.IndexOf(isMetric ? MetricMarks : EventMarks, entry.Key) >= 0;
            if (entry.Key is "tier" or "product_category" && Renamed(map, entry) is { } renamed)
            {
                _entries.Add(renamed);
                _advice.Add($"write '{renamed.Key}' for '{entry.Key}'");
            }
            else if (isOld)
            {
                _dropped.Add($"'{entry.Key}'");
            }
            else if (entry.Value is not YamlScalar { Kind: OptionKind.Null })
            {
                YamlNode value = entry.Value is YamlScalar scalar ? Current(entry.Key, scalar) : entry.Value;
                _entries.Add(new YamlEntry(entry.Key, entry.KeyStart, entry.KeyEnd, value));
            }
        }

        if (!_isRecord)
        {
            _advice.AddRange((isMetric ? MetricKeys.Map : EventKeys.Map)
                .Where(key => key.IsRequired && !_demanded.Contains(key.Name) && !_entries.Exists(entry => entry.Key == key.Name))
                .Select(static key => $"add '{key}'"));
        }

        return new YamlMap(map.Start, map.End, [.. _entries], _demanded);
    }

    private string Advice() =>
        string.Join(", ", _dropped.Count == 0 ? _advice : _advice.Append("leave out " + string.Join(" and ", _dropped)));

    /// <summary>A key with another name today; null where the definition has that as well, or where there is no value.</summary>
    private static YamlEntry? Renamed(YamlMap map, YamlEntry entry)
    {
        string name = entry.Key == "tier" ? MetricKeys.Tiers : MetricKeys.ProductCategories;
        if (map[name] is not null || entry.Value is YamlScalar { Kind: OptionKind.Null })
        {
            return null;
        }

        YamlNode value = entry.Value switch
        {
            YamlList list when entry.Key == "tier" => new YamlList(list.Start, list.End, Tiers(list)),
            YamlScalar scalar => new YamlList(scalar.Start, scalar.End, [scalar]),
            YamlNode other => other,
        };
        return new YamlEntry(name, entry.KeyStart, entry.KeyEnd, value);
    }

    /// <summary>Plans of those days by the tiers that took their place.</summary>
    private static YamlNode[] Tiers(YamlList list)
    {
        List<YamlNode> tiers = [];
        foreach (YamlNode item in list.Items)
        {
            YamlNode tier = item is YamlScalar { Kind: OptionKind.String } scalar
                ? scalar.Text switch
                {
                    "starter" or "bronze" or "silver" => scalar.Reading("premium"),
                    "gold" => scalar.Reading("ultimate"),
                    _ => scalar,
                }
                : item;
            if (!tiers.Exists(known => known is YamlScalar { Text: var text } && text == (tier as YamlScalar)?.Text))
            {
                tiers.Add(tier);
            }
        }

        return [.. tiers];
    }

    /// <summary>The word of today for one of those days.</summary>
    private YamlScalar Current(string key, YamlScalar value)
    {
        string? text = (key, value.Text) switch
        {
            ("status", "data_available" or "implemented" or "not_used") => "active",
            ("value_type", "integer") => "number",
            ("data_source", "ruby") => "system",
            ("data_category", "Standard" or "Subscription" or "Operational" or "Optional") => value.Text.ToLowerInvariant(),
            ("instrumentation_class", _) when value.Text.StartsWith(ClassPrefix, StringComparison.Ordinal) =>
                value.Text.Substring(ClassPrefix.Length),
            _ => null,
        };
        if (text is not null)
        {
            _advice.Add($"write '{Quoting.Shorten(text)}' for '{Quoting.Shorten(value.Text)}'");
            return value.Reading(text);
        }

        if (key is "milestone" or "milestone_removed" && value.Kind == OptionKind.Number)
        {
            _advice.Add($"put quotes around {value.Text}");
            return value.Reading(value.Text);
        }

        if (key == MetricKeys.Status && value.Text == "deprecated")
        {
            _advice.Add("write 'removed' for 'deprecated' once nobody waits for the value, which is -1000, or, to have it computed until then, 'active' with a key 'deprecated'");
        }

        return value;
    }
}
