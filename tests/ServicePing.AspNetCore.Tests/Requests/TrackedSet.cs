using ServicePing.Runtime.Plans;

namespace ServicePing.AspNetCore.Tests;

/// <summary>A program with two events, a known event, a unique event of an older generation and a named counter, written by hand.</summary>
internal sealed class TrackedSet : MetricSet
{
    public static readonly KnownEvent Visiting = new("users_visiting_projects", EventAggregation.Weekly);

    public override string Name => "Tracked";

    public override IReadOnlyList<MetricPlan> Metrics { get; } =
    [
        new("created", ValueShape.Integer, MetricStatus.Active, TimeFrame.All, DataSource.InternalEvents, DataCategory.Optional),
        new("created_bugs", ValueShape.Integer, MetricStatus.Active, TimeFrame.All, DataSource.InternalEvents, DataCategory.Optional),
        new("creators", ValueShape.Integer, MetricStatus.Active, TimeFrame.SevenDays, DataSource.InternalEvents, DataCategory.Optional),
        new("projects", ValueShape.Integer, MetricStatus.Active, TimeFrame.SevenDays, DataSource.InternalEvents, DataCategory.Optional),
        new("searchers", ValueShape.Integer, MetricStatus.Active, TimeFrame.SevenDays, DataSource.RedisHll, DataCategory.Optional),
        new("wiki_views", ValueShape.Integer, MetricStatus.Active, TimeFrame.All, DataSource.Redis, DataCategory.Optional),
        new("members", ValueShape.Integer, MetricStatus.Active, TimeFrame.SevenDays, DataSource.InternalEvents, DataCategory.Optional),
        new("organisations", ValueShape.Integer, MetricStatus.Active, TimeFrame.SevenDays, DataSource.InternalEvents, DataCategory.Optional),
    ];

    public override IReadOnlyList<CounterReadPlan> CounterReads { get; } =
    [
        new(0, CounterKind.Total, TimeFrame.All, ["{event_counters}_create_issue"]),
        new(1, CounterKind.Total, TimeFrame.All, ["{event_counters}_create_issue-filter:[label:bug]"]),
        new(2, CounterKind.Unique, TimeFrame.SevenDays, ["{hll_counters}_create_issue-user"]),
        new(3, CounterKind.Unique, TimeFrame.SevenDays, ["{hll_counters}_create_issue-project"]),
        new(4, CounterKind.Unique, TimeFrame.SevenDays, ["{hll_counters}_i_search"]),
        new(5, CounterKind.Total, TimeFrame.All, ["USAGE_WIKI_PAGES_VIEW"]),
        new(6, CounterKind.Unique, TimeFrame.SevenDays, ["{hll_counters}_join_group-member"]),
        new(7, CounterKind.Unique, TimeFrame.SevenDays, ["{hll_counters}_join_group-organisation"]),
    ];

    public override IReadOnlyList<EventPlan> Events { get; } =
    [
        new("create_issue", ["user", "project", "label"],
        [
            new(CounterKind.Total, "{event_counters}_create_issue", IsWeekly: false),
            new(CounterKind.Total, "{event_counters}_create_issue-filter:[label:bug]", IsWeekly: false, Filter: [new(2, "bug")]),
            new(CounterKind.Unique, "{hll_counters}_create_issue-user", IsWeekly: true, Argument: 0),
            new(CounterKind.Unique, "{hll_counters}_create_issue-project", IsWeekly: true, Argument: 1),
        ]),
        new("close_issue", ["user"], [new(CounterKind.Total, "{event_counters}_close_issue", IsWeekly: false)]),
        new("join_group", ["member", "organisation"],
        [
            new(CounterKind.Unique, "{hll_counters}_join_group-member", IsWeekly: true, Argument: 0),
            new(CounterKind.Unique, "{hll_counters}_join_group-organisation", IsWeekly: true, Argument: 1),
        ])
        {
            Identifiers = 2,
        },
    ];

    public override IReadOnlyList<KnownEvent> KnownEvents { get; } = [Visiting];
}
