using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using ServicePing.Runtime.Storage;

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

    /// <summary>Reads an object that is kept.</summary>
    /// <param name="kept">Its bytes.</param>
    /// <param name="read">Reads it by its properties.</param>
    /// <param name="what">What is kept, and where, as the beginning of a sentence.</param>
    /// <param name="wayOut">What helps where it cannot be read, a sentence.</param>
    /// <exception cref="PingStoreException">It is damaged, or another version has written it.</exception>
    internal static T ReadKept<T>(ReadOnlyMemory<byte> kept, Func<JsonElement, T> read, string what, string wayOut)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(kept);
            return read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new PingStoreException($"{what} cannot be read: {exception.Message} {wayOut}", exception);
        }
    }
}
