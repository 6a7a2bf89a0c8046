using System.Globalization;
using System.Text;

namespace ServicePing.AspNetCore.Tests;

public sealed class ShownReportsTests : IAsyncLifetime
{
    private readonly Clock _clock = new();
    private PingHost _host = null!;
    private ShownReports _reports = null!;
    private Func<Task>? _meanwhile;
    private int _looks;

    public async Task InitializeAsync()
    {
        _host = await PingHost.StartAsync();
        _reports = new ShownReports(LookAsync, _host.Get<ServicePingSettings>(), _clock);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Who_asks_again_within_a_second_is_answered_without_a_look()
    {
        Assert.Equal(1, await SeenAsync());
        _clock.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Equal(1, await SeenAsync());
    }

    [Fact]
    public async Task After_a_second_there_is_another_look()
    {
        Assert.Equal(1, await SeenAsync());
        _clock.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal(2, await SeenAsync());
    }

    [Fact]
    public async Task What_is_permitted_now_is_looked_for_at_once()
    {
        Assert.Equal(1, await SeenAsync());
        await _host.Get<ServicePingSettings>().SetAsync(SettingNames.IncludeOptionalMetrics, "false", "the tests");
        Assert.Equal(2, await SeenAsync());
        Assert.Equal(2, await SeenAsync());
    }

    [Fact]
    public async Task A_change_while_somebody_looks_is_not_forgotten()
    {
        _meanwhile = () => _host.Get<ServicePingSettings>().SetAsync(SettingNames.IncludeOptionalMetrics, "false", "the tests");
        Assert.Equal(1, await SeenAsync());
        _meanwhile = null;
        Assert.Equal(2, await SeenAsync());
    }

    [Fact]
    public async Task Each_report_is_remembered_for_itself()
    {
        Assert.Equal(1, await SeenAsync());
        Assert.Equal(2, await SeenAsync(PingKind.Queries));
        Assert.Equal(1, await SeenAsync());
    }

    /// <summary>Which look the report is of that is shown.</summary>
    private async Task<int> SeenAsync(PingKind kind = PingKind.AllValues) =>
        int.Parse((await _reports.LatestAsync(kind, default))!.Json!.Value.Span, CultureInfo.InvariantCulture);

    /// <summary>Gives each look a report of its own.</summary>
    private async Task<KeptReport?> LookAsync(PingKind kind, CancellationToken cancellationToken)
    {
        int look = ++_looks;
        await (_meanwhile?.Invoke() ?? Task.CompletedTask);
        byte[] json = Encoding.UTF8.GetBytes(look.ToString(CultureInfo.InvariantCulture));
        return new KeptReport(kind, "2026-W48", default, default, new PermittedReport(json, 0, null));
    }

    private sealed class Clock : TimeProvider
    {
        private long _timestamp;

        public override long GetTimestamp() => _timestamp;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan time) => _timestamp += time.Ticks;
    }
}
