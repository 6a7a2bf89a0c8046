using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ServicePing.Runtime.Forwarding;

/// <summary>What the lines of a spool of events say: whose it is, an event, or which of them are settled. Identifiers are in none of them.</summary>
internal static class ForwardingSpoolLines
{
    private const string Forwarder = "forwarder";
    private const string Settled = "settled";

    internal static string Head(string forwarder) => Line(json => json.WriteString(Forwarder, forwarder));

    internal static string Of(IEnumerable<Guid> settled) => Line(json =>
    {
        json.WriteStartArray(Settled);
        foreach (Guid id in settled)
        {
            json.WriteStringValue(id);
        }

        json.WriteEndArray();
    });

    internal static string Of(ForwardedEvent one) => Line(json =>
    {
        json.WriteString("name", one.Name);
        json.WriteString("id", one.Id);
        json.WriteNumber("at", one.TrackedAt.UtcTicks);
        json.WriteString("owner", one.ProductGroup);
        json.WriteStartObject("pseudonyms");
        foreach ((string name, string pseudonym) in one.Pseudonyms)
        {
            json.WriteString(name, pseudonym);
        }

        json.WriteEndObject();
        json.WriteStartObject("properties");
        foreach ((string name, EventValue value) in one.AdditionalProperties)
        {
            json.WriteStartArray(name);
            json.WriteStringValue(value.Kind.ToString());
            json.WriteStringValue(value.ToString());
            json.WriteEndArray();
        }

        json.WriteEndObject();
    });

    /// <summary>Whose the lines are; null where they do not begin with that.</summary>
    internal static string? ForwarderOf(IReadOnlyList<string> lines) =>
        lines.Count > 0 && JsonElement.Parse(lines[0]).TryGetProperty(Forwarder, out JsonElement forwarder) ? forwarder.GetString() : null;

    /// <summary>The events that are not settled, the oldest first.</summary>
    internal static IReadOnlyList<ForwardedEvent> Open(IReadOnlyList<string> lines)
    {
        List<ForwardedEvent> events = [];
        HashSet<Guid> settled = [];
        foreach (JsonElement line in lines.Skip(1).Select(line => JsonElement.Parse(line)))
        {
            if (line.TryGetProperty(Settled, out JsonElement ids))
            {
                settled.UnionWith(ids.EnumerateArray().Select(id => id.GetGuid()));
            }
            else
            {
                events.Add(Event(line));
            }
        }

        return [.. events.Where(one => !settled.Contains(one.Id)).DistinctBy(one => one.Id)];
    }

    private static ForwardedEvent Event(JsonElement line) => new()
    {
        Name = line.GetProperty("name").GetString()!,
        Id = line.GetProperty("id").GetGuid(),
        TrackedAt = new DateTimeOffset(line.GetProperty("at").GetInt64(), TimeSpan.Zero),
        ProductGroup = line.GetProperty("owner").GetString()!,
        Identifiers = FrozenDictionary<string, EventValue>.Empty,
        Pseudonyms = line.GetProperty("pseudonyms").EnumerateObject()
            .ToDictionary(one => one.Name, one => one.Value.GetString()!, StringComparer.Ordinal),
        AdditionalProperties = line.GetProperty("properties").EnumerateObject()
            .ToDictionary(one => one.Name, one => Value(one.Value[0].GetString()!, one.Value[1].GetString()!), StringComparer.Ordinal),
    };

    private static EventValue Value(string kind, string text) => kind switch
    {
        nameof(EventValueKind.Integer) => long.Parse(text, CultureInfo.InvariantCulture),
        nameof(EventValueKind.Number) => double.Parse(text, CultureInfo.InvariantCulture),
        nameof(EventValueKind.Boolean) => text == "true",
        nameof(EventValueKind.Guid) => Guid.Parse(text, CultureInfo.InvariantCulture),
        _ => text,
    };

    private static string Line(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
