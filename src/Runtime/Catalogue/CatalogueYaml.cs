using System.Globalization;
using System.Text;

namespace ServicePing.Runtime.Catalogue;

/// <summary>Writes rows as YAML in block style, letter by letter as <c>serviceping catalogue</c> does.</summary>
internal static class CatalogueYaml
{
    internal static string Write(IEnumerable<CatalogueRow> rows, bool includesPaths)
    {
        StringBuilder yaml = new("---\n");
        foreach (CatalogueRow row in rows)
        {
            yaml.Append("- ");
            Append([.. row.Fields.Where(field => includesPaths || field.Name != CatalogueRow.FilePath)], 2, yaml);
        }

        return yaml.Length == "---\n".Length ? "--- []\n" : yaml.ToString();
    }

    /// <summary>A map whose first name stands where the line is.</summary>
    private static void Append(IReadOnlyList<(string Name, CatalogueValue Value)> members, int indent, StringBuilder yaml)
    {
        for (int i = 0; i < members.Count; i++)
        {
            (string name, CatalogueValue value) = members[i];
            yaml.Append(' ', i == 0 ? 0 : indent).Append(Text(name)).Append(':');
            switch (value)
            {
                case { Kind: CatalogueValueKind.Map, Members.Count: > 0 }:
                    yaml.Append('\n').Append(' ', indent + 2);
                    Append(value.Members, indent + 2, yaml);
                    break;
                case { Kind: CatalogueValueKind.List, Members.Count: > 0 }:
                    yaml.Append('\n');
                    foreach ((_, CatalogueValue item) in value.Members)
                    {
                        AppendItem(item, indent, yaml);
                    }

                    break;
                case { Kind: CatalogueValueKind.Null }:
                    yaml.Append('\n');
                    break;
                default:
                    yaml.Append(' ').Append(Scalar(value)).Append('\n');
                    break;
            }
        }
    }

    private static void AppendItem(CatalogueValue item, int indent, StringBuilder yaml)
    {
        yaml.Append(' ', indent).Append("- ");
        if (item is { Kind: CatalogueValueKind.Map, Members.Count: > 0 })
        {
            Append(item.Members, indent + 2, yaml);
        }
        else
        {
            yaml.Append(item.Kind == CatalogueValueKind.List ? Flow(item) : Scalar(item)).Append('\n');
        }
    }

    private static string Scalar(CatalogueValue value) => value.Kind switch
    {
        CatalogueValueKind.String => Text(value.Text),
        CatalogueValueKind.Null => "~",
        CatalogueValueKind.List => "[]",
        CatalogueValueKind.Map => "{}",
        _ => value.Text,
    };

    /// <summary>A list within a list, in JSON's notation.</summary>
    private static string Flow(CatalogueValue value) => value.Kind switch
    {
        CatalogueValueKind.List => $"[{string.Join(',', value.Members.Select(member => Flow(member.Value)))}]",
        CatalogueValueKind.Map => $"{{{string.Join(',', value.Members.Select(member => $"{Quote(member.Name)}:{Flow(member.Value)}"))}}}",
        CatalogueValueKind.Null => "null",
        CatalogueValueKind.String => Quote(value.Text),
        _ => value.Text,
    };

    private static string Text(string text) => IsPlain(text) ? text : Quote(text);

    /// <summary>Whether a reader takes a text without quotes for nothing but a text.</summary>
    private static bool IsPlain(string text)
    {
        if (text.Length == 0 || !IsLetter(text[0]) || text[^1] == ' '
            || text.ToLowerInvariant() is "true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n")
        {
            return false;
        }

        for (int i = 0; i < text.Length; i++)
        {
            bool isSafe = IsLetter(text[i]) || char.IsAsciiDigit(text[i]) || "-./()+=<>;".Contains(text[i], StringComparison.Ordinal)
                || (text[i] == ' ' && text[i - 1] != ' ')
                || (text[i] == ':' && i + 1 < text.Length && text[i + 1] != ' ')
                || (text[i] == '#' && text[i - 1] != ' ');
            if (!isSafe)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLetter(char character) => char.IsAsciiLetter(character) || character == '_';

    private static string Quote(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (char character in text)
        {
            _ = character switch
            {
                '"' or '\\' => quoted.Append('\\').Append(character),
                < ' ' or '\u2028' or '\u2029' or (>= '\uD800' and <= '\uDFFF') => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => quoted.Append(character),
            };
        }

        return quoted.Append('"').ToString();
    }
}
