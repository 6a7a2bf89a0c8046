using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Planning;

/// <summary>What planning reads of a file: everything but the words that only people read, an edit of which plans nothing anew.</summary>
public static class PlanInput
{
    /// <summary>The file without those words.</summary>
    public static DefinitionFile Of(DefinitionFile file) => file with
    {
        Metrics = file.Metrics.Select(Of).ToEquatableArray(),
        Events = file.Events.Select(Of).ToEquatableArray(),
        Words = null,
    };

    private static MetricDefinition Of(MetricDefinition metric) => metric with
    {
        Description = "",
        ProductGroup = "",
        ProductCategories = [],
        Unit = null,
        Milestone = "",
        MilestoneRemoved = null,
        IntroducedByUrl = null,
        RemovedByUrl = null,
        RepairIssueUrl = null,
        PerformanceIndicatorTypes = [],
        Tiers = [],
        ValueJsonSchema = null,
        Name = null,
        ReplacedBy = null,
        Expires = null,
        Deprecated = null,
    };

    private static EventDefinition Of(EventDefinition definition) => definition with
    {
        Description = "",
        ProductGroup = "",
        ProductCategories = [],
        Category = null,
        Deprecated = null,
        Classification = null,
        Milestone = null,
        MilestoneRemoved = null,
        IntroducedByUrl = null,
        RemovedByUrl = null,
        Tiers = [],
        AdditionalProperties = definition.AdditionalProperties
            .Select(static property => property with { Description = "" })
            .ToEquatableArray(),
    };
}
