using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Counters;
using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;

namespace ServicePing.Definitions.Tests.Catalogue;

public sealed class DerivedMetricTests
{
    private static readonly KnownEventDefinition Dashboard =
        new() { Name = "g_compliance_dashboard", Category = "compliance", Slot = "compliance", SourceFile = "known_events/a.yml" };

    private static readonly KnownEventDefinition Audit = Dashboard with { Name = "g_compliance_audit_events" };

    [Fact]
    public void A_known_event_and_the_total_of_its_category_have_key_paths_of_their_own()
    {
        Plan plan = Planner.Plan(Catalogue(new DefinitionFile { KnownEvents = [Dashboard, Audit] }));

        Assert.Equal(
            [
                "redis_hll_counters.compliance.compliance_total_unique_counts_monthly",
                "redis_hll_counters.compliance.compliance_total_unique_counts_weekly",
                "redis_hll_counters.compliance.g_compliance_audit_events_monthly",
                "redis_hll_counters.compliance.g_compliance_audit_events_weekly",
                "redis_hll_counters.compliance.g_compliance_dashboard_monthly",
                "redis_hll_counters.compliance.g_compliance_dashboard_weekly",
            ],
            plan.Metrics.Select(metric => metric.Metric.KeyPath));
        Assert.Equal(
            [
                new AggregatePlan(0, AggregateOperator.Or, TimeFrame.TwentyEightDays, [new(SetSource.Category, "compliance")], null),
                new AggregatePlan(1, AggregateOperator.Or, TimeFrame.SevenDays, [new(SetSource.Category, "compliance")], null),
                new AggregatePlan(2, AggregateOperator.Or, TimeFrame.TwentyEightDays, [new(SetSource.KnownEvent, Audit.Name)], null),
                new AggregatePlan(3, AggregateOperator.Or, TimeFrame.SevenDays, [new(SetSource.KnownEvent, Audit.Name)], null),
                new AggregatePlan(4, AggregateOperator.Or, TimeFrame.TwentyEightDays, [new(SetSource.KnownEvent, Dashboard.Name)], null),
                new AggregatePlan(5, AggregateOperator.Or, TimeFrame.SevenDays, [new(SetSource.KnownEvent, Dashboard.Name)], null),
            ],
            plan.Aggregates);
        Assert.All(plan.Metrics, metric =>
        {
            MetricDefinition definition = metric.Metric.Definition;
            Assert.Null(metric.Unplanned);
            Assert.Equal(ValueShape.Integer, metric.Shape);
            Assert.Equal((DataSource.RedisHll, DataCategory.Optional, MetricStatus.Active), (definition.DataSource, definition.DataCategory, definition.Status));
            Assert.NotEqual("", definition.Description);
        });
    }

    [Fact]
    public void A_category_has_a_total_when_its_events_share_slot_and_aggregation()
    {
        Assert.Equal(2, Totals(Dashboard, Audit));
        Assert.Equal(0, Totals(Dashboard));
        Assert.Equal(0, Totals(Dashboard, Audit with { Slot = null }));
        Assert.Equal(0, Totals(Dashboard with { Slot = null }, Audit with { Slot = null }));
        Assert.Equal(0, Totals(Dashboard, Audit with { Aggregation = EventAggregation.Daily }));
        Assert.Equal(0, Totals(Dashboard with { Category = null }, Audit with { Category = null }));
        Assert.Equal(4, Totals(Dashboard, Audit, Dashboard with { Name = "x_compliance", Category = "b" }, Dashboard with { Name = "y_compliance", Category = "b" }));
    }

    [Fact]
    public void An_aggregate_has_a_key_path_a_time_frame()
    {
        AggregateDefinition any = new()
        {
            Name = "any", Operator = AggregateOperator.Or, Source = AggregateSource.Redis, TimeFrames = [TimeFrame.SevenDays, TimeFrame.TwentyEightDays],
            Events = ["a", "b", "a"], FeatureFlag = "flag",
        };
        AggregateDefinition all = new()
        {
            Name = "all", Operator = AggregateOperator.And, Source = AggregateSource.Database, TimeFrames = [TimeFrame.All, TimeFrame.SevenDays], Events = ["s", "t"],
        };

        Plan plan = Planner.Plan(Catalogue(new DefinitionFile { Aggregates = [any, all] }));

        Assert.Equal(
            ["counts.aggregate_all", "counts_monthly.aggregated_metrics.any", "counts_weekly.aggregated_metrics.all", "counts_weekly.aggregated_metrics.any"],
            plan.Metrics.Select(metric => metric.Metric.KeyPath));
        Assert.Equal(
            [
                new AggregatePlan(0, AggregateOperator.And, TimeFrame.All, [new(SetSource.Sketch, "s"), new(SetSource.Sketch, "t")], null),
                new AggregatePlan(1, AggregateOperator.Or, TimeFrame.TwentyEightDays, [new(SetSource.KnownEvent, "a"), new(SetSource.KnownEvent, "b")], "flag"),
                new AggregatePlan(2, AggregateOperator.And, TimeFrame.SevenDays, [new(SetSource.Sketch, "s"), new(SetSource.Sketch, "t")], null),
                new AggregatePlan(3, AggregateOperator.Or, TimeFrame.SevenDays, [new(SetSource.KnownEvent, "a"), new(SetSource.KnownEvent, "b")], "flag"),
            ],
            plan.Aggregates);
        Assert.Equal([DataSource.Database, DataSource.RedisHll, DataSource.Database, DataSource.RedisHll], plan.Metrics.Select(metric => metric.Metric.Definition.DataSource));
        Assert.All(plan.Metrics, metric => Assert.Equal(ValueShape.Integer, metric.Shape));
    }

    [Fact]
    public void Known_events_of_all_time_are_not_kept()
    {
        AggregateDefinition all = new() { Name = "all", TimeFrames = [TimeFrame.All], Events = ["a"] };

        PlannedMetric metric = Assert.Single(Planner.Plan(Catalogue(new DefinitionFile { Aggregates = [all] })).Metrics);

        Assert.Equal("Unique counters are kept a day or a week each, and the metric asks for all time.", metric.Unplanned);
        Assert.Equal("counts.aggregate_all", metric.Metric.KeyPath);
    }

    [Fact]
    public void A_definition_of_the_same_key_path_gives_the_documentation_and_the_event_the_value()
    {
        MetricDefinition documented = new()
        {
            KeyPath = "redis_hll_counters.compliance.g_compliance_dashboard_weekly", Description = "Who looks at the dashboard", Status = MetricStatus.Active,
            TimeFrames = [TimeFrame.SevenDays], DataSource = DataSource.RedisHll, DataCategory = DataCategory.Operational,
        };

        Plan plan = Planner.Plan(Catalogue(new DefinitionFile { KnownEvents = [Dashboard], Metrics = [documented] }));

        Assert.Equal(2, plan.Metrics.Count);
        Assert.Equal(("Who looks at the dashboard", null), (plan.Metrics[1].Metric.Definition.Description, plan.Metrics[1].Unplanned));
        Assert.Equal(new AggregatePlan(1, AggregateOperator.Or, TimeFrame.SevenDays, [new(SetSource.KnownEvent, Dashboard.Name)], null), plan.Aggregates[1]);
        Plan removed = Planner.Plan(Catalogue(new DefinitionFile { KnownEvents = [Dashboard], Metrics = [documented with { Status = MetricStatus.Removed }] }));
        Assert.Equal("The metric is removed.", removed.Metrics[1].Unplanned);
    }

    [Fact]
    public void A_definition_with_a_calculation_keeps_it()
    {
        DefinitionFile metric = TestProject.Of("metrics/a.yml", Yaml.Query("operation: count", "from: issues")
            .Replace("counts.issues_open", "counts.aggregate_all", StringComparison.Ordinal)).Read()[0].Meaning;
        AggregateDefinition all = new() { Name = "all", Source = AggregateSource.Database, TimeFrames = [TimeFrame.All], Events = ["s"] };

        Plan plan = Planner.Plan(CatalogueBuilder.Build([metric, new DefinitionFile { Aggregates = [all] }]));

        Assert.Empty(plan.Aggregates);
        Assert.Single(plan.Relations);
    }

    [Fact]
    public void The_lockfile_records_definitions_and_not_what_is_derived()
    {
        MetricDefinition documented = new()
        {
            KeyPath = "redis_hll_counters.compliance.g_compliance_dashboard_weekly", Status = MetricStatus.Active,
            TimeFrames = [TimeFrame.SevenDays], DataSource = DataSource.RedisHll,
        };

        Lockfile recorded = LockfileRecorder.Record([new DefinitionFile { KnownEvents = [Dashboard, Audit], Metrics = [documented] }]);

        Assert.Equal([documented.KeyPath], recorded.Metrics.Select(metric => metric.KeyPath));
    }

    [Fact]
    public void Metrics_over_known_events_read_the_counters_of_these()
    {
        MetricDefinition metric = TestProject.Of("metrics/a.yml", Yaml.Metric(
            "data_source: redis_hll", "time_frame: 28d", "instrumentation_class: RedisHLLMetric",
            $"options: {{ events: [{Dashboard.Name}, other] }}")).Read()[0].Meaning.Metrics[0];

        Plan plan = Planner.Plan(Catalogue(new DefinitionFile { KnownEvents = [Dashboard with { Category = null }], Metrics = [metric] }));

        Assert.Equal(
            new AggregatePlan(
                0, AggregateOperator.Or, TimeFrame.TwentyEightDays,
                [new(SetSource.KnownEvent, Dashboard.Name), new(SetSource.Counter, "{hll_counters}_other")], null),
            Assert.Single(plan.Aggregates));
        Assert.Empty(plan.CounterReads);
    }

    [Fact]
    public void The_class_form_of_an_aggregate_counts_events_by_its_attribute()
    {
        Plan plan = new TestProject()
            .With("events/a.yml", Yaml.Event())
            .With("events/b.yml", Yaml.Event("action: close_issue"))
            .With("metrics/a.yml", Yaml.Metric(
                "key_path: a", "data_source: redis_hll", "time_frame: [7d, 28d]", "instrumentation_class: AggregatedMetric",
                "options: { events: [create_issue, close_issue], aggregate: { operator: AND, attribute: user_id } }"))
            .With("metrics/b.yml", Yaml.Metric(
                "key_path: b", "data_source: database", "time_frame: all", "instrumentation_class: AggregatedMetric",
                "options: { events: [sketched], aggregate: { operator: OR, attribute: project.id } }"))
            .Plan();

        CountedSet[] sets = [new(SetSource.Counter, "{hll_counters}_create_issue-user"), new(SetSource.Counter, "{hll_counters}_close_issue-user")];
        Assert.Equal(
            [
                new AggregatePlan(0, AggregateOperator.And, TimeFrame.TwentyEightDays, [.. sets], null),
                new AggregatePlan(1, AggregateOperator.And, TimeFrame.SevenDays, [.. sets], null),
                new AggregatePlan(2, AggregateOperator.Or, TimeFrame.All, [new(SetSource.Sketch, "sketched")], null),
            ],
            plan.Aggregates);
        Assert.All(plan.Events, one => Assert.Contains(
            new CounterRule(CounterKind.Unique, $"{{hll_counters}}_{one.Event.Action}-user", true, 0, []), one.Rules));
        Assert.All(plan.Metrics, metric => Assert.Equal((ValueShape.Integer, null), (metric.Shape, metric.Unplanned)));
    }

    private static DefinitionCatalogue Catalogue(DefinitionFile file) => CatalogueBuilder.Build([file]);

    private static int Totals(params KnownEventDefinition[] events) =>
        Catalogue(new DefinitionFile { KnownEvents = [.. events] }).Metrics.Count(metric => metric.KeyPath.Contains("_total_unique_counts_", StringComparison.Ordinal));
}
