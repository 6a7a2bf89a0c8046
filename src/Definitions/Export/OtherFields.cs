using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Export;

/// <summary>What events, known events and aggregates say, by GitLab's names and in the order of its files.</summary>
internal static class OtherFields
{
    public static EquatableArray<Option> Of(EventDefinition @event)
    {
        Fields fields = new();
        fields
            .Add("description", Fields.Text(@event.Description))
            .Add("category", @event.Category)
            .Add("action", @event.Action)
            .Add("internal_events", @event.InternalEvents ? new OptionValue { Kind = OptionKind.Boolean, Text = "true" } : null)
            .Add("status", @event.IsRemoved ? "removed" : null)
            .Add("identifiers", @event.Identifiers)
            .Add("additional_properties", @event.AdditionalProperties
                .Select(static property => new Option(property.Name, Property(property)))
                .ToEquatableArray())
            .Add("product_group", Fields.Text(@event.ProductGroup))
            .Add("product_categories", @event.ProductCategories)
            .AddOrNull("milestone", @event.Milestone)
            .Add("milestone_removed", @event.MilestoneRemoved)
            .AddOrNull("introduced_by_url", @event.IntroducedByUrl);
        if (@event.IsRemoved)
        {
            fields.AddOrNull("removed_by_url", @event.RemovedByUrl);
        }
        else
        {
            fields.Add("removed_by_url", @event.RemovedByUrl);
        }

        return fields
            .Add("classification", @event.Classification)
            .Add("tiers", Fields.List(@event.Tiers.Select(Fields.Text)))
            .Entries;
    }

    public static EquatableArray<Option> Of(KeyOverride old) => [new Option(old.Path, Fields.Text(old.Replacement))];

    public static EquatableArray<Option> Of(KnownEventDefinition known) => new Fields()
        .Add("name", known.Name)
        .Add("category", known.Category)
        .Add("redis_slot", known.Slot)
        .Add("aggregation", known.Aggregation == EventAggregation.Daily ? "daily" : "weekly")
        .Add("expiry", known.ExpiryDays)
        .Add("feature_flag", known.FeatureFlag)
        .Entries;

    public static EquatableArray<Option> Of(AggregateDefinition aggregate) => new Fields()
        .Add("name", aggregate.Name)
        .Add("operator", aggregate.Operator == AggregateOperator.And ? "AND" : "OR")
        .Add("source", aggregate.Source == AggregateSource.Database ? "database" : "redis")
        .Add("time_frame", Fields.List(aggregate.TimeFrames.Select(static frame => Fields.Text(Words.Of(Words.TimeFrames, frame)))))
        .Add("events", aggregate.Events)
        .Add("feature_flag", aggregate.FeatureFlag)
        .Entries;

    private static OptionValue Property(AdditionalProperty property) => Fields.Map(new Fields()
        .Add("description", Fields.Text(property.Description))
        .Add("type", property.Type == PropertyType.Any ? null : Words.Of(Words.PropertyTypes, property.Type))
        .Add("values", property.Values)
        .Entries);
}
