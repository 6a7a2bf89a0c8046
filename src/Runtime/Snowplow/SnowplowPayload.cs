using System.Buffers;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ServicePing.Runtime.Snowplow;

/// <summary>Events in Snowplow's tracker protocol: structured events, each with two contexts under the product's own vendor.</summary>
/// <param name="options">What the installation is called, and as whose it sends.</param>
/// <param name="instance">The installation's pseudonym.</param>
internal sealed class SnowplowPayload(ServicePingOptions options, Guid instance)
{
    /// <summary>The names of the contexts' schemas, which lie in the package.</summary>
    internal const string EventSchema = "service_ping_event";
    internal const string StandardSchema = "service_ping_standard";

    private const string Version = "1-0-0";
    private const string Label = "label";
    private const string Property = "property";
    private const string Value = "value";

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the tracker calls itself.</summary>
    internal static string Tracker { get; } = "serviceping-" + Release();

    /// <summary>The body of a request.</summary>
    /// <param name="events">The events.</param>
    /// <param name="sentAt">When it is sent.</param>
    internal ReadOnlyMemory<byte> Write(IReadOnlyList<ForwardedEvent> events, DateTimeOffset sentAt)
    {
        ArrayBufferWriter<byte> buffer = new(1024 * events.Count);
        using (Utf8JsonWriter json = new(buffer, Json))
        {
            json.WriteStartObject();
            json.WriteString("schema"u8, "iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4");
            json.WriteStartArray("data"u8);
            foreach (ForwardedEvent one in events)
            {
                WriteEvent(json, one, sentAt);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private void WriteEvent(Utf8JsonWriter json, ForwardedEvent one, DateTimeOffset sentAt)
    {
        // The protocol has texts only.
        json.WriteStartObject();
        json.WriteString("e"u8, "se");
        json.WriteString("eid"u8, one.Id);
        json.WriteString("dtm"u8, Milliseconds(one.TrackedAt));
        json.WriteString("stm"u8, Milliseconds(sentAt));
        json.WriteString("tna"u8, options.Snowplow.Namespace);
        json.WriteString("aid"u8, options.Snowplow.AppId);
        json.WriteString("p"u8, "srv");
        json.WriteString("tv"u8, Tracker);
        json.WriteString("se_ca"u8, "internal_events");
        json.WriteString("se_ac"u8, one.Name);
        WriteText(json, "se_la", Label, one);
        WriteText(json, "se_pr", Property, one);
        if (one.AdditionalProperties.TryGetValue(Value, out EventValue value) && value.AsNumber() is { } number && double.IsFinite(number))
        {
            json.WriteString("se_va"u8, value.ToString());
        }

        json.WriteString("co"u8, Contexts(one));
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string property, ForwardedEvent one)
    {
        if (one.AdditionalProperties.TryGetValue(property, out EventValue value))
        {
            json.WriteString(name, value.ToString());
        }
    }

    /// <summary>The contexts, which are a text of JSON within the JSON.</summary>
    private string Contexts(ForwardedEvent one)
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using (Utf8JsonWriter json = new(buffer, Json))
        {
            json.WriteStartObject();
            json.WriteString("schema"u8, "iglu:com.snowplowanalytics.snowplow/contexts/jsonschema/1-0-1");
            json.WriteStartArray("data"u8);
            WriteContext(json, EventSchema, () =>
            {
                json.WriteString("data_source"u8, "internal_events");
                json.WriteString("event_name"u8, one.Name);
            });
            WriteContext(json, StandardSchema, () => WriteStandard(json, one));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void WriteContext(Utf8JsonWriter json, string name, Action data)
    {
        json.WriteStartObject();
        json.WriteString("schema"u8, $"iglu:{options.Snowplow.Vendor}/{name}/jsonschema/{Version}");
        json.WriteStartObject("data"u8);
        data();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteStandard(Utf8JsonWriter json, ForwardedEvent one)
    {
        SnowplowOptions snowplow = options.Snowplow;
        json.WriteString("environment"u8, snowplow.Environment);
        json.WriteString("source"u8, snowplow.Source ?? snowplow.AppId);
        json.WriteString("unique_instance_id"u8, instance);
        if (snowplow.IncludeInstanceId && options.Uuid is { } uuid)
        {
            json.WriteString("instance_id"u8, uuid);
        }

        if (snowplow.IncludeHostname)
        {
            json.WriteString("host_name"u8, options.Hostname);
        }

        json.WriteString("instance_version"u8, options.Version);
        json.WriteStartObject("identifiers"u8);
        foreach ((string name, string pseudonym) in one.Pseudonyms)
        {
            json.WriteString(name, pseudonym);
        }

        json.WriteEndObject();
        json.WriteStartObject("extra"u8);
        foreach ((string name, EventValue value) in one.AdditionalProperties)
        {
            if (name is not (Label or Property or Value))
            {
                WriteValue(json, name, value);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string name, EventValue value)
    {
        switch (value.Kind)
        {
            case EventValueKind.Boolean:
                json.WriteBoolean(name, value.ToString() == "true");
                break;
            case EventValueKind.Integer:
            case EventValueKind.Number when double.IsFinite(value.AsNumber()!.Value):
                json.WritePropertyName(name);
                json.WriteRawValue(value.ToString());
                break;
            default:
                json.WriteString(name, value.ToString());
                break;
        }
    }

    private static string Milliseconds(DateTimeOffset moment) =>
        moment.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static string Release() => typeof(SnowplowPayload).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
