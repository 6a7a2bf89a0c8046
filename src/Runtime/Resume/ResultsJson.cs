using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Sketches;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Resume;

/// <summary>What the fragments of a relation have come to, as JSON and back, without loss.</summary>
internal static class ResultsJson
{
    internal static string Write(IEnumerable<FragmentResult> results)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartArray();
            foreach (FragmentResult result in results)
            {
                json.WriteStartObject();
                Write(json, result);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The results, one for each fragment of the relation and in their order.</summary>
    /// <exception cref="JsonException">The text is not what <see cref="Write(IEnumerable{FragmentResult})"/> made.</exception>
    internal static IReadOnlyList<FragmentResult> Read(string text, RelationPlan relation) =>
        [.. JsonElement.Parse(text).EnumerateArray().Zip(relation.Fragments, Read)];

    private static void Write(Utf8JsonWriter json, FragmentResult result)
    {
        if (result.Failure is { } failure)
        {
            json.WriteString("failure"u8, failure.Status.ToString());
            json.WriteString("message"u8, failure.Message);
            if (failure.LogReason is { } reason)
            {
                json.WriteString("reason"u8, reason);
            }

            if (failure.ExportReason is { } exported)
            {
                json.WriteString("exported"u8, exported);
            }

            json.WriteBoolean("unexpected"u8, failure.IsUnexpected);
        }
        else
        {
            json.WriteString("kind"u8, result.Value.Kind.ToString());
            json.WritePropertyName("value"u8);
            result.Value.WriteTo(json);
        }

        json.WriteString("duration"u8, result.Duration.ToString("c", CultureInfo.InvariantCulture));
        if (result.Note is { } note)
        {
            json.WriteString("note"u8, note);
        }

        if (result.Sketch is { } sketch)
        {
            byte[] registers = new byte[HyperLogLog.RegisterCount];
            sketch.CopyTo(registers);
            json.WriteBase64String("sketch"u8, registers);
        }
    }

    private static FragmentResult Read(JsonElement json, QueryFragment fragment)
    {
        Failure? failure = json.TryGetProperty("failure"u8, out JsonElement status)
            ? new Failure(
                Enum.Parse<ReadingStatus>(status.GetString()!),
                json.GetProperty("message"u8).GetString()!,
                json.GetProperty("unexpected"u8).GetBoolean())
            {
                LogReason = json.TryGetProperty("reason"u8, out JsonElement reason) ? reason.GetString() : null,
                ExportReason = json.TryGetProperty("exported"u8, out JsonElement exported) ? exported.GetString() : null,
            }
            : null;
        TimeSpan duration = TimeSpan.ParseExact(json.GetProperty("duration"u8).GetString()!, "c", CultureInfo.InvariantCulture);
        return new FragmentResult(fragment, failure is null ? Value(json) : default, failure, duration)
        {
            Note = json.TryGetProperty("note"u8, out JsonElement note) ? note.GetString() : null,
            Sketch = json.TryGetProperty("sketch"u8, out JsonElement sketch) ? HyperLogLog.Of(sketch.GetBytesFromBase64()) : null,
        };
    }

    private static MetricValue Value(JsonElement json)
    {
        JsonElement value = json.GetProperty("value"u8);
        return Enum.Parse<MetricValueKind>(json.GetProperty("kind"u8).GetString()!) switch
        {
            MetricValueKind.Integer => MetricValue.From(value.GetInt64()),
            MetricValueKind.Double => MetricValue.From(value.GetDouble()),
            MetricValueKind.Decimal => MetricValue.From(value.GetDecimal()),
            MetricValueKind.Boolean => MetricValue.From(value.GetBoolean()),
            MetricValueKind.Text => MetricValue.From(value.GetString()),
            MetricValueKind.Json => MetricValue.From(value),
            _ => MetricValue.Null,
        };
    }
}
