using System.Text;
using ServicePing.Definitions.Export;
using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.JsonSchemas;

/// <summary>JSON Schemas of definition files, for editors: draft-07, which their YAML plugins know best.</summary>
/// <remarks>They describe the current form of each kind; older forms are read as well and give an information.</remarks>
public static class JsonSchema
{
    /// <summary>The kinds, and the names of their files.</summary>
    public static IReadOnlyList<KeyValuePair<DefinitionKind, string>> Files { get; } =
    [
        new(DefinitionKind.Metric, "metric.schema.json"),
        new(DefinitionKind.Query, "query.schema.json"),
        new(DefinitionKind.Event, "event.schema.json"),
        new(DefinitionKind.KnownEvent, "known_event.schema.json"),
        new(DefinitionKind.Aggregate, "aggregate.schema.json"),
        new(DefinitionKind.Override, "override.schema.json"),
        new(DefinitionKind.Vocabulary, "vocabulary.schema.json"),
    ];

    /// <summary>The schema of the files of a kind: one definition, or a list of them.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="words">The words of the product; GitLab's where null.</param>
    public static string Write(DefinitionKind kind, ProductWords? words = null)
    {
        string title = kind switch
        {
            DefinitionKind.Metric => "A metric, or a list of them",
            DefinitionKind.Query => "A shared calculation, or a list of them",
            DefinitionKind.Event => "An event, or a list of them",
            DefinitionKind.KnownEvent => "A list of known events",
            DefinitionKind.Aggregate => "A list of aggregates",
            DefinitionKind.Vocabulary => "The words of a product",
            _ => "Old Redis keys of renamed events",
        };
        // What is a word, the vocabulary itself says.
        ProductWords known = kind == DefinitionKind.Vocabulary ? ProductWords.Unread : words ?? GitLabWords.All;
        OptionValue reference = Fields.Map(new Fields().Add("$ref", "#/definitions/definition").Entries);
        Fields schema = new();
        schema
            .Add("$schema", "http://json-schema.org/draft-07/schema#")
            .Add("title", title);
        if (kind == DefinitionKind.Vocabulary)
        {
            schema.Add("allOf", Fields.List([reference]));
        }
        else
        {
            schema
                .Add("if", Fields.Map(new Fields().Add("type", "array").Entries))
                .Add("then", Fields.Map(new Fields().Add("items", reference).Entries))
                .Add("else", reference);
        }

        schema
            .Add("definitions", Fields.Map(new Fields().Add("definition", new KeySchema(known).Of(kind)).Entries));
        StringBuilder json = new();
        Write(Fields.Map(schema.Entries), 0, json);
        return json.Append('\n').ToString();
    }

    private static void Write(OptionValue value, int indent, StringBuilder json)
    {
        switch (value.Kind)
        {
            case OptionKind.Map when !value.Members.IsEmpty:
                json.Append("{\n");
                for (int i = 0; i < value.Members.Count; i++)
                {
                    json.Append(' ', indent + 2).Append(Json.Write(Fields.Text(value.Members[i].Name))).Append(": ");
                    Write(value.Members[i].Value, indent + 2, json);
                    json.Append(i + 1 < value.Members.Count ? ",\n" : "\n");
                }

                json.Append(' ', indent).Append('}');
                break;
            case OptionKind.List when value.Items.Any(static item => item.Kind is OptionKind.Map or OptionKind.List):
                json.Append("[\n");
                for (int i = 0; i < value.Items.Count; i++)
                {
                    json.Append(' ', indent + 2);
                    Write(value.Items[i], indent + 2, json);
                    json.Append(i + 1 < value.Items.Count ? ",\n" : "\n");
                }

                json.Append(' ', indent).Append(']');
                break;
            default:
                json.Append(Json.Write(value));
                break;
        }
    }
}
