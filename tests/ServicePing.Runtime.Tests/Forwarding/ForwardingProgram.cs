using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Plans;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>A program whose event <c>e</c> is forwarded, and whose event <c>quiet</c> is only counted.</summary>
internal sealed class ForwardingProgram : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly TestSet _set;

    private ForwardingProgram(ServiceProvider services, TestSet set, SettableClock clock, List<string> log) =>
        (_services, _set, Clock, Log) = (services, set, clock, log);

    internal SettableClock Clock { get; }

    /// <summary>What category <c>ServicePing.EventForwarding</c> of the log has.</summary>
    internal List<string> Log { get; }

    internal IServiceProvider Services => _services;

    internal EventTracker Tracker => _services.GetRequiredService<EventTracker>();

    internal TrackedEvent Event => field ??= Tracker.EventsOf(_set)[0];

    internal TrackedEvent Quiet => field ??= Tracker.EventsOf(_set)[1];

    /// <summary>What has become of the events for the first forwarder.</summary>
    internal ForwardingStatistics Statistics => Tracker.Statistics.Forwarding[0];

    /// <summary>Starts one.</summary>
    /// <param name="folder">Where it keeps what it keeps.</param>
    /// <param name="collector">The collector; null for none.</param>
    /// <param name="set">Sets options.</param>
    /// <param name="build">Adds to the program.</param>
    /// <param name="counters">The file of its counters, which a program with a spool has; null for none.</param>
    internal static ForwardingProgram Start(
        string folder, string? collector, Action<ServicePingOptions>? set = null, Action<ServicePingBuilder>? build = null, string? counters = null)
    {
        TestSet events = Events();
        SettableClock clock = new(Ping.RecordedAt);
        List<string> log = [];
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(clock);
        services.AddLogging().AddSingleton(CategoryLog.Of(category =>
            new ListLogger(category == "ServicePing.EventForwarding" ? log : [])));
        Add(services, events, folder, collector, options =>
        {
            (options.NoticePeriod, options.Variable, options.EnvironmentProxy) = (TimeSpan.Zero, _ => null, () => new System.Net.WebProxy());
            set?.Invoke(options);
        }, build, counters);
        return new ForwardingProgram(services.BuildServiceProvider(), events, clock, log);
    }

    internal static TestSet Events() => new()
    {
        EventPlans =
        {
            new("e", ["user", "label", "value", "kind", "draft"], [new(CounterKind.Total, "{event_counters}_e", IsWeekly: false)])
            {
                Identifiers = 1,
                Values = new Dictionary<string, IReadOnlyList<string>> { ["kind"] = ["bug", "idea"] },
            },
            new("quiet", ["user"], [new(CounterKind.Total, "{event_counters}_quiet", IsWeekly: false)]) { Identifiers = 1 },
        },
    };

    internal static void Add(
        IServiceCollection services,
        TestSet events,
        string folder,
        string? collector,
        Action<ServicePingOptions> set,
        Action<ServicePingBuilder>? build = null,
        string? counters = null)
    {
        services.AddSingleton(new ServicePingCatalogue(
            [events],
            standard: null,
            _ => ["ServicePing catalogue 2\nE=action|internal_events|product_group|forward\nE|'e|?true|'planning|?true\nE|'quiet|?true|'planning\n"]));
        ServicePingServiceCollectionExtensions.AddServicePing(
            services,
            ping =>
            {
                (counters is null ? ping.KeepIn(folder).UseInProcessCounters() : ping.KeepIn(folder).UseInProcessCounters(counters)).Configure(options =>
                {
                    (options.Uuid, options.Version, options.Hostname) = ("raw-uuid", "2.1.0", "raw-host");
                    options.Forwarding.BatchAge = TimeSpan.FromMilliseconds(50);
                    options.Forwarding.FirstPause = TimeSpan.FromMilliseconds(50);
                });
                if (collector is not null)
                {
                    ping.ForwardToSnowplow(snowplow =>
                        (snowplow.Collector, snowplow.AppId, snowplow.Vendor) = (collector, "forge", CollectorDouble.Vendor));
                }

                ping.Configure(set);
                build?.Invoke(ping);
            },
            standard: null,
            [events]);
    }

    /// <summary>Waits until something is so; a machine that is busy takes its time.</summary>
    internal static async Task UntilAsync(Func<bool> isSo)
    {
        long end = Environment.TickCount64 + 60_000;
        while (!isSo() && Environment.TickCount64 < end)
        {
            await Task.Delay(20);
        }

        Assert.True(isSo());
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}

/// <summary>A forwarder that keeps what it is handed, and answers as it is told.</summary>
internal sealed class RecordingForwarder(string name, Func<IReadOnlyList<ForwardedEvent>, CancellationToken, Task<ForwardingResult>>? answer = null)
    : IEventForwarder
{
    internal System.Collections.Concurrent.ConcurrentQueue<ForwardedEvent> Taken { get; } = [];

    public string Name => name;

    public async Task<ForwardingResult> ForwardAsync(IReadOnlyList<ForwardedEvent> events, CancellationToken cancellationToken)
    {
        ForwardingResult result = answer is null ? ForwardingResult.Forwarded : await answer(events, cancellationToken);
        if (result == ForwardingResult.Forwarded)
        {
            foreach (ForwardedEvent one in events)
            {
                Taken.Enqueue(one);
            }
        }

        return result;
    }
}
