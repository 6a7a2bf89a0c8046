using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using ServicePing.Runtime.Configuration;
using ServicePing.Runtime.Delivery;
using ServicePing.Runtime.Schedule;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>A cycle from its beginning to its end in one process, with a folder as store and a receiver that says what it got.</summary>
public sealed class CycleRunTests : IDisposable
{
    private const string Name = "by-hand-2026-11-21T02:15:00.123Z";

    private readonly string _folder = Directory.CreateTempSubdirectory("cycles").FullName;
    private readonly PingReceiver _receiver = new();

    [Fact]
    public async Task What_is_kept_shown_sent_and_exported_are_the_same_bytes()
    {
        await using Ping ping = Program();
        IPingHistory history = ping.Services.GetRequiredService<IPingHistory>();

        PingCycle cycle = await history.SendNowAsync("ada");

        Assert.Equal((Name, "by_hand", "sent", 1), (cycle.Name, cycle.Kind, cycle.State, cycle.Attempts));
        byte[] shown = (await history.PingAsync(Name))!.Value.ToArray();
        byte[] sent = Assert.Single(Assert.Single(_receiver.Pings).Value).Value;
        using MemoryStream file = new();
        await ping.Services.GetRequiredService<ServicePingOffline>().ExportAsync(Name, file);
        using JsonDocument export = JsonDocument.Parse(file.ToArray());
        byte[] exported = ReceiverDouble.Unzip(export.RootElement.GetProperty("content").GetBytesFromBase64());
        Assert.NotEmpty(shown);
        Assert.Equal(shown, sent);
        Assert.Equal(shown, exported);
        Assert.Equal(["/usage_data", "/usage_ping_metadata"], _receiver.Requests);
        PingDelivery delivery = Assert.Single(await history.DeliveriesAsync(Name));
        Assert.Equal(("delivered", 201, 1L), (delivery.Outcome, delivery.StatusCode, delivery.UsageDataId));
    }

    [Fact]
    public async Task A_ping_whose_receipt_was_imported_is_not_sent()
    {
        await using Ping ping = Program();
        await Store(ping).KeepOnceAsync($"receipt/{Name}", "{}"u8.ToArray(), default);

        PingCycle cycle = await ping.Services.GetRequiredService<IPingHistory>().SendNowAsync("ada");

        Assert.Equal(("sent", "The receiver has the ping: its receipt was imported."), (cycle.State, cycle.Reason));
        Assert.Empty(_receiver.Requests);
    }

    [Fact]
    public async Task What_is_not_permitted_any_more_when_it_is_to_be_sent_again_is_not_sent()
    {
        _receiver.Answers.Enqueue(503);
        await using Ping ping = Program();
        PingCycle waits = await ping.Services.GetRequiredService<IPingHistory>().SendNowAsync("ada");
        Assert.Equal("sending", waits.State);
        Assert.NotNull(waits.NextAttemptAt);

        await ping.Services.GetRequiredService<ServicePingSettings>().SetAsync(SettingNames.LeftOutMetrics, "hostname", "ada");
        ping.Clock.Advance(TimeSpan.FromMinutes(2));
        await using (CycleLease lease = (await CycleLease.TakeAsync(
            Store(ping), new Cycle(Name, CycleKind.ByHand, waits.DueAt, ""), Guid.NewGuid(), new LoopTiming(), ping.Clock, default))!)
        {
            await ping.Services.GetRequiredService<CycleRun>().RunAsync(lease);
        }

        CycleRecord cycle = (await Store(ping).FindCycleAsync(Name, default))!;
        Assert.Equal(CycleState.Skipped, cycle.State);
        Assert.Contains("holds 'hostname', which is not permitted any more", cycle.Reason, StringComparison.Ordinal);
        Assert.Equal(1, _receiver.Requests.Count(path => path == "/usage_data"));
        Assert.Empty(_receiver.Pings);
    }

    /// <summary>Otherwise the receiver would refuse it each week, and keep of it what it refuses.</summary>
    [Theory]
    [InlineData("left out")]
    [InlineData("not set")]
    [InlineData("not one of a header")]
    public async Task A_ping_without_an_identifier_that_a_receiver_takes_is_kept_and_not_sent(string why)
    {
        await using Ping ping = Program(options =>
        {
            options.Uuid = why switch { "not set" => null, "left out" => options.Uuid, _ => "an id with \"quotes\"" };
            if (why == "left out")
            {
                options.LeftOutMetrics.Add("uuid");
            }
        });
        IPingHistory history = ping.Services.GetRequiredService<IPingHistory>();

        PingCycle cycle = await history.SendNowAsync("ada");

        Assert.Equal(("skipped", 0), (cycle.State, cycle.Attempts));
        Assert.StartsWith("Computed and kept, and not sent. Its payload has no uuid of 1 to 100 ", cycle.Reason, StringComparison.Ordinal);
        Assert.NotNull(await history.PingAsync(Name));
        Assert.Empty(_receiver.Requests);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(",\"recorded_at\":null", true)]
    [InlineData(",\"recorded_at\":\"2026-11-20T13:17:00.000Z\"", true)]
    [InlineData(",\"recorded_at\":-1", false)]
    [InlineData(",\"recorded_at\":\"yesterday\"", false)]
    [InlineData(",\"recorded_at\":{\"a\":1},\"counts\":{\"recorded_at\":1}", false)]
    [InlineData(",\"counts\":{\"recorded_at\":1,\"uuid\":\"\"}", true)]
    public void What_the_receiver_cannot_take_is_seen_before_it_is_sent(string rest, bool mayBeTaken)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes($$"""{"uuid":"u-1"{{rest}}}""");
        PingRecord record = new(PingKind.AllValues, 1, "2026-W47")
        {
            RecordedAt = Ping.RecordedAt,
            KeptAt = Ping.RecordedAt,
            Size = bytes.Length,
            Sha256 = PingWords.Hash(bytes),
        };

        Assert.Equal(mayBeTaken, PingClaim.Of(new KeptPing(record, bytes)).Obstacle is null);
    }

    [Fact]
    public async Task Of_409_history_log_and_health_say_that_another_ping_stays_and_what_may_have_sent_it()
    {
        EventLogger<PingLoop> log = new();
        _receiver.Answers.Enqueue(409);
        await using Ping ping = Program(log: log);
        IPingHistory history = ping.Services.GetRequiredService<IPingHistory>();

        PingCycle cycle = await history.SendNowAsync("ada");

        const string Says = "It holds another ping of this cycle, which stays; this one is not stored there. A copy of this ";
        PingDelivery delivery = Assert.Single(await history.DeliveriesAsync(Name));
        Assert.Equal(("failed", null, "refused", 409), (cycle.State, cycle.NextAttemptAt, delivery.Outcome, delivery.StatusCode));
        Assert.Equal((null, null), (delivery.UsageDataId, delivery.Receipt));
        Assert.Contains(Says, cycle.Reason, StringComparison.Ordinal);
        Assert.Contains(log.Of(LogLevel.Warning), line => line.Contains(Says, StringComparison.Ordinal));
        Assert.Equal(["/usage_data", "/usage_ping_errors"], _receiver.Requests);
        for (int week = 0; week < 3; week++)
        {
            Cycle weekly = new($"2026-W4{week}", CycleKind.Weekly, Ping.RecordedAt.AddDays(7 * week), "x");
            CycleHold hold = (await Store(ping).TakeAsync(weekly, Guid.NewGuid(), TimeSpan.FromMinutes(1), default))!;
            await Store(ping).MoveAsync(hold, CycleState.Failed, delivery.Message, default);
        }

        HealthCheckResult health = await new ServicePingHealthCheck(history).CheckHealthAsync(new HealthCheckContext());
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains(Says, health.Description, StringComparison.Ordinal);
    }

    /// <summary>Whatever the product's own code throws while the loop begins ends neither the loop nor the host.</summary>
    [Fact]
    public async Task A_failure_while_the_loop_is_announced_is_waited_out()
    {
        EventLogger<PingLoop> log = new();
        int looks = 0;
        int counts = 0;
        await using Ping ping = Program(
            options =>
            {
                options.Timing = new LoopTiming { AfterTrouble = TimeSpan.FromMilliseconds(20), LookEvery = TimeSpan.FromMilliseconds(20) };
                options.Variable = _ => Interlocked.Increment(ref looks) < 3 ? throw new InvalidOperationException("not yet") : null;
            },
            log,
            new Users(() => Interlocked.Increment(ref counts) == 1
                ? throw new TimeoutException()
                : new InstanceUsers(7, null, HasLicense: false)));
        PingLoop loop = ActivatorUtilities.GetServiceOrCreateInstance<PingLoop>(ping.Services);

        await loop.StartAsync(default);
        for (DateTimeOffset until = TimeProvider.System.GetUtcNow().AddMinutes(2);
            !log.Lines.Any(line => line.Text.StartsWith("The service ping is ", StringComparison.Ordinal))
                && TimeProvider.System.GetUtcNow() < until;)
        {
            ping.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10);
        }

        await loop.StopAsync(default);

        (LogLevel Level, string Text)[] lines = [.. log.Lines];
        Assert.Equal((LogLevel.Error, "The loop waits, as something unexpected was thrown."), lines[0]);
        Assert.Contains(log.Of(LogLevel.Information), line => line.StartsWith("The service ping is ", StringComparison.Ordinal));
        Assert.False(loop.ExecuteTask!.IsFaulted);
    }

    [Fact]
    public async Task Before_the_notice_period_is_over_a_ping_is_computed_and_kept_and_waits_for_its_end()
    {
        await using Ping ping = Program(options => options.NoticePeriod = TimeSpan.FromHours(24));
        IPingHistory history = ping.Services.GetRequiredService<IPingHistory>();

        PingCycle cycle = await history.SendNowAsync("ada");

        Assert.Equal(("kept", Ping.RecordedAt.AddHours(24)), (cycle.State, cycle.NextAttemptAt));
        Assert.NotNull(await history.PingAsync(Name));
        Assert.Empty(_receiver.Requests);
    }

    [Fact]
    public async Task Where_nothing_is_to_be_computed_the_history_says_so()
    {
        await using Ping ping = Program(options => options.Enabled = options.GenerationEnabled = false);
        IPingHistory history = ping.Services.GetRequiredService<IPingHistory>();

        PingCycle cycle = await history.SendNowAsync("ada");

        Assert.Equal(("skipped", "Nothing was computed. The configuration has switched it off."), (cycle.State, cycle.Reason));
        Assert.Null(await history.PingAsync(Name));
    }

    [Theory]
    [InlineData(2, HealthStatus.Healthy)]
    [InlineData(3, HealthStatus.Degraded)]
    public async Task Health_is_degraded_once_three_weekly_pings_were_given_up(int failures, HealthStatus expected)
    {
        await using Ping ping = Program();
        for (int week = 0; week < 4; week++)
        {
            Cycle cycle = new($"2026-W4{week}", CycleKind.Weekly, Ping.RecordedAt.AddDays(7 * week), "x");
            CycleHold hold = (await Store(ping).TakeAsync(cycle, Guid.NewGuid(), TimeSpan.FromMinutes(1), default))!;
            await Store(ping).MoveAsync(hold, week >= 4 - failures ? CycleState.Failed : CycleState.Sent, "x", default);
        }

        ServicePingHealthCheck check = new(ping.Services.GetRequiredService<IPingHistory>());

        Assert.Equal(expected, (await check.CheckHealthAsync(new HealthCheckContext())).Status);
    }

    public void Dispose()
    {
        _receiver.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static IPingStore Store(Ping ping) => ping.Services.GetRequiredService<IPingStore>();

    private Ping Program(
        Action<ServicePingOptions>? set = null, EventLogger<PingLoop>? log = null, IInstanceUsers? users = null) => Ping.Of(
        StandardMetricSet.Instance,
        builder =>
        {
            if (log is not null)
            {
                builder.Services.AddSingleton(CategoryLog.Of("ServicePing.PingLoop", log));
            }

            if (users is not null)
            {
                builder.Services.AddSingleton(users);
            }

            builder.KeepIn(_folder).Configure(options =>
            {
                options.Variable = _ => null;
                options.Uuid = "3f0c7f5e-6a1c-4c0e-9a55-0a4a3a0d8d21";
                options.Receiver = _receiver.Address;
                options.NoticePeriod = TimeSpan.Zero;
                set?.Invoke(options);
            });
        });

    private sealed class Users(Func<InstanceUsers> count) : IInstanceUsers
    {
        public Task<InstanceUsers> CountAsync(CancellationToken cancellationToken) => Task.FromResult(count());
    }
}
