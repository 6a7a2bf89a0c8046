using ServicePing.Definitions.Model;
using ServicePing.Definitions.Rules;
using static ServicePing.Definitions.Rules.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads an entry of a list of known events.</summary>
internal static class KnownEventReader
{
    /// <summary>The known event; null where not even its name can be read.</summary>
    public static KnownEventDefinition? Read(YamlMap map, FileProblems problems, string sourceFile)
    {
        MapReader reader = new(map, problems);
        string? name = reader.RequiredText("name", "the event's name, such as g_compliance_dashboard");
        string? slot = reader.TextOrNull("redis_slot");
        KnownEventDefinition definition = new()
        {
            Name = name ?? "",
            Category = reader.TextOrNull("category"),
            Slot = slot?.Length > 0 ? slot : null,
            Aggregation = reader.Word(
                "aggregation", Words.EventAggregations, reader.RequiredNode("aggregation", "daily or weekly"))
                ?? EventAggregation.Weekly,
            ExpiryDays = Expiry(reader),
            FeatureFlag = reader.TextOrNull("feature_flag"),
            SourceFile = sourceFile,
        };
        reader.Done();
        if (name is null)
        {
            return null;
        }

        KnownEventRules.CheckKey(definition, reader);
        return name.Length == 0 ? null : definition;
    }

    private static int? Expiry(MapReader reader)
    {
        long? days = reader.Integer("expiry");
        if (days is <= 0 or > 36_500)
        {
            reader.Report(NotAllowed, "expiry", $"'expiry' is a number of days, here it is {days}: write one from 1 to 36500.");
            return null;
        }

        return (int?)days;
    }
}
