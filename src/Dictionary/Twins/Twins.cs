using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServicePing.Dictionary;

/// <summary>What pages say, as JSON: written from the same model, so that both say the same.</summary>
internal static class Twins
{
    internal static ReadOnlyMemory<byte> Of(MetricEntry metric) => Json(JsonSerializer.Serialize(metric, TwinJson.Lines.MetricEntry));

    internal static ReadOnlyMemory<byte> Of(EventEntry one) => Json(JsonSerializer.Serialize(one, TwinJson.Lines.EventEntry));

    internal static ReadOnlyMemory<byte> Of(KnownEventEntry known) => Json(JsonSerializer.Serialize(known, TwinJson.Lines.KnownEventEntry));

    internal static ReadOnlyMemory<byte> Of(AggregateEntry aggregate) => Json(JsonSerializer.Serialize(aggregate, TwinJson.Lines.AggregateEntry));

    internal static ReadOnlyMemory<byte> Of(TableEntry table) => Json(JsonSerializer.Serialize(table, TwinJson.Lines.TableEntry));

    internal static ReadOnlyMemory<byte> Of(ReleaseEntry release) => Json(JsonSerializer.Serialize(release, TwinJson.Lines.ReleaseEntry));

    internal static ReadOnlyMemory<byte> Of(MetricsDictionary dictionary) => Json(JsonSerializer.Serialize(dictionary, TwinJson.Lines.MetricsDictionary));

    /// <summary>A whole dictionary without line breaks, for programs that bring it with them.</summary>
    internal static ReadOnlyMemory<byte> Packed(MetricsDictionary dictionary) => Json(JsonSerializer.Serialize(dictionary, TwinJson.Line.MetricsDictionary));

    /// <summary>The dictionary that was written.</summary>
    /// <exception cref="JsonException">It is none, or lacks what every one has.</exception>
    internal static MetricsDictionary Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, TwinJson.Line.MetricsDictionary) ?? throw new JsonException("It is null.");

    /// <summary>A metric a line.</summary>
    internal static ReadOnlyMemory<byte> LinesOf(IEnumerable<MetricEntry> metrics)
    {
        StringBuilder lines = new();
        foreach (MetricEntry metric in metrics)
        {
            lines.Append(JsonSerializer.Serialize(metric, TwinJson.Line.MetricEntry)).Append('\n');
        }

        return Utf8(lines.ToString());
    }

    /// <summary>An event a line.</summary>
    internal static ReadOnlyMemory<byte> LinesOf(IEnumerable<EventEntry> events)
    {
        StringBuilder lines = new();
        foreach (EventEntry one in events)
        {
            lines.Append(JsonSerializer.Serialize(one, TwinJson.Line.EventEntry)).Append('\n');
        }

        return Utf8(lines.ToString());
    }

    private static ReadOnlyMemory<byte> Json(string json) => Utf8(json + "\n");

    internal static ReadOnlyMemory<byte> Utf8(string text) => Encoding.UTF8.GetBytes(text);
}

/// <summary>How the model is written as JSON: without reflection, so that trimmed programs can.</summary>
[JsonSerializable(typeof(MetricsDictionary))]
internal sealed partial class TwinJson : JsonSerializerContext
{
    /// <summary>For people who look at it as well.</summary>
    internal static TwinJson Lines { get; } = new(Written(isIndented: true));

    /// <summary>All on one line.</summary>
    internal static TwinJson Line { get; } = new(Written(isIndented: false));

    private static JsonSerializerOptions Written(bool isIndented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = isIndented,
        NewLine = "\n",
    };
}
