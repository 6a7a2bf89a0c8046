using System.Collections.Frozen;
using System.Text.Json;

namespace ServicePing;

/// <summary>An event as a request sends it.</summary>
/// <param name="Name">The event's name.</param>
internal sealed record SentEvent(string Name)
{
    internal EventValue Project { get; private init; }

    internal EventValue Namespace { get; private init; }

    internal bool IsForSnowplow { get; private init; }

    internal IReadOnlyDictionary<string, EventValue> Properties { get; private init; } = FrozenDictionary<string, EventValue>.Empty;

    /// <summary>Reads an event.</summary>
    /// <param name="json">Its JSON.</param>
    /// <param name="place">Where it is, such as <c>events[3]</c>; empty for the body itself.</param>
    /// <exception cref="RefusedException">It is none.</exception>
    internal static SentEvent Read(JsonElement json, string place) => json.ValueKind != JsonValueKind.Object
        ? throw RefusedException.BadRequest($"'{place}' must be an object.", $"{place} is invalid")
        : new SentEvent(SentText.Required(json, "event", place))
        {
            Project = Identifier(json, "project_id", place),
            Namespace = Identifier(json, "namespace_id", place),
            IsForSnowplow = Truth(json, "send_to_snowplow", place),
            Properties = PropertiesOf(json, place),
        };

    private static EventValue Identifier(JsonElement json, string name, string place)
    {
        if (!json.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return EventValue.None;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt64(out long number) => number,
            JsonValueKind.String when SentText.Read(value, name) is { Length: > 0 } text => RequestUser.ValueOf(text),
            _ => throw Invalid(name, place, "an identifier: a whole number or a text"),
        };
    }

    private static bool Truth(JsonElement json, string name, string place) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False or JsonValueKind.Null => false,
            _ => throw Invalid(name, place, "true or false"),
        };

    private static IReadOnlyDictionary<string, EventValue> PropertiesOf(JsonElement json, string place)
    {
        const string Name = "additional_properties";
        if (!json.TryGetProperty(Name, out JsonElement properties) || properties.ValueKind == JsonValueKind.Null)
        {
            return FrozenDictionary<string, EventValue>.Empty;
        }

        if (properties.ValueKind != JsonValueKind.Object)
        {
            throw Invalid(Name, place, "an object");
        }

        Dictionary<string, EventValue> read = new(StringComparer.Ordinal);
        foreach (JsonProperty property in properties.EnumerateObject())
        {
            read[property.Name] = property.Value.ValueKind switch
            {
                JsonValueKind.String => SentText.Read(property.Value, property.Name),
                JsonValueKind.Number when property.Value.TryGetInt64(out long whole) => whole,
                JsonValueKind.Number when property.Value.TryGetDouble(out double number) && double.IsFinite(number) => number,
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Null => EventValue.None,
                _ => throw Invalid($"{Name}.{SentText.Shown(property.Name)}", place, "a text, a number, true, false or null"),
            };
        }

        return read;
    }

    private static RefusedException Invalid(string name, string place, string expected)
    {
        string path = place.Length == 0 ? name : $"{place}.{name}";
        return RefusedException.BadRequest($"'{path}' must be {expected}.", $"{path} is invalid");
    }
}
