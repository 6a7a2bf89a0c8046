using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Planning;

/// <summary>The calculations of a catalogue's metrics as people read them.</summary>
public sealed class ShownCalculations
{
    private readonly CalculationBinder _binder;

    /// <summary>Prepares the shared calculations of a catalogue.</summary>
    public ShownCalculations(DefinitionCatalogue catalogue) => _binder = new CalculationBinder(catalogue.Calculations);

    /// <summary>
    /// The query of a metric, its own or that of a shared calculation with the metric's options filled in, with <c>:recorded_at</c> for
    /// the clock; null where the metric has none that can be computed.
    /// </summary>
    public QueryDefinition? Of(MetricDefinition metric) => _binder.Shown(metric);
}
