using System.Diagnostics;

namespace ServicePing.Tests;

/// <summary>npm, where the machine has it.</summary>
internal static class Npm
{
    private static readonly string[] Folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);

    public static bool IsThere { get; } = Folders.Any(folder => File.Exists(Path.Combine(folder, "npm")));

    /// <summary>Runs a program in a folder.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string folder, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, process.ExitCode == 0 ? output : output + await errors);
    }
}

/// <summary>A test that needs npm, and is shown as skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NpmFactAttribute : FactAttribute
{
    /// <summary>Skips the test where there is no npm.</summary>
    public NpmFactAttribute() => Skip = Npm.IsThere ? null : "There is no npm on PATH.";
}
