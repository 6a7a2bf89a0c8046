using Npgsql;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>The primary is gone in the middle of a cycle, and its standby takes its place: what was confirmed is there.</summary>
public sealed class LoopPromotionTests : SynchronousPair
{
    [Theory]
    [InlineData("kept")]
    [InlineData("posted")]
    public async Task AStandby_that_is_promoted_in_mid_cycle_has_all_of_it(string step)
    {
        string database = new NpgsqlConnectionStringBuilder(await Primary.CreateDatabaseAsync(step)) { Port = 5432 }.ConnectionString;
        string either = $"{database};Target Session Attributes=primary".Replace(
            "Host=127.0.0.1", $"Host=127.0.0.1:{Primary.Port},127.0.0.1:{Standby.Port}", StringComparison.Ordinal);
        await using LoopInstallation three = await LoopInstallation.CreateAsync(either);
        three.Start($"kill {step}");
        await LoopInstallation.WhenAsync(() => three.Programs.Count(program => program.HasExited), exited => exited > 0);

        await Primary.KillAsync();
        Assert.Equal(true, await AskAsync(Standby, "SELECT pg_promote()"));
        CycleRecord cycle = await three.EndAsync();

        await three.AssertOnePingAsync(cycle);
        // One has followed; on a machine that is busy enough for a lease to end, another one.
        Assert.InRange(cycle.Fence, 2, long.MaxValue);
    }
}
