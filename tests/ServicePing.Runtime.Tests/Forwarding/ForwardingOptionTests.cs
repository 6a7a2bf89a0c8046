using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ServicePing.Tests;

/// <summary>No option of forwarding is accepted and does nothing, and what cannot be right ends the start.</summary>
public sealed class ForwardingOptionTests : ForwardingTest
{
    [Theory]
    [InlineData("ServicePingOptions.Snowplow.Collector cannot be sent to", "http://collector.example.com", "a", "v")]
    [InlineData("ServicePingOptions.Snowplow.AppId is null", "https://collector.example.com", null, "v")]
    [InlineData("ServicePingOptions.Snowplow.Vendor is null", "https://collector.example.com", "a", null)]
    [InlineData("ServicePingOptions.Snowplow.Vendor is 'com.example/x'", "https://collector.example.com", "a", "com.example/x")]
    public void A_collector_needs_an_address_a_name_and_a_vendor(string problem, string collector, string? application, string? vendor) =>
        Refuses(problem, options => (options.Snowplow.Collector, options.Snowplow.AppId, options.Snowplow.Vendor) = (collector, application, vendor));

    [Fact]
    public void Numbers_have_their_ranges()
    {
        Refuses("ServicePingOptions.Forwarding.QueueSize is 0; it must be 1 to 1,000,000", options => options.Forwarding.QueueSize = 0);
        Refuses("ServicePingOptions.Forwarding.BatchSize is 1001; it must be 1 to 1,000", options => options.Forwarding.BatchSize = 1001);
        Refuses("ServicePingOptions.Forwarding.BatchAge is -00:00:01", options => options.Forwarding.BatchAge = TimeSpan.FromSeconds(-1));
        Refuses("ServicePingOptions.Forwarding.RetryFor is 30.00:00:00", options => options.Forwarding.RetryFor = TimeSpan.FromDays(30));
        Refuses("ServicePingOptions.Snowplow.Namespace is ''", options => options.Snowplow.Namespace = "");
    }

    /// <summary>Whether an option does something; the cases that have tests of their own are looked at there.</summary>
    internal static async Task ActsAsync(string name)
    {
        ForwardingOptionTests test = new();
        try
        {
            Assert.NotEqual(await test.TextAsync(_ => { }), await test.TextAsync(Change(name)));
        }
        finally
        {
            await test.DisposeAsync();
        }
    }

    private static Action<ServicePingOptions> Change(string name) => name switch
    {
        "Forwarding:QueueSize" => options => options.Forwarding.QueueSize = 1,
        "Forwarding:BatchSize" => options => options.Forwarding.BatchSize = 1,
        "Forwarding:BatchAge" => options => options.Forwarding.BatchAge = TimeSpan.FromDays(1),
        "Forwarding:RetryFor" => options => options.Forwarding.RetryFor = TimeSpan.Zero,
        "Snowplow:Collector" => options => options.Snowplow.Collector = "http://127.0.0.1:1",
        "Snowplow:AppId" => options => options.Snowplow.AppId = "spoken",
        "Snowplow:Namespace" => options => options.Snowplow.Namespace = "spoken",
        "Snowplow:Vendor" => options => options.Snowplow.Vendor = "spoken",
        "Snowplow:Environment" => options => options.Snowplow.Environment = "spoken",
        "Snowplow:Source" => options => options.Snowplow.Source = "spoken",
        "Snowplow:IncludeInstanceId" => options => options.Snowplow.IncludeInstanceId = true,
        "Snowplow:IncludeHostname" => options => options.Snowplow.IncludeHostname = true,
        _ => throw new NotSupportedException($"{name} has no case: add one that fails where the option is ignored."),
    };

    /// <summary>What forty events come to, the first of which is refused once, without what differs each time.</summary>
    private async Task<string> TextAsync(Action<ServicePingOptions> set)
    {
        await using CollectorDouble collector = new();
        int answers = 0;
        collector.Answer = _ => (Interlocked.Increment(ref answers) == 1 ? 503 : 200, []);
        await using ForwardingProgram program = ForwardingProgram.Start(Folder, collector.Address, options =>
        {
            (options.Forwarding.BatchAge, options.Forwarding.RetryFor, options.ShutdownTimeout) =
                (TimeSpan.FromMilliseconds(300), TimeSpan.FromMinutes(1), TimeSpan.Zero);
            set(options);
        });
        for (int i = 0; i < 40; i++)
        {
            program.Event.Track(7, "bug", i);
        }

        // Where they are to wait for a day, nothing comes of them.
        long end = Environment.TickCount64 + 10_000;
        while (program.Statistics.Pending > 0 && Environment.TickCount64 < end)
        {
            await Task.Delay(20);
        }

        string[] events =
        [
            .. collector.Events.Values
                .Select(one => $"{one.Event.GetProperty("aid")} {one.Event.GetProperty("tna")} {one.Event.GetProperty("se_va")} {one.Event.GetProperty("co")}")
                .Order(StringComparer.Ordinal),
        ];
        return $"{string.Join('\n', events)}\n{string.Join(',', collector.Batches)} {program.Statistics.Dropped}";
    }

    private void Refuses(string problem, Action<ServicePingOptions> set)
    {
        OptionsValidationException refused = Assert.Throws<OptionsValidationException>(() =>
        {
            using ServiceProvider program = Program(set);
            _ = program.GetRequiredService<EventTracker>();
        });
        Assert.Contains(refused.Failures, failure => failure.StartsWith(problem, StringComparison.Ordinal));
    }

    private ServiceProvider Program(Action<ServicePingOptions> set)
    {
        ServiceCollection services = new();
        ForwardingProgram.Add(services, ForwardingProgram.Events(), Folder, collector: null, set);
        return services.BuildServiceProvider();
    }
}
