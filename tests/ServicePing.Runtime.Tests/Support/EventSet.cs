using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>A program whose one event <c>e</c> has a user, a label and a value, and moves counters of every kind.</summary>
internal static class EventSet
{
    public const string Total = "{event_counters}_e";
    public const string Users = "{hll_counters}_e-user";
    public const string Sum = "{event_sums}_e-operator:sum(value)";
    public const string Labels = "{hll_counters}_e-operator:total-label";

    /// <summary>The week of <see cref="Ping.RecordedAt"/>.</summary>
    public const string Suffix = "-2026-47";

    public static TestSet Create() => new()
    {
        EventPlans =
        {
            new("e", ["user", "label", "value"],
            [
                new(CounterKind.Total, Total, IsWeekly: false),
                new(CounterKind.Total, Total, IsWeekly: true),
                new(CounterKind.Unique, Users, IsWeekly: true, Argument: 0),
                new(CounterKind.Sum, Sum, IsWeekly: false, Argument: 2),
                new(CounterKind.UniqueTotals, Labels, IsWeekly: false, Argument: 1),
            ]),
        },
    };

    public static (Ping Ping, TrackedEvent Event) Start(ICounterStore store, Action<ServicePingOptions>? configure = null)
    {
        TestSet set = Create();
        Ping ping = Ping.Of(
            builder => builder.Configure(options => configure?.Invoke(options)).Services.AddSingleton(store), set);
        return (ping, ping.Tracker.EventsOf(set)[0]);
    }

    /// <summary>Runs the same on several threads of its own.</summary>
    public static async Task OnThreadsAsync(int threads, Action<int> work) =>
        await Task.WhenAll(Enumerable.Range(0, threads)
            .Select(number => Task.Factory.StartNew(() => work(number), default, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
}
