using System.Globalization;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Yaml;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads the only values of a property or a group, each a scalar; numbers stay as they are written.</summary>
internal static class ListedValues
{
    // Longer labels are counted as other, unless the program allows more.
    private const int LongestLabel = 255;

    /// <summary>Reads a list, and reports what is never counted under its own text.</summary>
    /// <param name="reader">The map.</param>
    /// <param name="key">The key of the list.</param>
    /// <param name="type">What the values are.</param>
    /// <param name="mayBeEmpty">Whether an empty text is one, as the group of what has no value is.</param>
    public static EquatableArray<string> Read(MapReader reader, Key key, PropertyType type, bool mayBeEmpty)
    {
        List<string> values = [];
        YamlNode[] items = reader.Items(key);
        foreach (YamlNode item in items)
        {
            if (item is YamlScalar { Kind: not OptionKind.Null } scalar)
            {
                values.Add(scalar.Text);
                Check(reader, key, scalar, type, mayBeEmpty ? 0 : 1);
            }
            else
            {
                reader.Mismatch(key, item, "a list of texts, numbers or booleans", "Write one value behind each '- '.");
            }
        }

        reader.Unique(key, items);
        return values.ToEquatableArray();
    }

    /// <summary>A value that no caller can pass, or that is counted under another text, would be 0 for ever.</summary>
    private static void Check(MapReader reader, Key key, YamlScalar scalar, PropertyType type, int shortest)
    {
        bool isOfType = type switch
        {
            PropertyType.Integer => long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            PropertyType.Number => double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
            PropertyType.Boolean => scalar.Text is "true" or "false",
            _ => true,
        };
        if (!isOfType)
        {
            reader.Mismatch(key, scalar, $"values of the type {Words.Of(Words.PropertyTypes, type)}", "Change the value or the type.");
        }
        else if (scalar.Text.Length < shortest || scalar.Text.Length > LongestLabel || scalar.Text.Trim() != scalar.Text || scalar.Text.Any(IsUnseen))
        {
            reader.Mismatch(
                key, scalar, $"texts of {shortest} to {LongestLabel} characters that can all be seen, without white space around them",
                "Change the value.");
        }
    }

    private static bool IsUnseen(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || (char.GetUnicodeCategory(character) == UnicodeCategory.Format && character is not ('\u200c' or '\u200d'));
}
