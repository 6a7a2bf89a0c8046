using System.Buffers;
using System.Text.Json;

namespace ServicePing.Runtime.Labels;

/// <summary>Builds a JSON object from the values of groups, one level of nesting a key of their paths, keys in ordinal order.</summary>
internal static class GroupTree
{
    internal static MetricValue ToJson(IEnumerable<KeyValuePair<GroupPath, MetricValue>> groups)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            GroupPath open = GroupPath.All;
            foreach ((GroupPath path, MetricValue value) in groups.OrderBy(group => group.Key))
            {
                int shared = Math.Min(open.Keys.CommonPrefixLength(path.Keys), path.Keys.Length - 1);
                for (int i = shared; i < open.Keys.Length - 1; i++)
                {
                    json.WriteEndObject();
                }

                foreach (string parent in path.Keys[shared..^1])
                {
                    json.WriteStartObject(parent);
                }

                json.WritePropertyName(path.Keys[^1]);
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
