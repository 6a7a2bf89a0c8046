using System.IO.Compression;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

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
        using GZipStream content = new(
            new MemoryStream(export.RootElement.GetProperty("content").GetBytesFromBase64()), CompressionMode.Decompress);
        using MemoryStream exported = new();
        await content.CopyToAsync(exported);
        Assert.NotEmpty(shown);
        Assert.Equal(shown, sent);
        Assert.Equal(shown, exported.ToArray());
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

    private Ping Program(Action<ServicePingOptions>? set = null) => Ping.Of(
        StandardMetricSet.Instance,
        builder => builder.KeepIn(_folder).Configure(options =>
        {
            options.Variable = _ => null;
            options.Uuid = "3f0c7f5e-6a1c-4c0e-9a55-0a4a3a0d8d21";
            options.Receiver = _receiver.Address;
            options.NoticePeriod = TimeSpan.Zero;
            set?.Invoke(options);
        }));
}
