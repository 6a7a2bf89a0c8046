using System.Globalization;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using static ServicePing.Definitions.Rules.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads an event definition.</summary>
internal static class EventReader
{
    /// <summary>Longer labels are counted as other, unless the program allows more.</summary>
    private const int LongestLabel = 255;

    private const string Link = "the address of a change";

    /// <summary>The event; null where not even its name can be read.</summary>
    public static EventDefinition? Read(YamlMap map, FileProblems problems, string sourceFile)
    {
        MapReader reader = new(map, problems);
        string? action = reader.RequiredText("action", "the event's name, such as create_issue");
        if (action is not null && !Patterns.IsName(action) && map.Older is null)
        {
            reader.Report(
                NamePattern, "action",
                $"'{Quoting.Shorten(action)}' is no event name: use lower-case letters, digits and underscores only.");
            action = Patterns.FirstWord(action, Patterns.IsName);
        }

        bool? isRemoved = reader.Word("status", Words.EventIsRemoved, reader.Node("status"));
        bool? internalEvents = reader.Boolean("internal_events");
        if (internalEvents == false)
        {
            reader.Report(
                NotAllowed, "internal_events",
                "'internal_events' is true or absent: leave the key out where the program does not track the event.");
        }

        EventDefinition definition = new()
        {
            Action = action ?? "",
            Description = reader.RequiredText("description", "a sentence that says what happened") ?? "",
            ProductGroup = reader.Owner("the group that owns the event"),
            ProductCategories = reader.Categories(),
            InternalEvents = internalEvents ?? reader.Has("internal_events"),
            Category = reader.Text("category"),
            IsRemoved = isRemoved ?? false,
            Milestone = reader.Milestone(
                "milestone", reader.RequiredNode("milestone", "the version that brings the event, such as \"1.0\""),
                allowsNull: true),
            MilestoneRemoved = reader.Milestone("milestone_removed", reader.Node("milestone_removed"), allowsNull: true),
            IntroducedByUrl = reader.Text("introduced_by_url", reader.RequiredNode("introduced_by_url", Link), allowsNull: true),
            RemovedByUrl = reader.TextOrNull("removed_by_url"),
            Tiers = reader.Tiers(),
            Identifiers = Identifiers(reader),
            AdditionalProperties = AdditionalProperties(reader),
            Classification = Classification(reader),
            SourceFile = sourceFile,
        };
        if (definition.IsRemoved)
        {
            Removal.Check(reader);
        }
        else if (isRemoved == false)
        {
            Removal.Forbid(reader);
        }

        AcceptOldKeys(reader);
        SuppressionReader.Check(reader);
        reader.Done();
        return string.IsNullOrEmpty(action) ? null : definition;
    }

    private static EquatableArray<string> Identifiers(MapReader reader)
    {
        YamlNode? node = reader.Node("identifiers");
        return node is YamlScalar { Kind: OptionKind.Null }
            ? []
            : reader.Words("identifiers", reader.Allowed(reader.Problems.Words.IdentifierNames), node);
    }

    private static EquatableArray<AdditionalProperty> AdditionalProperties(MapReader reader)
    {
        YamlMap? properties = reader.SubMap("additional_properties");
        if (properties is null)
        {
            return [];
        }

        AdditionalProperty[] read = new AdditionalProperty[properties.Entries.Length];
        for (int i = 0; i < read.Length; i++)
        {
            YamlEntry entry = properties.Entries[i];
            read[i] = entry.Value is YamlScalar { Kind: OptionKind.Null }
                ? new AdditionalProperty(entry.Key, "", PropertyType.Any, [])
                : Property(entry, reader);
        }

        return new EquatableArray<AdditionalProperty>(read);
    }

    private static AdditionalProperty Property(YamlEntry entry, MapReader reader)
    {
        if (reader.AsMap(entry.Key, entry.Value) is not { } map)
        {
            return new AdditionalProperty(entry.Key, "", PropertyType.Any, []);
        }

        MapReader property = new(map, reader.Problems);
        string description = property.RequiredText("description", "a sentence that says what the property tells") ?? "";
        PropertyType type = property.Word("type", Words.PropertyTypes, property.Node("type")) ?? PropertyType.Any;
        EquatableArray<string> values = Values(property, type);
        property.Done();
        return new AdditionalProperty(entry.Key, description, type, values);
    }

    /// <summary>The allowed values, each a scalar; numbers stay as they are written.</summary>
    private static EquatableArray<string> Values(MapReader property, PropertyType type)
    {
        List<string> values = [];
        YamlNode[] items = property.Items("values");
        foreach (YamlNode item in items)
        {
            if (item is YamlScalar { Kind: not OptionKind.Null } scalar)
            {
                values.Add(scalar.Text);
                CheckValue(property, scalar, type);
            }
            else
            {
                property.Mismatch("values", item, "a list of texts, numbers or booleans", "Write one value behind each '- '.");
            }
        }

        property.Unique("values", items);
        return values.ToEquatableArray();
    }

    /// <summary>A value that no caller can pass, or that is counted under another text, would be 0 for ever.</summary>
    private static void CheckValue(MapReader property, YamlScalar scalar, PropertyType type)
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
            property.Mismatch("values", scalar, $"values of the type {Words.Of(Words.PropertyTypes, type)}", "Change the value or the type.");
        }
        else if (scalar.Text.Length is 0 or > LongestLabel || scalar.Text.Trim() != scalar.Text || scalar.Text.Any(IsUnseen))
        {
            property.Mismatch(
                "values", scalar, $"texts of 1 to {LongestLabel} characters that can all be seen, without white space around them",
                "Change the value.");
        }
    }

    private static bool IsUnseen(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || (char.GetUnicodeCategory(character) == UnicodeCategory.Format && character is not ('\u200c' or '\u200d'));

    private static string? Classification(MapReader reader)
    {
        string? classification = reader.Text("classification");
        if (classification is not null and not "duo")
        {
            reader.Report(
                NotAllowed, "classification",
                $"'{Quoting.Shorten(classification)}' is no value of 'classification': use duo, or leave the key out.");
        }

        return classification;
    }

    /// <summary>Keys that older trackers use, and that change nothing here.</summary>
    private static void AcceptOldKeys(MapReader reader)
    {
        if (reader.Node("extra_properties") is { } properties and not YamlScalar { Kind: OptionKind.Null })
        {
            reader.AsMap("extra_properties", properties);
        }

        if (reader.Node("extra_trackers") is { } trackers and not YamlScalar { Kind: OptionKind.Null })
        {
            reader.Items("extra_trackers", trackers);
        }

        reader.TextOrNull("iglu_schema_url");
    }
}
