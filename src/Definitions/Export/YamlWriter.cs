using System.Text;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Export;

/// <summary>Writes free-form values as YAML in block style, as GitLab's files have it.</summary>
internal static class YamlWriter
{
    /// <summary>A list of maps, <c>- </c> before each.</summary>
    public static string WriteList(IEnumerable<EquatableArray<Option>> maps)
    {
        StringBuilder yaml = new("---\n");
        bool isEmpty = true;
        foreach (EquatableArray<Option> map in maps)
        {
            isEmpty = false;
            WriteItem(Fields.Map(map), 0, yaml);
        }

        return isEmpty ? "--- []\n" : yaml.ToString();
    }

    /// <summary>A map, an entry a line.</summary>
    public static string WriteMap(EquatableArray<Option> members)
    {
        StringBuilder yaml = new();
        WriteMap(members, 0, yaml, isFirstInline: false);
        return yaml.ToString();
    }

    private static void WriteMap(EquatableArray<Option> members, int indent, StringBuilder yaml, bool isFirstInline)
    {
        for (int i = 0; i < members.Count; i++)
        {
            yaml.Append(' ', isFirstInline && i == 0 ? 0 : indent).Append(Scalar(Fields.Text(members[i].Name))).Append(':');
            OptionValue value = members[i].Value;
            switch (value.Kind)
            {
                case OptionKind.Map when !value.Members.IsEmpty:
                    yaml.Append('\n');
                    WriteMap(value.Members, indent + 2, yaml, isFirstInline: false);
                    break;
                case OptionKind.List when !value.Items.IsEmpty:
                    yaml.Append('\n');
                    foreach (OptionValue item in value.Items)
                    {
                        WriteItem(item, indent, yaml);
                    }

                    break;
                case OptionKind.Null:
                    yaml.Append('\n');
                    break;
                default:
                    yaml.Append(' ').Append(Scalar(value)).Append('\n');
                    break;
            }
        }
    }

    private static void WriteItem(OptionValue item, int indent, StringBuilder yaml)
    {
        yaml.Append(' ', indent).Append("- ");
        if (item is { Kind: OptionKind.Map, Members.IsEmpty: false })
        {
            WriteMap(item.Members, indent + 2, yaml, isFirstInline: true);
        }
        else
        {
            yaml.Append(Scalar(item)).Append('\n');
        }
    }

    /// <summary>Plain where a reader takes it for nothing else; otherwise in JSON's notation, which is YAML as well.</summary>
    private static string Scalar(OptionValue value) => value.Kind switch
    {
        OptionKind.String => IsPlain(value.Text) ? value.Text : Json.Write(value),
        OptionKind.Number or OptionKind.Boolean => value.Text,
        OptionKind.Null => "~",
        _ => Json.Write(value),
    };

    private static bool IsPlain(string text)
    {
        if (text.Length == 0 || !IsLetter(text[0]) || text[text.Length - 1] == ' '
            || text.ToLowerInvariant() is "true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n")
        {
            return false;
        }

        for (int i = 0; i < text.Length; i++)
        {
            char character = text[i];
            bool isSafe = IsLetter(character) || character is (>= '0' and <= '9') or '-' or '.' or '/' or '(' or ')' or '+' or '=' or '<' or '>' or ';'
                || (character == ' ' && text[i - 1] != ' ')
                || (character == ':' && i + 1 < text.Length && text[i + 1] != ' ')
                || (character == '#' && text[i - 1] != ' ');
            if (!isSafe)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLetter(char character) => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_';
}
