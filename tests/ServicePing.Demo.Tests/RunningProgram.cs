using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ServicePing.Tests;

namespace ServicePing.Demo.Tests;

/// <summary>A program that a test has started: what it prints, and what it has started itself.</summary>
internal sealed class RunningProgram : IDisposable
{
    private readonly ConcurrentQueue<string> _output = [];
    private readonly ConcurrentQueue<string> _errors = [];
    private readonly Process _process;

    public RunningProgram(string program, params string[] arguments)
    {
        _process = new Process
        {
            // A shell lets what it runs in the background ignore Ctrl-C, and so would what we start there.
            StartInfo = new ProcessStartInfo("env", ["--default-signal=INT", program, .. arguments])
            {
                WorkingDirectory = Repository.Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => string.Join('\n', _output);

    public string Errors => string.Join('\n', _errors);

    /// <summary>The command lines of the processes that it has started and that still run, by their ids.</summary>
    public IReadOnlyDictionary<int, string[]> Children() => Directory.GetDirectories("/proc")
        .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]) && IsChild(folder))
        .ToDictionary(
            folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture),
            folder => File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0'));

    public async Task<int> EndAsync(TimeSpan limit)
    {
        using CancellationTokenSource end = new(limit);
        await _process.WaitForExitAsync(end.Token);
        return _process.ExitCode;
    }

    public void Interrupt() => Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)])!.WaitForExit();

    /// <summary>Waits until a line of either stream contains a text.</summary>
    public async Task<string> LineAsync(string text, TimeSpan limit)
    {
        Stopwatch elapsed = Stopwatch.StartNew();
        while (true)
        {
            bool hasExited = _process.HasExited;
            if (_output.Concat(_errors).FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            Assert.False(hasExited || elapsed.Elapsed > limit, $"'{text}' did not come:\n{Output}\n{Errors}");
            await Task.Delay(20);
        }
    }

    /// <summary>Runs a program to its end, which must be a good one.</summary>
    /// <returns>What it printed on stdout.</returns>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using RunningProgram running = new(program, arguments);
        int exitCode = await running.EndAsync(TimeSpan.FromMinutes(5));
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {exitCode}:\n{running.Errors}");
        return running.Output;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private bool IsChild(string folder)
    {
        try
        {
            string parent = string.Create(CultureInfo.InvariantCulture, $"PPid:\t{_process.Id}");
            return File.ReadLines(Path.Combine(folder, "status")).Contains(parent);
        }
        catch (IOException)
        {
            // It has ended since the folders were listed.
            return false;
        }
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }
}
