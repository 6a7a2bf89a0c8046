using System.Buffers;
using System.Text.Json;

namespace ServicePing;

/// <summary>The value of a fact, made our own: what cannot stand in a payload fails its fact, and not the payload.</summary>
internal static class FactValue
{
    // Readers of JSON follow 64 levels unless they are told otherwise, and the key path stands above the value.
    private const int Levels = 48;

    /// <exception cref="InvalidOperationException">The value is nested too deep, or has a text that is none.</exception>
    internal static MetricValue Own(MetricValue value)
    {
        if (value.Kind != MetricValueKind.Json)
        {
            return value;
        }

        try
        {
            ArrayBufferWriter<byte> copy = new();
            using (Utf8JsonWriter json = new(copy, new JsonWriterOptions { MaxDepth = Levels }))
            {
                value.WriteTo(json);
            }

            return MetricValue.From(JsonElement.Parse(copy.WrittenSpan));
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidOperationException($"The value cannot stand in a payload: {exception.Message}", exception);
        }
    }
}
