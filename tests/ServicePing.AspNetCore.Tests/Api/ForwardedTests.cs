using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServicePing.AspNetCore.Tests;

/// <summary>What a request says of its event's leaving by itself: it may keep it from leaving, and never makes one leave that only counts.</summary>
public sealed class ForwardedTests
{
    private readonly ConcurrentQueue<ForwardedEvent> _forwarded = [];
    private readonly ConcurrentQueue<string> _log = [];

    [Theory]
    [InlineData("close_issue", ",\"send_to_snowplow\":true", null, true)]
    [InlineData("close_issue", ",\"send_to_snowplow\":false", null, false)]
    [InlineData("close_issue", "", null, false)]
    [InlineData("close_issue", ",\"send_to_snowplow\":true", "DNT", false)]
    [InlineData("close_issue", ",\"send_to_snowplow\":true", "Sec-GPC", false)]
    [InlineData("create_issue", ",\"send_to_snowplow\":true", null, false)]
    public async Task An_event_is_counted_and_forwarded_where_definition_and_request_both_say_so(
        string name, string parameter, string? header, bool isForwarded)
    {
        await using PingHost host = await StartAsync();
        Call call = new Call("POST", "/api/v4/usage_data/track_events").Json($$"""{"events":[{"event":"{{name}}"{{parameter}}}]}""").As("7");
        call = header is null ? call : call.With(header, "1");

        Assert.Equal(200, (await call.SendAsync(host)).Status);

        EventTracker tracker = host.Get<EventTracker>();
        Assert.Equal(1, tracker.Statistics.Tracked);
        Assert.Equal(isForwarded ? 1 : 0, Assert.Single(tracker.Statistics.Forwarding) is { } now ? now.Pending + now.Forwarded : -1);
        for (int i = 0; i < 3_000 && isForwarded && _forwarded.IsEmpty; i++)
        {
            await Task.Delay(20);
        }

        Assert.Equal(isForwarded ? ["7"] : [], _forwarded.Select(one => one.Identifiers["user"].ToString()));
    }

    [Fact]
    public async Task A_request_for_what_is_only_counted_is_said_once()
    {
        await using PingHost host = await StartAsync();
        for (int i = 0; i < 3; i++)
        {
            await new Call("POST", "/api/v4/usage_data/track_event").Json("""{"event":"create_issue","send_to_snowplow":true}""").As("7").SendAsync(host);
        }

        Assert.Single(_log, line => line.Contains("asks to send its event to Snowplow, and it is only counted", StringComparison.Ordinal));
    }

    private Task<PingHost> StartAsync() => PingHost.StartAsync(
        build: builder =>
        {
            builder.Logging.AddProvider(new QueueLog(_log));
            builder.Services.AddSingleton<IEventForwarder>(new Recorder(_forwarded));
        },
        arguments: ["--ServicePing:NoticePeriod=00:00:00", "--ServicePing:Forwarding:BatchAge=00:00:00", "--ServicePing:Enabled=true"]);

    private sealed class Recorder(ConcurrentQueue<ForwardedEvent> forwarded) : IEventForwarder
    {
        public string Name => "recorder";

        public Task<ForwardingResult> ForwardAsync(IReadOnlyList<ForwardedEvent> events, CancellationToken cancellationToken)
        {
            foreach (ForwardedEvent one in events)
            {
                forwarded.Enqueue(one);
            }

            return Task.FromResult(ForwardingResult.Forwarded);
        }
    }

    private sealed class QueueLog(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
