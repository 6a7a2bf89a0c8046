using Microsoft.Extensions.DependencyInjection;

namespace ServicePing.Tests;

/// <summary>What may not leave does not, by the word of whoever may say so, at once, and without a connection.</summary>
public sealed class ForwardingPermissionTests : ForwardingTest
{
    public static TheoryData<string> Refusals => [.. Refusing.Keys];

    private static readonly Dictionary<string, Action<ServicePingOptions>> Refusing = new()
    {
        ["the configuration"] = options => options.Enabled = false,
        ["DO_NOT_TRACK"] = options => options.Variable = name => name == "DO_NOT_TRACK" ? "1" : null,
        ["the notice period"] = options => options.NoticePeriod = TimeSpan.FromDays(1),
        ["optional metrics are left out"] = options => options.IncludeOptionalMetrics = false,
        ["the owner is left out"] = options => options.LeftOutOwners.Add("planning"),
        ["settings that contradict each other"] = options => options.GenerationEnabled = false,
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_is_not_permitted_connects_to_nothing_and_is_counted(string why)
    {
        RecordingForwarder own = new("own");
        await using ForwardingProgram program = Start(Refusing[why], ping => ping.ForwardEventsTo(_ => own));

        program.Event.Track(1, "bug", 1);
        program.Event.Track(2, "bug", 2);

        await ForwardingProgram.UntilAsync(() => program.Tracker.Statistics.Forwarding.All(one => one.DroppedBy.GetValueOrDefault("not_permitted") == 2));
        Assert.Equal(0, Collector.Accepted);
        Assert.Empty(own.Taken);
        Assert.Single(program.Log, line => line.Contains("Events for 'snowplow' are not forwarded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_administrator_switches_it_off_and_on_again()
    {
        await using ForwardingProgram program = Start();
        ServicePingSettings settings = program.Services.GetRequiredService<ServicePingSettings>();
        program.Event.Track(1, "bug", 1);
        await Collector.HasAsync(1);
        int before = Collector.Accepted;

        await settings.SetAsync(SettingNames.Enabled, "false", "ada");
        program.Event.Track(2, "bug", 2);
        await ForwardingProgram.UntilAsync(() => program.Statistics.DroppedBy.GetValueOrDefault("not_permitted") == 1);
        Assert.Equal(before, Collector.Accepted);

        await settings.SetAsync(SettingNames.Enabled, "true", "ada");
        program.Event.Track(3, "bug", 3);
        await Collector.HasAsync(2);
        Assert.DoesNotContain(Collector.Events.Values, one => one.Event.GetProperty("se_va").GetString() == "2");
    }

    /// <summary>What waits because the collector is down is dropped once the ping is switched off, and not sent when that is over.</summary>
    [Fact]
    public async Task What_waits_is_dropped_when_the_ping_is_switched_off()
    {
        Collector.Answer = _ => (503, []);
        await using ForwardingProgram program = Start(options => (options.Forwarding.BatchSize, options.Forwarding.FirstPause) = (2, TimeSpan.FromSeconds(1)));
        for (int i = 0; i < 7; i++)
        {
            program.Event.Track(i, "bug", i);
        }

        await ForwardingProgram.UntilAsync(() => program.Statistics.FailedAttempts > 0);
        await program.Services.GetRequiredService<ServicePingSettings>().SetAsync(SettingNames.Enabled, "false", "ada");

        await ForwardingProgram.UntilAsync(() => program.Statistics is { Pending: 0, Forwarded: 0 } now && now.DroppedBy.GetValueOrDefault("not_permitted") == 7);
        Assert.Empty(Collector.Events);
    }

    [Fact]
    public async Task Without_a_collector_and_a_forwarder_nothing_is_made()
    {
        await using ForwardingProgram program = ForwardingProgram.Start(Folder, collector: null);

        program.Event.Track(1, "bug", 1);

        Assert.Empty(program.Tracker.Statistics.Forwarding);
        Assert.Equal(1, program.Tracker.Statistics.Tracked);
    }

    [Fact]
    public async Task What_is_not_counted_is_not_forwarded()
    {
        bool isRefused = true;
        await using ForwardingProgram program = Start(options => options.DoNotTrack = () => isRefused);

        program.Event.Track(1, "bug", 1);
        Assert.False(ByName(program).IsTracked && ByName(program).IsForwarded);
        isRefused = false;
        program.Event.Track(2, "bug", 2);

        await Collector.HasAsync(1);
        Assert.Equal("2", Collector.Events.Values.Single().Event.GetProperty("se_va").GetString());
    }

    [Fact]
    public async Task While_tracking_is_off_nothing_is_forwarded()
    {
        await using ForwardingProgram program = Start(options => options.TrackEvents = false);

        program.Event.Track(1, "bug", 1);

        Assert.Equal(0, program.Statistics.Pending + program.Statistics.Dropped + program.Statistics.Forwarded);
    }

    [Theory]
    [InlineData("e", true, true)]
    [InlineData("e", false, false)]
    [InlineData("quiet", true, false)]
    public async Task By_name_the_caller_may_say_that_an_occurrence_is_only_counted(string name, bool forward, bool isForwarded)
    {
        await using ForwardingProgram program = Start();

        TrackingResult result = program.Tracker.TrackByName(name, new Dictionary<string, EventValue> { ["user"] = 7 }, null, forward);

        Assert.Equal((true, isForwarded), (result.IsTracked, result.IsForwarded));
        Assert.Equal(1, program.Tracker.Statistics.Tracked);
        await Collector.HasAsync(isForwarded ? 1 : 0);
    }

    /// <summary>By a trace of all system calls: a process that tracks what it would forward reaches out to nothing, not even to a resolver of names.</summary>
    [Fact]
    public async Task Off_reaches_out_to_nothing()
    {
        await SystemCallTrace.RequireAsync();
        using SystemCallTrace trace = new();
        await using (ForwardingProgram program = ForwardingProgram.Start(Folder, collector: null))
        {
            await program.Services.GetRequiredService<ServicePingSettings>().SetAsync(SettingNames.Enabled, "false", "ada");
        }

        using ForwardingProcess process = ForwardingProcess.Start(Folder, "https://collector.invalid", trace.Prefix);
        await process.UntilAsync((_, _, dropped) => dropped > 20);

        Assert.Empty(trace.Reached());
    }

    /// <summary>The twin: the same trace shows the collector's name being looked up.</summary>
    [Fact]
    public async Task On_is_seen_to_look_the_collector_up()
    {
        await SystemCallTrace.RequireAsync();
        using SystemCallTrace trace = new();

        using ForwardingProcess process = ForwardingProcess.Start(Folder, "https://collector.invalid", trace.Prefix);
        await process.UntilAsync((_, _, _) => trace.Reached().Count > 0);
    }

    private static TrackingResult ByName(ForwardingProgram program) =>
        program.Tracker.TrackByName("e", new Dictionary<string, EventValue> { ["user"] = 7 });
}
