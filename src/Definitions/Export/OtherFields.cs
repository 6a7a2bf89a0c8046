using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Export;

/// <summary>What events, known events and aggregates say, by GitLab's names and in the order of its files.</summary>
internal static class OtherFields
{
    private static readonly OptionValue True = new() { Kind = OptionKind.Boolean, Text = "true" };

    public static EquatableArray<Option> Of(EventDefinition @event)
    {
        Fields fields = new();
        fields
            .Add(EventKeys.Description, Fields.Text(@event.Description))
            .Add(EventKeys.Category, @event.Category)
            .Add(EventKeys.Action, @event.Action)
            .Add(EventKeys.InternalEvents, @event.InternalEvents ? True : null)
            .Add(EventKeys.Status, @event.IsRemoved ? "removed" : null)
            .Add(EventKeys.Identifiers, @event.Identifiers)
            .Add(EventKeys.AdditionalProperties, @event.AdditionalProperties
                .Select(static property => new Option(property.Name, Property(property)))
                .ToEquatableArray())
            .Add(EventKeys.ProductGroup, Fields.Text(@event.ProductGroup))
            .Add(EventKeys.ProductCategories, @event.ProductCategories)
            .AddOrNull(EventKeys.Milestone, @event.Milestone)
            .Add(EventKeys.MilestoneRemoved, @event.MilestoneRemoved)
            .AddOrNull(EventKeys.IntroducedByUrl, @event.IntroducedByUrl);
        if (@event.IsRemoved)
        {
            fields.AddOrNull(EventKeys.RemovedByUrl, @event.RemovedByUrl);
        }
        else
        {
            fields.Add(EventKeys.RemovedByUrl, @event.RemovedByUrl);
        }

        return fields
            .Add(EventKeys.Deprecated, Of(@event.Deprecated))
            .Add(EventKeys.Forward, @event.IsForwarded ? True : null)
            .Add(EventKeys.Classification, @event.Classification)
            .Add(EventKeys.Tiers, Fields.List(@event.Tiers.Select(Fields.Text)))
            .Entries;
    }

    public static OptionValue? Of(Deprecation? deprecation) => deprecation is null ? null : Fields.Map(new Fields()
        .Add(DeprecationKeys.Reason, Fields.Text(deprecation.Reason))
        .Add(DeprecationKeys.Since, deprecation.Since)
        .Add(DeprecationKeys.Until, deprecation.Until)
        .Entries);

    public static EquatableArray<Option> Of(KeyOverride old) => [new Option(old.Path, Fields.Text(old.Replacement))];

    public static EquatableArray<Option> Of(KnownEventDefinition known) => new Fields()
        .Add(KnownEventKeys.Name, known.Name)
        .Add(KnownEventKeys.Category, known.Category)
        .Add(KnownEventKeys.Slot, known.Slot)
        .Add(KnownEventKeys.Aggregation, known.Aggregation)
        .Add(KnownEventKeys.Expiry, known.ExpiryDays)
        .Add(KnownEventKeys.FeatureFlag, known.FeatureFlag)
        .Entries;

    public static EquatableArray<Option> Of(AggregateDefinition aggregate) => new Fields()
        .Add(AggregateKeys.Name, aggregate.Name)
        .Add(AggregateKeys.Operator, aggregate.Operator)
        .Add(AggregateKeys.Source, aggregate.Source)
        .Add(AggregateKeys.TimeFrame, Fields.List(aggregate.TimeFrames.Select(static frame => Fields.Text(Words.Of(Words.TimeFrames, frame)))))
        .Add(AggregateKeys.Events, aggregate.Events)
        .Add(AggregateKeys.FeatureFlag, aggregate.FeatureFlag)
        .Entries;

    private static OptionValue Property(AdditionalProperty property) => Fields.Map(new Fields()
        .Add(PropertyKeys.Description, Fields.Text(property.Description))
        .Add(PropertyKeys.Type, property.Type == PropertyType.Any ? null : Words.Of(Words.PropertyTypes, property.Type))
        .Add(PropertyKeys.Values, property.Values)
        .Entries);
}
