using System.Diagnostics;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>Containers of one image have the same host's name and the same process id, and are three processes all the same.</summary>
public sealed class LoopContainerTests(PostgresServer postgres) : LoopFaultTest(postgres)
{
    private static readonly string[] Container = ["unshare", "--uts", "--pid", "--fork", "--kill-child", "--mount-proc"];

    [Fact]
    public async Task Processes_of_one_name_and_one_id_are_told_apart()
    {
        // Where containers cannot be made in one another, the processes have at least their host's name in common.
        bool isPermitted = await IsPermittedAsync();
        Three.Start("exit kept", prefix: _ => isPermitted ? [.. Container, "sh", "-c", "hostname same && exec \"$@\"", "sh"] : []);
        CycleRecord first = await Three.CycleAsync(cycle => cycle.State == CycleState.Kept);

        CycleRecord cycle = await Three.EndAsync();

        await Three.AssertOnePingAsync(cycle);
        Assert.NotEqual(first.Owner, cycle.Owner);
        Assert.True(first.Fence < cycle.Fence);
        string[] names = [.. Three.Programs.Select(program => program.EndAndRead()[0]).Distinct()];
        Assert.Equal(isPermitted ? ["Process 1 of same"] : names, names);
    }

    /// <summary>The name of the host is reported and decides nothing.</summary>
    [Fact]
    public void Nothing_reads_the_id_of_the_process_or_the_name_of_its_host()
    {
        string[] readers =
        [
            .. Directory.EnumerateFiles(Repository.PathOf("src", "Runtime"), "*.cs", SearchOption.AllDirectories)
                .Where(file => File.ReadAllText(file) is var text
                    && (text.Contains("ProcessId", StringComparison.Ordinal) || text.Contains("MachineName", StringComparison.Ordinal)))
                .Select(file => Path.GetFileName(file)),
        ];

        Assert.Equal(["ServicePingOptions.cs"], readers);
    }

    private static async Task<bool> IsPermittedAsync()
    {
        using Process trial = Process.Start(new ProcessStartInfo(Container[0], [.. Container[1..], "hostname", "same"])
        {
            RedirectStandardError = true,
        })!;
        await trial.WaitForExitAsync();
        return trial.ExitCode == 0;
    }
}
