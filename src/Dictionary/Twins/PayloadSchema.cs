using System.Text.Encodings.Web;
using System.Text.Json;

namespace ServicePing.Dictionary;

/// <summary>A JSON Schema of the payload: every key that may be in it, with its type and what it says.</summary>
internal static class PayloadSchema
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static ReadOnlyMemory<byte> Write(MetricsDictionary dictionary)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Indented))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            json.WriteString("title", $"Payload of {dictionary.Product} {dictionary.Version}".Trim());
            WriteObject(json, Tree(dictionary));
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static Node Tree(MetricsDictionary dictionary)
    {
        Node root = new();
        foreach (MetricEntry metric in dictionary.Metrics.Where(metric => !metric.IsRemoved))
        {
            Node node = root;
            foreach (string key in metric.KeyPath.Split('.'))
            {
                if (!node.Members.TryGetValue(key, out Node? member))
                {
                    node.Members[key] = member = new Node();
                    node.Order.Add(key);
                }

                node = member;
            }

            node.Metric = metric;
        }

        return root;
    }

    private static void WriteObject(Utf8JsonWriter json, Node node)
    {
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        foreach (string key in node.Order)
        {
            json.WriteStartObject(key);
            Node member = node.Members[key];
            if (member.Metric is { } metric && member.Order.Count == 0)
            {
                json.WriteString("description", metric.Description);
                if (metric.Deprecated is not null || metric.Status == "deprecated")
                {
                    json.WriteBoolean("deprecated", true);
                }

                WriteType(json, metric);
            }
            else
            {
                WriteObject(json, member);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>The type, with those of the values that stand for one that could not be had.</summary>
    private static void WriteType(Utf8JsonWriter json, MetricEntry metric)
    {
        json.WriteStartArray("type");
        string[] types = metric.ValueType switch
        {
            "number" => ["number"],
            "string" => ["string", "null"],
            "boolean" => ["boolean", "null"],
            _ => ["object", "array", "number", "null"],
        };
        foreach (string type in metric.Status == "deprecated" ? types.Append("number").Distinct() : types)
        {
            json.WriteStringValue(type);
        }

        json.WriteEndArray();
    }

    private sealed class Node
    {
        internal Dictionary<string, Node> Members { get; } = new(StringComparer.Ordinal);

        internal List<string> Order { get; } = [];

        internal MetricEntry? Metric { get; set; }
    }
}
