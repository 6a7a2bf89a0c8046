using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Plans;

namespace ServicePing.Benchmarks;

/// <summary>A program with many events: each counts its occurrences, ever and a week, and its different users a week.</summary>
internal sealed class TrackedProgram : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public TrackedProgram(string redis, int events, int filters = 0)
        : this(ping => ping.UseRedis(redis), events, filters)
    {
    }

    public TrackedProgram(Action<ServicePingBuilder> configure, int events, int filters = 0)
    {
        EventSet set = new([.. Enumerable.Range(0, events).Select(number => Plan($"event_{number}", filters))]);
        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(services, configure, set);
        _services = services.BuildServiceProvider();
        Tracker = _services.GetRequiredService<EventTracker>();
        Events = Tracker.EventsOf(set);
    }

    public EventTracker Tracker { get; }

    internal ICounterStore Store => _services.GetRequiredService<ICounterStore>();

    public TrackedEvent[] Events { get; }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    public static string Total(string name) => "{event_counters}_" + name;

    public static string Users(string name) => "{hll_counters}_" + name + "-user";

    private static EventPlan Plan(string name, int filters) => new(
        name,
        ["user", "label"],
        [
            new(CounterKind.Total, Total(name), IsWeekly: false),
            new(CounterKind.Total, Total(name), IsWeekly: true),
            new(CounterKind.Unique, Users(name), IsWeekly: true, Argument: 0),
            .. Enumerable.Range(0, filters).SelectMany(filter => Filtered(name, $"label_{filter}")),
        ]);

    private static CounterRule[] Filtered(string name, string label) =>
    [
        new(CounterKind.Total, $"{Total(name)}-filter:[label:{label}]", IsWeekly: false, Filter: [new(1, label)]),
        new(CounterKind.Total, $"{Total(name)}-filter:[label:{label}]", IsWeekly: true, Filter: [new(1, label)]),
        new(CounterKind.Unique, $"{{hll_counters}}_{name}-filter:[label:{label}]-user", IsWeekly: true, Argument: 0, Filter: [new(1, label)]),
    ];

    private sealed class EventSet(IReadOnlyList<EventPlan> events) : MetricSet
    {
        public override string Name => "Benchmark";

        public override IReadOnlyList<EventPlan> Events => events;
    }
}
