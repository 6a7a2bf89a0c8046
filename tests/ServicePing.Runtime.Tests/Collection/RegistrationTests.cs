using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>What <c>AddServicePing</c> does to a program.</summary>
public sealed class RegistrationTests
{
    [Fact]
    public async Task Sets_that_clash_end_the_start()
    {
        TestSet first = new();
        first.Add("a");
        TestSet second = new();
        second.Add("a");
        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(services, _ => { }, first, second);
        await using ServiceProvider provider = services.BuildServiceProvider();
        IHostedService flushing = Assert.Single(provider.GetServices<IHostedService>());

        await Assert.ThrowsAsync<InvalidOperationException>(() => flushing.StartAsync(CancellationToken.None));
    }

    [Fact]
    public async Task The_start_of_one_set_reads_none_of_its_tables()
    {
        UnreadSet set = new();
        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(services, ping => ping.UseInProcessCounters(), set);
        await using ServiceProvider provider = services.BuildServiceProvider();

        foreach (IHostedService service in provider.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }

        Assert.Equal(0, set.Reads);
        provider.GetRequiredService<EventTracker>().EventsOf(set);
        Assert.NotEqual(0, set.Reads);
    }

    [Fact]
    public async Task A_program_that_tracks_nothing_starts_and_stops_without_a_timer()
    {
        WatchedClock clock = new();
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(clock);
        UnreadSet set = new();
        ServicePingServiceCollectionExtensions.AddServicePing(services, ping => ping.UseInProcessCounters(), set);
        await using ServiceProvider provider = services.BuildServiceProvider();
        IHostedService flushing = Assert.Single(provider.GetServices<IHostedService>());

        await flushing.StartAsync(CancellationToken.None);
        await Task.Delay(50);
        Assert.Empty(clock.Periods);

        provider.GetRequiredService<EventTracker>().EventsOf(set);
        Assert.True(SpinWait.SpinUntil(() => clock.Periods.Contains(TimeSpan.FromSeconds(1)), TimeSpan.FromSeconds(30)));
        await flushing.StopAsync(CancellationToken.None);
    }

    [Fact]
    public void Options_that_are_wrong_end_the_start()
    {
        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(services, ping => ping.Configure(options => options.FlushInterval = TimeSpan.Zero));
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Throws<OptionsValidationException>(() => provider.GetServices<IHostedService>().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void The_shortest_interval_and_none_at_all_are_possible(double milliseconds)
    {
        ServicePingOptions options = new() { FlushInterval = TimeSpan.FromMilliseconds(milliseconds) };

        using PeriodicTimer timer = new(options.FlushInterval);
        Assert.Equal(options.FlushInterval, timer.Period);
    }

    [Fact]
    public void Several_calls_make_one_program_and_a_set_counts_once()
    {
        TestSet first = new();
        first.Add("a");
        TestSet second = new();
        second.Add("b");
        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(services, ping => ping.Configure(options => options.Uuid = "u"), first);
        ServicePingServiceCollectionExtensions.AddServicePing(services, ping => ping.Configure(options => options.Edition = "e"), first, second);
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Equal([first, second], provider.GetServices<MetricSet>());
        Assert.Single(provider.GetServices<IHostedService>());
        ServicePingOptions options = provider.GetRequiredService<IOptions<ServicePingOptions>>().Value;
        Assert.Equal(("u", "e"), (options.Uuid, options.Edition));
        Assert.Same(provider.GetRequiredService<ServicePingCollector>(), provider.GetRequiredService<ServicePingCollector>());
    }

    [Theory]
    [InlineData("Host=localhost;Nonsense=1")]
    [InlineData("Port=x")]
    public void A_connection_string_that_cannot_be_read_is_an_error_at_once(string connectionString) =>
        Assert.ThrowsAny<ArgumentException>(() => ServicePingServiceCollectionExtensions.AddServicePing(
            new ServiceCollection(), ping => ping.UsePostgres(connectionString)));

    [Fact]
    public void Defaults_name_the_machine_and_the_programs_version_without_its_commit()
    {
        ServicePingOptions options = new();

        Assert.Equal(Environment.MachineName, options.Hostname);
        Assert.NotEmpty(options.Version);
        Assert.DoesNotContain('+', options.Version);
    }

    /// <summary>A clock that knows which timers were made.</summary>
    private sealed class WatchedClock : TimeProvider
    {
        public ConcurrentBag<TimeSpan> Periods { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Periods.Add(period);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }

    /// <summary>A set that knows whether it was asked for its tables.</summary>
    private sealed class UnreadSet : MetricSet
    {
        public int Reads { get; private set; }

        public override string Name => "Unread";

        public override IReadOnlyList<MetricPlan> Metrics => Read<MetricPlan>();

        public override IReadOnlyList<EventPlan> Events => Read<EventPlan>();

        public override IReadOnlyList<CounterReadPlan> CounterReads => Read<CounterReadPlan>();

        private T[] Read<T>()
        {
            Reads++;
            return [];
        }
    }
}
