using System.Text.Json;
using ServicePing.Definitions.Reading;

namespace ServicePing.Tool.Importing;

/// <summary>The metrics that a payload shows: a key path, the periods and the type of the value for each.</summary>
internal static class PayloadMetrics
{
    private const string Weekly = "_weekly";
    private const string Monthly = "_monthly";

    /// <summary>Reads a payload, in its order.</summary>
    internal static IReadOnlyList<PayloadMetric> Of(JsonElement payload)
    {
        List<PayloadMetric> metrics = [];
        Read(payload, "", null, metrics);
        return metrics;
    }

    private static void Read(JsonElement section, string path, string? frame, List<PayloadMetric> metrics)
    {
        string[] names = [.. section.EnumerateObject().Select(member => member.Name)];
        foreach (JsonProperty member in section.EnumerateObject())
        {
            string keyPath = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            if (IsSection(member.Value))
            {
                Read(member.Value, keyPath, FrameOf(member.Name) ?? frame, metrics);
                continue;
            }

            string stem = StemOf(member.Name);
            string[] family = [.. new[] { stem + Weekly, stem + Monthly, stem }.Where(name => names.Contains(name) && !IsSection(section.GetProperty(name)))];
            if (family.Length > 1 && member.Value.ValueKind == JsonValueKind.Number)
            {
                // One definition gives all periods; it stands where the first of them does.
                if (names.First(family.Contains) == member.Name)
                {
                    metrics.Add(new PayloadMetric(
                        keyPath[..^(member.Name.Length - stem.Length)], TypeOf(member.Value), [.. family.Select(name => FrameOf(name) ?? "all")]));
                }

                continue;
            }

            metrics.Add(new PayloadMetric(
                keyPath, TypeOf(member.Value), [FrameOf(member.Name) ?? frame ?? (member.Value.ValueKind == JsonValueKind.Number && path.Length > 0 ? "all" : "none")]));
        }
    }

    /// <summary>Whether a value holds metrics of its own; objects whose keys are no names of metrics are groups of one.</summary>
    private static bool IsSection(JsonElement value) => value.ValueKind == JsonValueKind.Object
        && value.EnumerateObject().Any() && value.EnumerateObject().All(member => Patterns.IsName(member.Name) && !char.IsAsciiDigit(member.Name[0]));

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Object or JsonValueKind.Array => "object",
        _ => "string",
    };

    private static string? FrameOf(string name) => name.EndsWith(Weekly, StringComparison.Ordinal) ? "7d" : name.EndsWith(Monthly, StringComparison.Ordinal) ? "28d" : null;

    private static string StemOf(string name) => FrameOf(name) is null ? name : name[..^(name.EndsWith(Weekly, StringComparison.Ordinal) ? Weekly : Monthly).Length];
}

/// <summary>A metric as a payload shows it.</summary>
/// <param name="KeyPath">The key path, without the suffix of a period where there are several.</param>
/// <param name="ValueType">The type of the value.</param>
/// <param name="TimeFrames">The periods.</param>
internal sealed record PayloadMetric(string KeyPath, string ValueType, IReadOnlyList<string> TimeFrames);
