using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>No clock of a machine decides anything: those of the processes differ by minutes and days, and jump, as that of the server may.</summary>
public sealed class LoopClockTests(PostgresServer postgres) : LoopFaultTest(postgres)
{
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly List<FalseClock> _clocks = [];

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Three.Programs.ForEach(program => FalseClock.RemoveRestOf(program.Id));
        _clocks.ForEach(clock => clock.Dispose());
    }

    [Theory]
    [InlineData(5, -5, 10)]
    [InlineData(1440, -1440, 2880)]
    public async Task A_process_that_is_killed_is_followed_by_another_whose_clock_differs(int first, int second, int third)
    {
        TimeSpan[] fastBy = [TimeSpan.FromMinutes(first), TimeSpan.FromMinutes(second), TimeSpan.FromMinutes(third)];
        Three.Start("kill computed", prefix: number => ClockOf(fastBy[number]).Prefix);

        CycleRecord cycle = await Three.EndAsync();

        await Three.AssertOnePingAsync(cycle);
        // One has followed; on a machine that is busy enough for a lease to end, another one.
        Assert.InRange(cycle.Fence, 2, long.MaxValue);
        await AssertFalseAsync(cycle.Name, fastBy);
    }

    [Fact]
    public async Task Clocks_that_jump_back_while_a_process_is_stopped_change_nothing()
    {
        Three.Start("stop kept", prefix: _ => ClockOf(Day).Prefix);
        CycleRecord kept = await Three.CycleAsync(cycle => cycle.State == CycleState.Kept);
        await AssertFalseAsync(kept.Name, [Day]);
        _clocks.ForEach(clock => clock.Set(-Day));

        CycleRecord cycle = await Three.EndAsync();
        (await Three.SufferedAsync()).Continue();
        await Task.Delay(LoopProgram.Quick.Lease);

        await Three.AssertOnePingAsync(cycle);
        Assert.Equal(cycle, await Three.Store.FindCycleAsync(cycle.Name, default));
    }

    private FalseClock ClockOf(TimeSpan fastBy)
    {
        FalseClock clock = new(fastBy);
        _clocks.Add(clock);
        return clock;
    }

    /// <summary>The ping was computed by one of the false clocks, and kept by the server's.</summary>
    private async Task AssertFalseAsync(string cycle, TimeSpan[] fastBy)
    {
        PingRecord ping = (await Three.Store.FindPingAsync(PingKind.AllValues, cycle, default))!.Record;
        Assert.Contains(fastBy, fast => (ping.RecordedAt - fast - ping.KeptAt).Duration() < Minutes / 2);
    }
}
