using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ServicePing.Versions;

/// <summary>The answer to a ping that is stored; its bytes are kept, so that a repeated ping gets the very same.</summary>
internal static class PingAnswer
{
    // Signatures and keys have a plus in them, which the default encoder would escape; nothing here ends up in HTML.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static byte[] Write(SignedReceipt receipt, DevOpsReport? report) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("conv_index"u8);
        json.WriteNumber("usage_data_id"u8, receipt.Receipt.UsageDataId);
        report?.Write(json);
        json.WriteEndObject();
        receipt.Write(json);
        json.WriteEndObject();
    });

    internal static byte[] Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> bytes = new(1536);
        using (Utf8JsonWriter json = new(bytes, Plain))
        {
            write(json);
        }

        return bytes.WrittenSpan.ToArray();
    }
}
