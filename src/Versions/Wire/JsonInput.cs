using System.Text.Json;

namespace ServicePing.Versions;

/// <summary>A small JSON document that was sent, and its fields, each of which is there and right or refused by name.</summary>
internal sealed class JsonInput : IDisposable
{
    private readonly JsonDocument _document;

    private JsonInput(JsonDocument document) => _document = document;

    internal JsonFields Root => new(_document.RootElement, "The body");

    /// <exception cref="RefusedInputException">It is not JSON, too deep, or has a key twice.</exception>
    internal static JsonInput Parse(ReadOnlyMemory<byte> bytes, int depth)
    {
        try
        {
            return new JsonInput(JsonDocument.Parse(
                bytes, new JsonDocumentOptions { MaxDepth = depth, AllowDuplicateProperties = false }));
        }
        catch (JsonException broken)
        {
            throw new RefusedInputException(400, $"The body is not JSON, nested deeper than {depth} levels, or has a key twice: {broken.Message}");
        }
    }

    public void Dispose() => _document.Dispose();
}

/// <summary>The fields of an object that was sent.</summary>
internal readonly struct JsonFields
{
    private readonly JsonElement _element;

    internal JsonFields(JsonElement element, string name) => _element = element.ValueKind == JsonValueKind.Object
        ? element
        : throw new RefusedInputException(422, $"{name} is not a JSON object.");

    internal JsonFields Object(string name) => _element.TryGetProperty(name, out JsonElement value)
        ? new JsonFields(value, name)
        : throw new RefusedInputException(422, $"{name} is missing.");

    internal IEnumerable<JsonFields> Objects(string name)
    {
        if (!_element.TryGetProperty(name, out JsonElement value) || value.ValueKind != JsonValueKind.Array)
        {
            throw new RefusedInputException(422, $"{name} is missing or not an array.");
        }

        return value.EnumerateArray().Select(item => new JsonFields(item, $"An item of {name}"));
    }

    internal string Text(string name) =>
        TextOrNull(name) ?? throw new RefusedInputException(422, $"{name} is missing.");

    internal string? TextOrNull(string name)
    {
        if (!_element.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        try
        {
            return value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : throw new RefusedInputException(422, $"{name} is not a text.");
        }
        catch (InvalidOperationException)
        {
            throw new RefusedInputException(400, $"{name} is a text that is no Unicode.");
        }
    }

    /// <summary>The instance that this is about.</summary>
    internal string Uuid() => Text("uuid") is { } uuid && PingKey.IsName(uuid)
        ? uuid
        : throw new RefusedInputException(422, "uuid is not 1 to 100 visible ASCII characters without quotes and backslashes.");

    /// <summary>A moment, as it is written.</summary>
    internal string Moment(string name) => Text(name) is { } text && Versions.Moment.TryRead(text, out _)
        ? text
        : throw new RefusedInputException(422, $"{name} is not a moment in UTC with milliseconds, such as 2026-11-28T02:15:00.123Z.");

    internal long? Number(string name) =>
        _element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number)
            ? number
            : null;

    internal bool Truth(string name) => _element.TryGetProperty(name, out JsonElement value) && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False or JsonValueKind.Null => false,
        _ => throw new RefusedInputException(422, $"{name} is neither true nor false."),
    };

    internal byte[] Base64(string name)
    {
        if (!_element.TryGetProperty(name, out JsonElement value)
            || value.ValueKind != JsonValueKind.String
            || !value.TryGetBytesFromBase64(out byte[]? bytes))
        {
            throw new RefusedInputException(422, $"{name} is missing or not Base64.");
        }

        return bytes;
    }
}
