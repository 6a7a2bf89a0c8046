using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using ServicePing.Tests;

namespace ServicePing.Tool.Tests.Drafts;

/// <summary>A run of <c>serviceping</c> on a pseudo-terminal, with somebody at the keyboard.</summary>
internal static partial class Terminal
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Types each answer once its question is on the screen, and gives what the screen has shown, without colours.</summary>
    internal static async Task<ProgramRun> Of(string folder, string[] arguments, params (string Question, string Answer)[] talk)
    {
        string command = string.Join(' ', ((string[])["dotnet", Path.Combine(AppContext.BaseDirectory, "serviceping.dll"), .. arguments])
            .Select(word => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'"));
        ProcessStartInfo start = new("script", ["-qec", $"stty cols 160; {command}", "/dev/null"])
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["TERM"] = "xterm-256color";
        start.Environment.Remove("CI");
        using Process process = Process.Start(start)!;
        StringBuilder shown = new();
        Task reading = Task.Run(async () =>
        {
            char[] buffer = new char[4096];
            while (await process.StandardOutput.ReadAsync(buffer) is var read and > 0)
            {
                lock (shown)
                {
                    shown.Append(buffer, 0, read);
                }
            }
        });
        int from = 0;
        foreach ((string question, string answer) in talk)
        {
            from = await WaitForAsync(question, from, shown, process);
            await process.StandardInput.WriteAsync(answer + "\r");
            await process.StandardInput.FlushAsync();
        }

        await process.WaitForExitAsync(new CancellationTokenSource(Patience).Token);
        process.StandardInput.Close();
        await reading;
        return new ProgramRun(process.ExitCode, Plain(shown), await process.StandardError.ReadToEndAsync());
    }

    private static async Task<int> WaitForAsync(string question, int from, StringBuilder shown, Process process)
    {
        using CancellationTokenSource patience = new(Patience);
        while (true)
        {
            string screen = Plain(shown);
            int at = screen.IndexOf(question, Math.Min(from, screen.Length), StringComparison.Ordinal);
            if (at >= 0)
            {
                return at + question.Length;
            }

            Assert.False(process.HasExited || patience.IsCancellationRequested, $"'{question}' was not asked:\n{screen}");
            await Task.Delay(50, CancellationToken.None);
        }
    }

    /// <summary>What somebody reads.</summary>
    private static string Plain(StringBuilder shown)
    {
        lock (shown)
        {
            return Control().Replace(shown.ToString(), "").Replace("\r", "", StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]|\e[=>]")]
    private static partial Regex Control();
}
