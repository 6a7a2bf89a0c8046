using System.Diagnostics;
using System.Globalization;

namespace ServicePing.Testing.Tests;

/// <summary>What remains of the servers of a program that ends.</summary>
public class PrivateServerEndTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("run", 9)]
    [InlineData("run", 2)]
    [InlineData("run", 15)]
    [InlineData("pause", 9)]
    public async Task Nothing_is_left_when_the_program_that_owns_the_servers_is_killed(string mode, int signal)
    {
        using Process program = Start(mode);
        List<(int Process, string Folder)> servers = await ReadServersAsync(program);
        Assert.All(servers, server => Assert.True(IsThere(server.Process) && Directory.Exists(server.Folder)));

        ((Signal)signal).SendTo(program.Id);
        await program.WaitForExitAsync().WaitAsync(Patience);

        await UntilAsync(() => servers.All(server => !IsThere(server.Process) && !Directory.Exists(server.Folder)));
    }

    [Fact]
    public async Task A_server_that_is_left_running_outlives_its_program()
    {
        using Process program = Start("leave");
        List<(int Process, string Folder)> servers = await ReadServersAsync(program);

        await program.WaitForExitAsync().WaitAsync(Patience);

        foreach ((int process, string folder) in servers)
        {
            Assert.True(IsThere(process) && Directory.Exists(folder));
            Signal.Interrupt.SendTo(process);
            await UntilAsync(() => !IsThere(process));
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Through a program that undoes what a shell does to those it runs in the background: they ignore Ctrl-C.</summary>
    private static Process Start(string mode) => Process.Start(
        new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", typeof(PrivateServerEndTests).Assembly.Location, mode])
        {
            RedirectStandardOutput = true,
        })!;

    private static async Task<List<(int Process, string Folder)>> ReadServersAsync(Process program)
    {
        List<(int, string)> servers = [];
        while (servers.Count < 3 && await program.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            string[] words = line.Split(' ', 2);
            servers.Add((int.Parse(words[0], CultureInfo.InvariantCulture), words[1]));
        }

        Assert.Equal(3, servers.Count);
        return servers;
    }

    /// <summary>A process that ended but has no parent left to ask for its exit code has no program any more.</summary>
    private static bool IsThere(int process) => File.Exists($"/proc/{process}/exe");

    private static async Task UntilAsync(Func<bool> reached)
    {
        for (Stopwatch waited = Stopwatch.StartNew(); !reached(); await Task.Delay(50))
        {
            Assert.True(waited.Elapsed < Patience, "It did not happen in time.");
        }
    }
}
