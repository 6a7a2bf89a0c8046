using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ServicePing.Runtime.Wire;

/// <summary>Small JSON documents that people may look at: what is signed and sent, and what is kept of the instance.</summary>
internal static class PlainJson
{
    // Signatures and keys have a plus in them, which the default encoder would escape; nothing here ends up in HTML.
    private static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n" };

    /// <summary>Writes an object.</summary>
    /// <param name="properties">Writes its properties.</param>
    internal static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> properties)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, Options))
        {
            json.WriteStartObject();
            properties(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
