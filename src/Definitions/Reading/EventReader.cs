using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Yaml;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads an event definition.</summary>
internal static class EventReader
{
    /// <summary>The event; null where not even its name can be read.</summary>
    public static EventDefinition? Read(YamlMap map, FileProblems problems, string sourceFile)
    {
        MapReader reader = new(map, EventKeys.Map, problems);
        string? action = reader.Text(EventKeys.Action);
        if (action is not null && !Patterns.IsName(action) && map.Older is null)
        {
            reader.Report(
                NamePattern, EventKeys.Action,
                $"'{Quoting.Shorten(action)}' is no event name: use lower-case letters, digits and underscores only.");
            action = Patterns.FirstWord(action, Patterns.IsName);
        }

        bool? isRemoved = reader.Word(EventKeys.Status);
        bool? internalEvents = reader.Boolean(EventKeys.InternalEvents);
        if (internalEvents == false)
        {
            reader.Report(
                NotAllowed, EventKeys.InternalEvents,
                "'internal_events' is true or absent: leave the key out where the program does not track the event.");
        }

        bool? forward = reader.Boolean(EventKeys.Forward);
        if (forward == false)
        {
            reader.Report(NotAllowed, EventKeys.Forward, "'forward' is true or absent: leave the key out where occurrences are only counted.");
        }

        EventDefinition definition = new()
        {
            Action = action ?? "",
            Description = reader.Text(EventKeys.Description) ?? "",
            ProductGroup = reader.Owner(EventKeys.ProductGroup),
            ProductCategories = reader.Categories(EventKeys.ProductCategories),
            InternalEvents = internalEvents ?? reader.Has(EventKeys.InternalEvents),
            Category = reader.Text(EventKeys.Category),
            IsRemoved = isRemoved ?? false,
            Milestone = reader.Milestone(EventKeys.Milestone),
            MilestoneRemoved = reader.Milestone(EventKeys.MilestoneRemoved),
            IntroducedByUrl = reader.Text(EventKeys.IntroducedByUrl),
            RemovedByUrl = reader.Text(EventKeys.RemovedByUrl),
            Tiers = reader.Tiers(EventKeys.Tiers),
            Identifiers = Identifiers(reader),
            AdditionalProperties = AdditionalProperties(reader),
            Deprecated = DeprecationReader.Read(reader, EventKeys.Deprecated),
            IsForwarded = forward ?? false,
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
        SuppressionReader.Check(reader, EventKeys.NoLint);
        reader.Done();
        return string.IsNullOrEmpty(action) ? null : definition;
    }

    private static EquatableArray<string> Identifiers(MapReader reader)
    {
        return reader.Map[EventKeys.Identifiers] is YamlScalar { Kind: OptionKind.Null }
            ? []
            : reader.Words(EventKeys.Identifiers, reader.Allowed(reader.Problems.Words.IdentifierNames));
    }

    private static EquatableArray<AdditionalProperty> AdditionalProperties(MapReader reader)
    {
        YamlMap? properties = reader.SubMap(EventKeys.AdditionalProperties);
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

        MapReader property = new(map, PropertyKeys.Map, reader.Problems);
        string description = property.Text(PropertyKeys.Description) ?? "";
        PropertyType type = property.Word(PropertyKeys.Type) ?? PropertyType.Any;
        EquatableArray<string> values = ListedValues.Read(property, PropertyKeys.Values, type, mayBeEmpty: false);
        property.Done();
        return new AdditionalProperty(entry.Key, description, type, values);
    }

    private static string? Classification(MapReader reader)
    {
        string? classification = reader.Text(EventKeys.Classification);
        if (classification is not null and not "duo")
        {
            reader.Report(
                NotAllowed, EventKeys.Classification,
                $"'{Quoting.Shorten(classification)}' is no value of 'classification': use duo, or leave the key out.");
        }

        return classification;
    }

    /// <summary>Keys that older trackers use, and that change nothing here.</summary>
    private static void AcceptOldKeys(MapReader reader)
    {
        if (reader.Node(EventKeys.ExtraProperties) is { } properties and not YamlScalar { Kind: OptionKind.Null })
        {
            reader.AsMap(EventKeys.ExtraProperties, properties);
        }

        if (reader.Node(EventKeys.ExtraTrackers) is { } trackers and not YamlScalar { Kind: OptionKind.Null })
        {
            reader.Items(EventKeys.ExtraTrackers, trackers);
        }

        reader.Text(EventKeys.IgluSchemaUrl);
    }
}
