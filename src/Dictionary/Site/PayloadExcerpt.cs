using System.Text;
using System.Text.Json;

namespace ServicePing.Dictionary;

/// <summary>A part of a payload.</summary>
internal static class PayloadExcerpt
{
    /// <summary>A value in the objects that a key path stands for.</summary>
    internal static string Of(string keyPath, string value)
    {
        string[] keys = keyPath.Split('.');
        StringBuilder json = new("{\n");
        for (int at = 0; at < keys.Length; at++)
        {
            json.Append(' ', (at + 1) * 2).Append('"').Append(JsonEncodedText.Encode(Encoding.UTF8.GetBytes(keys[at]))).Append("\": ")
                .Append(at == keys.Length - 1 ? value : "{").Append('\n');
        }

        for (int at = keys.Length - 1; at >= 0; at--)
        {
            json.Append(' ', at * 2).Append("}\n");
        }

        return json.ToString();
    }
}
