using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServicePing.Runtime.Configuration;

namespace ServicePing.Tests;

/// <summary>This assembly as one of several processes of an installation: it runs the weekly loop, and one of them dies or is stopped after a step.</summary>
internal sealed class LoopProgram : IDisposable
{
    private const string Argument = "loop";
    private const int Kill9 = 9;
    private const int SigStop = 19;
    private const int SigContinue = 18;

    private readonly Process _process;

    private LoopProgram(Process process) => (_process, Id) = (process, process.Id);

    internal int Id { get; }

    internal bool HasExited => _process.HasExited;

    /// <summary>Starts one.</summary>
    /// <param name="options">What it is told.</param>
    /// <param name="prefix">What is put before the command, such as a program that shifts the clock.</param>
    internal static LoopProgram Start(LoopProgramOptions options, params string[] prefix)
    {
        string[] command = [.. prefix, "dotnet", typeof(LoopProgram).Assembly.Location, Argument, options.Write()];
        return new LoopProgram(Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
        })!);
    }

    internal static bool Is(string what) => what == Argument;

    /// <summary>What the program does, until it is killed.</summary>
    /// <param name="words">What it is told.</param>
    /// <param name="output">Where it says who it is and whom it reaches.</param>
    internal static async Task RunAsync(string words, TextWriter output)
    {
        await output.WriteLineAsync($"Process {Environment.ProcessId} of {Environment.MachineName}");
        using ConnectTrace trace = new(output);
        LoopProgramOptions told = LoopProgramOptions.Read(words);
        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(
            services,
            ping =>
            {
                _ = told.Place.Contains('=', StringComparison.Ordinal) ? ping.UsePostgres(told.Place) : ping.KeepIn(told.Place);
                _ = told.Redis is null ? ping : ping.UseRedis(told.Redis);
                ping.RunWeekly().Configure(options =>
                {
                    options.Uuid = "3f0c7f5e-6a1c-4c0e-9a55-0a4a3a0d8d21";
                    options.Variable = _ => null;
                    options.Receiver = told.Receiver;
                    options.Schedule = told.Schedule;
                    options.NoticePeriod = TimeSpan.Zero;
                    options.Timing = Quick;
                    options.AfterStep = step => Suffer(step, told.Fault, told.Marker);
                });
            },
            StandardMetricSet.Instance,
            []);
        await using ServiceProvider provider = services.BuildServiceProvider();
        foreach (IHostedService service in provider.GetServices<IHostedService>())
        {
            await service.StartAsync(default);
        }

        await Task.Delay(Timeout.Infinite);
    }

    /// <summary>Seconds instead of minutes.</summary>
    internal static LoopTiming Quick { get; } = new()
    {
        Lease = TimeSpan.FromSeconds(6),
        LookEvery = TimeSpan.FromSeconds(1),
        Pause = TimeSpan.FromMilliseconds(200),
        AfterTrouble = TimeSpan.FromMilliseconds(500),
        Punctual = TimeSpan.FromHours(1),
        TryAgainAfter = TimeSpan.FromSeconds(1),
    };

    /// <summary>What it has written, once it is ended: first who it is, then what <see cref="ConnectTrace"/> says.</summary>
    internal string[] EndAndRead()
    {
        _process.Kill();
        return _process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    internal void Continue() => Assert.Equal(0, Kill(_process.Id, SigContinue));

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static void Suffer(string step, string fault, string marker)
    {
        if (fault.Split(' ') is not [var what, var at] || at != step || !IsFirst(marker))
        {
            return;
        }

        switch (what)
        {
            case "kill":
                _ = Kill(Environment.ProcessId, Kill9);
                break;
            case "stop":
                _ = Kill(Environment.ProcessId, SigStop);
                break;
            case "hold":
                while (File.Exists(marker))
                {
                    Task.Delay(50).GetAwaiter().GetResult();
                }

                break;
            default:
                // The first process of a container cannot kill itself.
                Exit(Kill9);
                break;
        }
    }

    private static bool IsFirst(string marker)
    {
        try
        {
            using FileStream file = new(marker, FileMode.CreateNew);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);

    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void Exit(int status);
}
