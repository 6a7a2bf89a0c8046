using System.Buffers;
using System.Text.Json;

namespace ServicePing;

/// <summary>Builds a JSON object from the values of groups, one level of nesting a column, keys in ordinal order.</summary>
/// <remarks>The keys of one group are joined by NUL, which no text of PostgreSQL holds and which sorts first.</remarks>
internal static class GroupTree
{
    internal const char Separator = '\0';

    internal static MetricValue ToJson(IEnumerable<KeyValuePair<string, MetricValue>> groups)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            string[] open = [];
            foreach ((string key, MetricValue value) in groups.OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                string[] path = key.Split(Separator);
                int shared = Math.Min(open.AsSpan().CommonPrefixLength(path), path.Length - 1);
                for (int i = shared; i < open.Length - 1; i++)
                {
                    json.WriteEndObject();
                }

                foreach (string parent in path[shared..^1])
                {
                    json.WriteStartObject(parent);
                }

                json.WritePropertyName(path[^1]);
                value.WriteTo(json);
                open = path;
            }

            while (json.CurrentDepth > 0)
            {
                json.WriteEndObject();
            }
        }

        return MetricValue.From(JsonElement.Parse(buffer.WrittenSpan));
    }
}
