using System.Buffers;
using System.Text.Json;

namespace ServicePing.Runtime.Values;

/// <summary>The value of a metric that is an object or a list.</summary>
internal static class MetricJson
{
    internal static JsonElement Of(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            write(json);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
