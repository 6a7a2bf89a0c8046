namespace ServicePing.Definitions.Model;

/// <summary>What a definition file holds; its folder below the definitions root decides, never its content.</summary>
public enum DefinitionKind
{
    /// <summary>A metric: <c>metrics/</c>.</summary>
    Metric,

    /// <summary>A calculation that several metrics share: <c>queries/</c>.</summary>
    Query,

    /// <summary>An event: <c>events/</c>.</summary>
    Event,

    /// <summary>A list of known events: <c>known_events/</c>.</summary>
    KnownEvent,

    /// <summary>A list of aggregates: <c>aggregates/</c>.</summary>
    Aggregate,

    /// <summary>Old Redis keys of renamed events: <c>overrides/</c>.</summary>
    Override,

    /// <summary>The product's own words: <c>vocabulary.yml</c> in the definitions root.</summary>
    Vocabulary,
}
