using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>This assembly as a process that tracks an event again and again, says each time how often it has, and forwards it.</summary>
internal sealed class ForwardingProcess : IDisposable
{
    private const string Argument = "forward";

    private readonly Process _process;
    private string _last = "";

    private ForwardingProcess(Process process) => _process = process;

    internal static bool Is(string what) => what == Argument;

    /// <summary>Starts one.</summary>
    /// <param name="folder">Where it keeps what it keeps.</param>
    /// <param name="collector">The collector.</param>
    /// <param name="prefix">What is put before the command.</param>
    internal static ForwardingProcess Start(string folder, string collector, params string[] prefix) => Start(folder, collector, spool: "", prefix);

    /// <summary>Starts one with a spool.</summary>
    internal static ForwardingProcess Start(string folder, string collector, string spool, string[] prefix)
    {
        string[] command = [.. prefix, "dotnet", typeof(ForwardingProcess).Assembly.Location, Argument, $"{folder}\n{collector}\n{spool}"];
        return new ForwardingProcess(Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!);
    }

    internal static async Task RunAsync(string words, TextWriter output)
    {
        string[] word = words.Split('\n');
        ServiceCollection services = new();
        TestSet events = ForwardingProgram.Events();
        ForwardingProgram.Add(services, events, word[0], word[1], options =>
        {
            (options.NoticePeriod, options.Variable) = (TimeSpan.Zero, _ => null);
            if (word[2].Length > 0)
            {
                (options.SpoolFolder, options.SpoolInterval) = (word[2], TimeSpan.FromMilliseconds(100));
            }
        }, counters: word[2].Length > 0 ? Path.Combine(word[0], "counters-of-the-process") : null);
        await using ServiceProvider program = services.BuildServiceProvider();
        EventTracker tracker = program.GetRequiredService<EventTracker>();
        TrackedEvent tracked = tracker.EventsOf(events)[0];
        for (int i = 1; ; i++)
        {
            tracked.Track(i, "bug", i);
            ForwardingStatistics now = tracker.Statistics.Forwarding[0];
            await output.WriteLineAsync($"{i} {now.Forwarded} {now.Dropped}");
            await output.FlushAsync();
            await Task.Delay(5);
        }
    }

    /// <summary>Waits until it has said something that is so: how many events it has tracked, forwarded and dropped.</summary>
    internal async Task UntilAsync(Func<long, long, long, bool> isSo)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(2));
        while (true)
        {
            _last = Assert.IsType<string>(await _process.StandardOutput.ReadLineAsync(patience.Token));
            long[] numbers = [.. _last.Split(' ').Select(text => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture))];
            if (isSo(numbers[0], numbers[1], numbers[2]))
            {
                return;
            }
        }
    }

    /// <summary>Kills it as <c>kill -9</c> does; gives how many events it has tracked, as far as it could say, and how many it knew to be forwarded.</summary>
    internal async Task<(long Tracked, long Forwarded)> KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        string rest = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();

        // Its last line may be half a line.
        string[] last = (rest.Split('\n')[..^1] is [.., var whole] ? whole : _last).Split(' ');
        return (long.Parse(last[0], System.Globalization.CultureInfo.InvariantCulture), long.Parse(last[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
