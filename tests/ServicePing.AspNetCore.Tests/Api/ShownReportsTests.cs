using System.Text;

namespace ServicePing.AspNetCore.Tests;

public sealed class ShownReportsTests : IAsyncLifetime
{
    private readonly Clock _clock = new();
    private readonly CountedHistory _history = new();
    private PingHost _host = null!;
    private ShownReports _reports = null!;

    public async Task InitializeAsync()
    {
        _host = await PingHost.StartAsync();
        _reports = new ShownReports(_history, _host.Get<ServicePingSettings>(), _clock);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Who_asks_again_within_a_second_is_answered_without_a_look()
    {
        Assert.Equal(1, await LookAsync());
        _clock.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Equal(1, await LookAsync());
    }

    [Fact]
    public async Task After_a_second_there_is_another_look()
    {
        Assert.Equal(1, await LookAsync());
        _clock.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal(2, await LookAsync());
    }

    [Fact]
    public async Task What_is_permitted_now_is_looked_for_at_once()
    {
        Assert.Equal(1, await LookAsync());
        await _host.Get<ServicePingSettings>().SetAsync(SettingNames.IncludeOptionalMetrics, "false", "the tests");
        Assert.Equal(2, await LookAsync());
        Assert.Equal(2, await LookAsync());
    }

    [Fact]
    public async Task A_change_while_somebody_looks_is_not_forgotten()
    {
        _history.Meanwhile = () => _host.Get<ServicePingSettings>().SetAsync(SettingNames.IncludeOptionalMetrics, "false", "the tests");
        Assert.Equal(1, await LookAsync());
        _history.Meanwhile = null;
        Assert.Equal(2, await LookAsync());
    }

    [Fact]
    public async Task Each_report_is_remembered_for_itself()
    {
        Assert.Equal(1, await LookAsync());
        Assert.Equal(2, await LookAsync(PingKind.Queries));
        Assert.Equal(1, await LookAsync());
    }

    /// <summary>Which look the report is of that is shown.</summary>
    private async Task<int> LookAsync(PingKind kind = PingKind.AllValues) =>
        int.Parse(Encoding.UTF8.GetString((await _reports.LatestAsync(kind, default))!.Json!.Value.Span), System.Globalization.CultureInfo.InvariantCulture);

    private sealed class Clock : TimeProvider
    {
        private long _timestamp;

        public override long GetTimestamp() => _timestamp;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan time) => _timestamp += time.Ticks;
    }

    /// <summary>Gives each look a report of its own.</summary>
    private sealed class CountedHistory : IPingHistory
    {
        private int _looks;

        public Func<Task>? Meanwhile { get; set; }

        public async Task<KeptReport?> LatestAsync(PingKind kind, CancellationToken cancellationToken)
        {
            int look = ++_looks;
            await (Meanwhile?.Invoke() ?? Task.CompletedTask);
            byte[] json = Encoding.UTF8.GetBytes(look.ToString(System.Globalization.CultureInfo.InvariantCulture));
            return new KeptReport(kind, "2026-W48", default, default, new PermittedReport(json, 0, null));
        }

        public Task<KeptReport?> KeptAsync(PingKind kind, string cycle, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<PingCycle>> CyclesAsync(int most, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<PingDelivery>> DeliveriesAsync(string cycle, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ReadOnlyMemory<byte>?> PingAsync(string cycle, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DevOpsReport?> DevOpsReportAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<SettingChange>> ChangesAsync(int most, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<EgressWeek>> SentAsync(int weeks, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<PingOutlook> OutlookAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<PingCycle> SendNowAsync(string who, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
