using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Dictionary;
using ServicePing.Definitions.Model;

namespace ServicePing.Tool.Listing;

/// <summary>What a project defines, kind by kind.</summary>
internal static class DefinitionListing
{
    /// <summary>The kinds that can be listed, as the command line calls them.</summary>
    internal static string[] Kinds { get; } = ["metric", "event", "known_event", "aggregate", "query"];

    /// <summary>The definitions of a kind: metrics in the order of the payload, all others by name.</summary>
    internal static IEnumerable<ListedDefinition> Of(string kind, IReadOnlyList<DefinitionFile> files)
    {
        DefinitionCatalogue catalogue = CatalogueBuilder.Build(files);
        return kind switch
        {
            "event" => files.SelectMany(file => file.Events).OrderBy(one => one.Action, StringComparer.Ordinal).Select(Event),
            "known_event" => catalogue.KnownEvents.OrderBy(known => known.Name, StringComparer.Ordinal).Select(KnownEvent),
            "aggregate" => catalogue.Aggregates.Select(Aggregate),
            "query" => catalogue.Calculations.Select(Calculation),
            _ => catalogue.Metrics.Select(Metric),
        };
    }

    private static ListedDefinition Metric(Metric metric) => new()
    {
        Kind = "metric",
        Name = metric.KeyPath,
        Status = DefinitionWords.Of(metric.Definition.Status),
        TimeFrame = DefinitionWords.Of(metric.TimeFrame),
        DataSource = DefinitionWords.Of(metric.Definition.DataSource),
        ValueType = DefinitionWords.Of(metric.Definition.ValueType),
        DataCategory = DefinitionWords.Of(metric.Definition.DataCategory),
        Owner = metric.Definition.ProductGroup,
        Tiers = metric.Definition.Tiers,
        Description = metric.Definition.Description,
        File = metric.Definition.SourceFile,
    };

    private static ListedDefinition Event(EventDefinition definition) => new()
    {
        Kind = "event",
        Name = definition.Action,
        Status = definition.IsRemoved ? "removed" : "active",
        Owner = definition.ProductGroup,
        Tiers = definition.Tiers,
        Description = definition.Description,
        File = definition.SourceFile,
    };

    private static ListedDefinition KnownEvent(KnownEventDefinition known) => new()
    {
        Kind = "known_event",
        Name = known.Name,
        Description = $"counted {DefinitionWords.Of(known.Aggregation)}{(known.Category is { } category ? $", of {category}" : "")}",
        File = known.SourceFile,
    };

    private static ListedDefinition Aggregate(AggregateDefinition aggregate) => new()
    {
        Kind = "aggregate",
        Name = aggregate.Name,
        TimeFrame = string.Join(',', aggregate.TimeFrames.Select(DefinitionWords.Of)),
        DataSource = DefinitionWords.Of(aggregate.Source),
        Description = $"{DefinitionWords.Of(aggregate.Operator)} of {string.Join(", ", aggregate.Events)}",
        File = aggregate.SourceFile,
    };

    private static ListedDefinition Calculation(SharedCalculation shared) => new()
    {
        Kind = "query",
        Name = shared.InstrumentationClass,
        Description = shared.Query is { Operation: { } operation, From: { } table } ? $"{DefinitionWords.Of(operation)} of {table}" : "",
        File = shared.SourceFile,
    };
}
