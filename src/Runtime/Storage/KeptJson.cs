using System.Text.Json;

namespace ServicePing.Runtime.Storage;

/// <summary>Small JSON documents that are kept of the instance.</summary>
internal static class KeptJson
{
    /// <summary>Reads an object that is kept.</summary>
    /// <param name="kept">Its bytes.</param>
    /// <param name="read">Reads it by its properties.</param>
    /// <param name="what">What is kept, and where, as the beginning of a sentence.</param>
    /// <param name="wayOut">What helps where it cannot be read, a sentence.</param>
    /// <exception cref="PingStoreException">It is damaged, or another version has written it.</exception>
    internal static T Read<T>(ReadOnlyMemory<byte> kept, Func<JsonElement, T> read, string what, string wayOut)
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
