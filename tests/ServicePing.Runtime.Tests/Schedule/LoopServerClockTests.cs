using System.Globalization;
using ServicePing.Runtime.Storage;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>The clock of the database decides who has a cycle, and may jump: a lease then ends at once, or would end in a day.</summary>
public sealed class LoopServerClockTests : IAsyncLifetime, IDisposable
{
    private readonly FalseClock _clock = new(TimeSpan.Zero);
    private PrivatePostgres _postgres = null!;

    public async Task InitializeAsync() =>
        _postgres = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { ProgramFolder = _clock.PostgresFolder() });

    public async Task DisposeAsync()
    {
        int process = _postgres.ProcessId;
        await _postgres.DisposeAsync();
        FalseClock.RemoveRestOf(process);
    }

    public void Dispose() => _clock.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_cycle_whose_process_is_stopped_is_gone_on_with_though_the_server_s_clock_jumps_by_a_day(int days)
    {
        DateTimeOffset present = TimeProvider.System.GetUtcNow();
        string database = await _postgres.CreateDatabaseAsync(days.ToString(CultureInfo.InvariantCulture));
        await using LoopInstallation three = await LoopInstallation.CreateAsync(database, since: present.AddHours(-1));
        three.Start("stop kept");
        await three.CycleAsync(cycle => cycle.State == CycleState.Kept);
        _clock.Set(TimeSpan.FromDays(days));
        DateTimeOffset now = await three.Store.NowAsync(default);
        Assert.InRange(now - present, TimeSpan.FromDays(days), TimeSpan.FromDays(days) + TimeSpan.FromMinutes(30));

        CycleRecord cycle = await three.EndAsync();
        (await three.SufferedAsync()).Continue();
        await Task.Delay(LoopProgram.Quick.Lease);

        await three.AssertOnePingAsync(cycle);
        Assert.Equal(cycle, await three.Store.FindCycleAsync(cycle.Name, default));
        _clock.Set(TimeSpan.Zero);
    }
}
