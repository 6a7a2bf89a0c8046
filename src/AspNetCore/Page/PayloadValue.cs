using System.Text.Json;

namespace ServicePing;

/// <summary>Values of a payload by their key paths.</summary>
internal static class PayloadValue
{
    /// <summary>The value as JSON; null where it is not in it.</summary>
    internal static string? Find(JsonElement? payload, string keyPath)
    {
        if (payload is not { } element)
        {
            return null;
        }

        foreach (string key in keyPath.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(key, out element))
            {
                return null;
            }
        }

        return element.GetRawText();
    }
}
