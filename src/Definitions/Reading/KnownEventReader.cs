using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Yaml;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads an entry of a list of known events.</summary>
internal static class KnownEventReader
{
    /// <summary>The known event; null where not even its name can be read.</summary>
    public static KnownEventDefinition? Read(YamlMap map, FileProblems problems, string sourceFile)
    {
        MapReader reader = new(map, KnownEventKeys.Map, problems);
        string? name = reader.Text(KnownEventKeys.Name);
        string? slot = reader.Text(KnownEventKeys.Slot);
        KnownEventDefinition definition = new()
        {
            Name = name ?? "",
            Category = reader.Text(KnownEventKeys.Category),
            Slot = slot?.Length > 0 ? slot : null,
            Aggregation = reader.Word(KnownEventKeys.Aggregation) ?? EventAggregation.Weekly,
            ExpiryDays = Expiry(reader),
            FeatureFlag = reader.Text(KnownEventKeys.FeatureFlag),
            SourceFile = sourceFile,
        };
        reader.Done();
        if (name is null)
        {
            return null;
        }

        KnownEventKeyRules.Check(definition, reader);
        return name.Length == 0 ? null : definition;
    }

    private static int? Expiry(MapReader reader)
    {
        long? days = reader.Integer(KnownEventKeys.Expiry);
        if (days is <= 0 or > 36_500)
        {
            reader.Report(NotAllowed, KnownEventKeys.Expiry, $"'expiry' is a number of days, here it is {days}: write one from 1 to 36500.");
            return null;
        }

        return (int?)days;
    }
}
