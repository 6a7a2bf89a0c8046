using System.Text.Json;

namespace ServicePing;

/// <summary>Texts and other values that requests send.</summary>
internal static class SentText
{
    private const int LongestShown = 100;

    /// <summary>A text that must be there.</summary>
    /// <param name="parent">The object that has it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="place">Where the object is, such as <c>events[3]</c>; empty for the body itself.</param>
    internal static string Required(JsonElement parent, string name, string place)
    {
        string path = place.Length == 0 ? name : $"{place}.{name}";
        return !parent.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null
            ? throw RefusedException.BadRequest($"The body must have '{path}', a text.", $"{path} is missing")
            : value.ValueKind != JsonValueKind.String
            ? throw RefusedException.BadRequest($"'{path}' must be a text.", $"{path} is invalid")
            : Read(value, path) is { Length: > 0 } text
            ? text
            : throw RefusedException.BadRequest($"'{path}' must not be empty.", $"{path} is missing");
    }

    /// <summary>A text as .NET has it.</summary>
    internal static string Read(JsonElement value, string path)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw RefusedException.BadRequest($"'{path}' is no valid Unicode text.", $"{path} is invalid");
        }
    }

    /// <summary>What somebody has sent, short and on one line, for a message.</summary>
    internal static string Shown(string text) => string.Concat(text.Take(LongestShown).Select(one => char.IsControl(one) ? ' ' : one));
}
