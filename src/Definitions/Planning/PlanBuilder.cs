using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Prometheus;

namespace ServicePing.Definitions.Planning;

/// <summary>Gathers the plan of a catalogue, metric by metric.</summary>
internal sealed class PlanBuilder
{
    private const string Nothing = "No query, shared calculation or instrumentation class computes the metric.";

    private const string Broken = "Parts of the definition cannot be read.";

    private readonly DefinitionCatalogue _catalogue;
    private readonly CalculationBinder _calculations;
    private readonly CompositePlanner _compositePlanner;
    private readonly RelationPlanner _relations = new();
    private readonly CounterReadPlanner _counters;
    private readonly AggregatePlanner _sets;
    private readonly List<CounterReadPlan> _counterReads = [];
    private readonly List<AggregatePlan> _aggregates = [];
    private readonly List<FactPlan> _facts = [];
    private readonly List<CompositePlan> _composites = [];
    private readonly List<ConstantPlan> _constants = [];
    private readonly List<PrometheusPlan> _prometheus = [];

    public PlanBuilder(DefinitionCatalogue catalogue)
    {
        _catalogue = catalogue;
        _calculations = new CalculationBinder(catalogue.Calculations);
        _compositePlanner = new CompositePlanner(catalogue, _calculations);
        OldKeys keys = new(catalogue.KeyOverrides);
        _counters = new CounterReadPlanner(keys);
        _sets = new AggregatePlanner(catalogue, keys);
    }

    /// <summary>Plans the metric of a slot.</summary>
    public PlannedMetric Add(int slot)
    {
        Metric metric = _catalogue.Metrics[slot];
        string? unplanned = metric.Definition.Status switch
        {
            MetricStatus.Removed => "The metric is removed.",
            MetricStatus.Deprecated => "The metric is deprecated and no longer computed.",
            _ when metric.Definition.IsBroken => Broken,
            _ => Plan(slot, metric),
        };
        return new PlannedMetric(metric, _compositePlanner.ShapeOf(slot), unplanned);
    }

    public Plan Build(EquatableArray<PlannedMetric> metrics) => new()
    {
        Metrics = metrics,
        Relations = _relations.Build(),
        CounterReads = _counterReads.ToEquatableArray(),
        Aggregates = _aggregates.ToEquatableArray(),
        KnownEvents = _catalogue.KnownEvents,
        ReferencedMetrics = _compositePlanner.Referenced.ToEquatableArray(),
        Facts = _facts.ToEquatableArray(),
        Composites = _composites.ToEquatableArray(),
        Constants = _constants.ToEquatableArray(),
        Prometheus = _prometheus.ToEquatableArray(),
    };

    /// <summary>Plans a metric that is computed, by what its definition says or else derived; what hinders it is the result.</summary>
    private string? Plan(int slot, Metric metric)
    {
        string? hindrance = _sets.Own(metric.Definition) is { } own ? PlanSet(slot, metric, own) : PlanOwn(slot, metric);
        return hindrance is not null && metric.Derived is { } derived ? PlanSet(slot, metric, derived) : hindrance;
    }

    private string? PlanSet(int slot, Metric metric, DerivedSet set)
    {
        if (AggregatePlanner.Plan(slot, metric.TimeFrame, set, out string? hindrance) is { } plan)
        {
            _aggregates.Add(plan);
        }

        return hindrance;
    }

    private string? PlanOwn(int slot, Metric metric)
    {
        MetricDefinition definition = metric.Definition;
        if (definition.DataSource is DataSource.InternalEvents or DataSource.Redis or DataSource.RedisHll)
        {
            if (_counters.Plan(slot, metric, out string? hindrance) is { } read)
            {
                _counterReads.Add(read);
            }

            return hindrance;
        }

        BoundQuery bound = _calculations.Bind(definition);
        if (bound.Query is { } query)
        {
            return PlanQuery(slot, metric, query);
        }

        if (bound.Hindrance is not null || definition.InstrumentationClass is null)
        {
            return bound.Hindrance ?? Nothing;
        }

        _facts.Add(new FactPlan(slot, definition.InstrumentationClass, Json.Write(definition.Options)));
        return null;
    }

    private string? PlanQuery(int slot, Metric metric, QueryDefinition query)
    {
        if (query.Value is { } value)
        {
            _constants.Add(new ConstantPlan(slot, Json.Write(value)));
            return null;
        }

        if (query.PromQl is { } promQl)
        {
            _prometheus.Add(new PrometheusPlan(slot, PromText.Pieces(promQl).ToEquatableArray(), query.GroupBy, query.ListOf));
            return null;
        }

        if (query.Operation == Operation.Ratio && query.Operands.Count != 2)
        {
            return $"The ratio has no {(query.Numerator is null ? "numerator" : "denominator")}.";
        }

        if (query.Operation is Operation.Ratio or Operation.Sites || (query.Operation == Operation.Add && query.Parts.IsEmpty))
        {
            EquatableArray<int> parts = _compositePlanner.Parts(slot, query, out OperandHindrance? hindrance);
            if (hindrance is null)
            {
                _composites.Add(new CompositePlan(
                    slot,
                    query.Operation switch
                    {
                        Operation.Ratio => CompositeOperation.Ratio,
                        Operation.Sites => CompositeOperation.Sites,
                        _ => CompositeOperation.Add,
                    },
                    parts));
            }

            return hindrance?.Message;
        }

        return query.Operation is null
            ? "The query has no operation."
            : _relations.Add(slot, metric.TimeFrame, query);
    }
}
