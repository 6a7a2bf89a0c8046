using System.Text;
using System.Text.Json;
using ServicePing.Definitions.Export;
using ServicePing.Definitions.Model;

namespace ServicePing.Tool.Reports;

/// <summary>GitLab's export of queries as YAML, in the shape of the payload; SQL of several lines stays as it is.</summary>
internal static class QueryYaml
{
    internal static string Write(ReadOnlyMemory<byte> json)
    {
        StringBuilder yaml = new("---\n");
        Write(JsonElement.Parse(json.Span), "", yaml);
        return yaml.ToString();
    }

    private static void Write(JsonElement map, string indent, StringBuilder yaml)
    {
        foreach (JsonProperty member in map.EnumerateObject())
        {
            string text = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText();
            if (member.Value.ValueKind == JsonValueKind.Object)
            {
                yaml.Append(indent).Append(YamlWriter.WriteMap([new Option(member.Name, new OptionValue { Kind = OptionKind.Null })]));
                Write(member.Value, indent + "  ", yaml);
            }
            else if (text.Contains('\n', StringComparison.Ordinal))
            {
                string key = YamlWriter.WriteMap([new Option(member.Name, new OptionValue { Kind = OptionKind.Null })]).TrimEnd();
                yaml.Append(indent).Append(key).Append(" |-\n").Append(indent).Append("  ")
                    .Append(text.Replace("\n", $"\n{indent}  ", StringComparison.Ordinal)).Append('\n');
            }
            else
            {
                yaml.Append(indent).Append(YamlWriter.WriteMap([new Option(member.Name, Scalar(member.Value.ValueKind, text))]));
            }
        }
    }

    private static OptionValue Scalar(JsonValueKind kind, string text) => new()
    {
        Kind = kind switch
        {
            JsonValueKind.String => OptionKind.String,
            JsonValueKind.Number => OptionKind.Number,
            JsonValueKind.Null => OptionKind.Null,
            _ => OptionKind.Boolean,
        },
        Text = text,
    };
}
