using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>The last flush comes after everything else has stopped: what any part of a program tracks at its end is written.</summary>
public sealed class LastFlushTests
{
    private readonly ScriptedStore _store = new();
    private readonly TestSet _set = EventSet.Create();
    private readonly List<string> _log = [];

    private long Written => _store.Counts.GetValueOrDefault(EventSet.Total);

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Services_may_track_in_every_phase_of_stopping_whatever_the_order(bool isFirst, bool isConcurrent)
    {
        using (IHost host = Host(isFirst, services => services.AddHostedService<TracksWhileStopping>(), isConcurrent))
        {
            await host.StartAsync();
            await host.StopAsync();
        }

        // In StoppingAsync, StopAsync, StoppedAsync and when it is disposed of.
        Assert.Equal(4, Written);
        Assert.DoesNotContain(_log, line => line.Contains("lost", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_background_service_may_track_in_its_finally(bool isFirst)
    {
        TaskCompletionSource begun = new();
        using (IHost host = Host(isFirst, services => services.AddHostedService<TracksInFinally>().AddSingleton(begun)))
        {
            await host.StartAsync();
            await begun.Task;
            await host.StopAsync();
        }

        Assert.Equal(1, Written);
    }

    [Fact]
    public async Task A_service_that_takes_longer_than_the_host_allows_loses_nothing()
    {
        using (IHost host = Host(isFirst: true, services =>
        {
            services.AddHostedService<TracksLate>();
            services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(1));
        }))
        {
            await host.StartAsync();
            await host.StopAsync();
        }

        Assert.Equal(1, Written);
        Assert.DoesNotContain(_log, line => line.Contains("lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_that_is_still_running_when_the_web_application_stops_is_counted()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        Add(builder.Services);
        TaskCompletionSource begun = new();
        await using (WebApplication application = builder.Build())
        {
            TrackedEvent tracked = application.Services.GetRequiredService<EventTracker>().EventsOf(_set)[0];
            TaskCompletionSource stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
            application.Lifetime.ApplicationStopping.Register(stopping.SetResult);
            application.MapGet("/", async (HttpContext _) =>
            {
                begun.SetResult();
                await stopping.Task;
                await Task.Yield();
                tracked.Track(1, "x", 1);
                return "done";
            });
            await application.StartAsync();
            using HttpClient client = new();
            Task<string> answer = client.GetStringAsync(new Uri(application.Urls.First()));
            await begun.Task;
            await application.StopAsync();
            Assert.Equal("done", await answer);
        }

        Assert.Equal(1, Written);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_program_without_a_host_loses_nothing_when_its_container_is_disposed_of(bool isSynchronous)
    {
        ServiceCollection services = new();
        Add(services);
        ServiceProvider provider = services.BuildServiceProvider();
        provider.GetRequiredService<EventTracker>().EventsOf(_set)[0].Track(1, "x", 1);
        await DisposeAsync(provider, isSynchronous);

        Assert.Equal(1, Written);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_first_event_of_all_may_be_tracked_while_the_container_is_disposed_of(bool isSynchronous)
    {
        ServiceCollection services = new();
        Add(services);
        services.AddSingleton<TracksWhenDisposed>();
        ServiceProvider provider = services.BuildServiceProvider();
        _ = provider.GetRequiredService<TracksWhenDisposed>();
        await DisposeAsync(provider, isSynchronous);

        Assert.Equal(1, Written);
    }

    [Fact]
    public async Task Counters_in_a_file_have_what_was_tracked_last()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("serviceping-").FullName, "counters");
        try
        {
            ServiceCollection services = new();
            ServicePingServiceCollectionExtensions.AddServicePing(services, ping => ping.UseInProcessCounters(path), _set);
            await using (ServiceProvider provider = services.BuildServiceProvider())
            {
                provider.GetRequiredService<EventTracker>().EventsOf(_set)[0].Track(1, "x", 1);
            }

            TestSet reading = new();
            reading.AddCounter("total", CounterKind.Total, TimeFrame.All, EventSet.Total);
            await using Ping ping = Ping.Of(builder => builder.UseInProcessCounters(path), reading);
            Assert.Equal("""{"total":1}""", (await ping.CollectAsync()).ToString());
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [Fact]
    public async Task A_store_that_is_down_holds_up_the_end_for_the_shutdown_timeout_once_and_not_in_each_phase()
    {
        for (int attempt = 0; attempt < 1_000; attempt++)
        {
            _store.Answers.Enqueue(Answer.NotApplied);
        }

        using (IHost host = Host(
            isFirst: true,
            services => services.AddHostedService<TracksWhileStopping>().Configure<ServicePingOptions>(
                options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(300))))
        {
            await host.StartAsync();
            await host.StopAsync();
        }

        Assert.InRange(_store.Flushes.Count, 1, 6);
        Assert.Contains(_log, line => line.Contains("are lost", StringComparison.Ordinal));
    }

    private static async Task DisposeAsync(ServiceProvider provider, bool isSynchronous)
    {
        if (isSynchronous)
        {
            await Task.Run(provider.Dispose);
        }
        else
        {
            await provider.DisposeAsync();
        }
    }

    private IHost Host(bool isFirst, Action<IServiceCollection> others, bool isConcurrent = false)
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.Configure<HostOptions>(options => options.ServicesStopConcurrently = isConcurrent);
        if (isFirst)
        {
            others(builder.Services);
        }

        Add(builder.Services);
        if (!isFirst)
        {
            others(builder.Services);
        }

        return builder.Build();
    }

    /// <summary>A program whose interval never comes, so that only its end flushes.</summary>
    private void Add(IServiceCollection services)
    {
        services.AddSingleton<MetricSet>(_set);
        services.AddSingleton<ICounterStore>(_store);
        services.AddSingleton<ILogger<EventTracker>>(new ListLogger<EventTracker>(_log));
        ServicePingServiceCollectionExtensions.AddServicePing(
            services, ping => ping.Configure(options => options.FlushInterval = Timeout.InfiniteTimeSpan));
    }

    private static void Track(EventTracker tracker) =>
        tracker.TrackByName("e", new Dictionary<string, EventValue> { ["user"] = 1 }, new Dictionary<string, EventValue> { ["label"] = "x" });

    private sealed class TracksWhileStopping(EventTracker tracker) : IHostedLifecycleService, IDisposable
    {
        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => TrackAsync();

        public Task StopAsync(CancellationToken cancellationToken) => TrackAsync();

        public Task StoppedAsync(CancellationToken cancellationToken) => TrackAsync();

        public void Dispose() => Track(tracker);

        private async Task TrackAsync()
        {
            await Task.Yield();
            Track(tracker);
        }
    }

    private sealed class TracksInFinally(EventTracker tracker, TaskCompletionSource begun) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            try
            {
                begun.SetResult();
                await Task.Delay(Timeout.Infinite, stoppingToken);
            }
            finally
            {
                Track(tracker);
            }
        }
    }

    /// <summary>Tracks when the host has given up waiting: its token is cancelled.</summary>
    private sealed class TracksLate(EventTracker tracker) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
            Track(tracker);
        }
    }

    private sealed class TracksWhenDisposed(EventTracker tracker) : IDisposable
    {
        public void Dispose() => Track(tracker);
    }
}
