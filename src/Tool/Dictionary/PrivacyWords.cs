using ServicePing.Definitions.Dictionary;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;
using ServicePing.Dictionary;
using Model = ServicePing.Definitions.Model;

namespace ServicePing.Tool.Dictionary;

/// <summary>What a category of privacy means, in the words of the administrator's page.</summary>
internal static class PrivacyWords
{
    internal static PrivacyEntry Of(PlannedMetric planned)
    {
        MetricDefinition definition = planned.Metric.Definition;
        return new PrivacyEntry(
            DefinitionWords.Of(definition.DataCategory), Contents(definition.DataCategory), Reason(planned.Shape, definition),
            $"include_{DefinitionWords.Of(definition.DataCategory)}_metrics");
    }

    private static string Contents(Model.DataCategory category) => category switch
    {
        Model.DataCategory.Standard => "What an installation is: its version, edition, databases and identifier.",
        Model.DataCategory.Subscription => "What the licence covers: plan, seats and dates.",
        Model.DataCategory.Operational => "How the installation is set up and how well it runs.",
        _ => "How much the features are used, as totals of the whole installation.",
    };

    /// <summary>What leaves is one value for the whole installation, whatever it was made from.</summary>
    private static string Reason(ValueShape shape, MetricDefinition definition) => shape switch
    {
        ValueShape.Text => "What leaves is one text for the whole installation.",
        ValueShape.Boolean => "What leaves is yes or no for the whole installation.",
        ValueShape.Json => "What leaves is an object whose keys are values of the data itself: look at the sample.",
        _ when definition.Events.Any(selection => selection.UniqueIdentifier is not null) =>
            "What leaves is one number for the whole installation. Who was counted is kept as a sketch from which no identifier can be read, and does not leave.",
        _ => "What leaves is one number for the whole installation.",
    };
}
