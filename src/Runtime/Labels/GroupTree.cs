using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Labels;

/// <summary>Builds JSON from the values of groups: an object with a level of nesting for each key of their paths, or a list of objects.</summary>
internal static class GroupTree
{
    /// <summary>A JSON object, one level of nesting a key, keys in ordinal order.</summary>
    internal static MetricValue ToJson(IEnumerable<KeyValuePair<GroupPath, MetricValue>> groups) => MetricValue.From(MetricJson.Of(json =>
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
    }));

    /// <summary>A JSON array with an object for each group, in ordinal order of their keys.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="members">What members are called: those of the keys in their order, and last that of the value.</param>
    internal static MetricValue ToList(IEnumerable<KeyValuePair<GroupPath, MetricValue>> groups, IReadOnlyList<string> members) =>
        MetricValue.From(MetricJson.Of(json =>
        {
            json.WriteStartArray();
            foreach ((GroupPath path, MetricValue value) in groups.OrderBy(group => group.Key))
            {
                json.WriteStartObject();
                for (int i = 0; i < path.Keys.Length; i++)
                {
                    json.WriteString(members[i], path.Keys[i]);
                }

                json.WritePropertyName(members[^1]);
                value.WriteTo(json);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }));
}
