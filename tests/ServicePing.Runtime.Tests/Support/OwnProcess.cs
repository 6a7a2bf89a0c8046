using System.Diagnostics;

namespace ServicePing.Tests;

/// <summary>This assembly as a process of its own, which says lines, and is killed as <c>kill -9</c> does.</summary>
internal sealed class OwnProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private OwnProcess(Process process) => _process = process;

    internal int Id => _process.Id;

    /// <summary>Starts it with the arguments of <c>Program</c>.</summary>
    internal static OwnProcess Start(params string[] arguments) => new(Process.Start(
        new ProcessStartInfo("dotnet", [typeof(OwnProcess).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);

    internal async Task<string> ReadAsync() => await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
        ?? throw new InvalidOperationException("The program has ended.");

    internal Task SayAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    internal async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
