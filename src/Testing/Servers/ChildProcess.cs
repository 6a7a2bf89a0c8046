using System.Diagnostics;
using System.Globalization;

namespace ServicePing.Testing;

/// <summary>A program that we started: its last words, its family of processes and the signals they get.</summary>
internal sealed class ChildProcess : IDisposable
{
    private const int LinesKept = 60;

    private readonly Process process;
    private readonly Queue<string> lines = new();

    private ChildProcess(Process process) => this.process = process;

    /// <summary>Starts a program in a session of its own, so that Ctrl-C reaches us alone and we stop it in good order.</summary>
    public static ChildProcess Start(string program, IEnumerable<string> arguments, string workingFolder, string? user = null)
    {
        ProcessStartInfo start = new("setsid", [program, .. arguments])
        {
            WorkingDirectory = workingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Messages are read for one meaning, "Address already in use": they must not be translated.
            Environment = { ["LC_ALL"] = "C" },
        };
        if (user is not null)
        {
            start.UserName = user;
        }

        Process process = new() { StartInfo = start };
        ChildProcess child = new(process);
        process.OutputDataReceived += (_, line) => child.Keep(line.Data);
        process.ErrorDataReceived += (_, line) => child.Keep(line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public int ExitCode => process.ExitCode;

    /// <summary>The last lines that the program wrote.</summary>
    public string Output
    {
        get
        {
            lock (lines)
            {
                return string.Join('\n', lines);
            }
        }
    }

    public Task WaitForExitAsync(CancellationToken cancellationToken) => process.WaitForExitAsync(cancellationToken);

    /// <summary>Signals the program alone.</summary>
    public void Send(Signal signal)
    {
        if (!process.HasExited)
        {
            signal.SendTo(process.Id);
        }
    }

    /// <summary>Signals the program and its children.</summary>
    public void SendToFamily(Signal signal)
    {
        int[] children = Children();
        Send(signal);
        foreach (int child in children)
        {
            signal.SendTo(child);
        }
    }

    /// <summary>Stops the program and then its children, because a stopped program starts no new ones.</summary>
    public async Task FreezeAsync(CancellationToken cancellationToken)
    {
        Send(Signal.Stop);
        await StoppedAsync(process.Id, cancellationToken).ConfigureAwait(false);
        foreach (int child in Children())
        {
            Signal.Stop.SendTo(child);
            await StoppedAsync(child, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => process.Dispose();

    private int[] Children()
    {
        try
        {
            return [.. File.ReadAllText($"/proc/{Id}/task/{Id}/children")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>A signal is on its way when kill returns; the process stops a moment later.</summary>
    private static async Task StoppedAsync(int id, CancellationToken cancellationToken)
    {
        while (StateOf(id) is not ('T' or 'Z' or null))
        {
            await Task.Delay(1, cancellationToken).ConfigureAwait(false);
        }
    }

    private static char? StateOf(int id)
    {
        try
        {
            // "123 (name) S …": the name may hold any character, so the last parenthesis counts.
            string stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[stat.LastIndexOf(')') + 2];
        }
        catch (IOException)
        {
            return null;
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (lines)
        {
            lines.Enqueue(line);
            if (lines.Count > LinesKept)
            {
                lines.Dequeue();
            }
        }
    }
}
