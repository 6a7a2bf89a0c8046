using System.Buffers;
using System.Text.Json;

namespace ServicePing.Runtime.Forwarding;

/// <summary>What a forwarder of the program's own was handed, as JSON for administrators: pseudonyms, and no identifiers.</summary>
internal static class HandedEvents
{
    internal static ReadOnlyMemory<byte> Json(IReadOnlyList<ForwardedEvent> events)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartArray();
            foreach (ForwardedEvent one in events)
            {
                Write(json, one);
            }

            json.WriteEndArray();
        }

        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, ForwardedEvent one)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, one.Name);
        json.WriteString("id"u8, one.Id);
        json.WriteString("tracked_at"u8, one.TrackedAt);
        json.WriteString("product_group"u8, one.ProductGroup);
        json.WriteStartObject("pseudonyms"u8);
        foreach ((string name, string pseudonym) in one.Pseudonyms)
        {
            json.WriteString(name, pseudonym);
        }

        json.WriteEndObject();
        json.WriteStartObject("additional_properties"u8);
        foreach ((string name, EventValue value) in one.AdditionalProperties)
        {
            json.WriteString(name, value.ToString());
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}

/// <summary>A forwarder of ours, which knows the body that it has sent last.</summary>
internal interface IBodyForwarder
{
    /// <summary>The body of the last batch that it was handed.</summary>
    ReadOnlyMemory<byte> LastBody { get; }
}
