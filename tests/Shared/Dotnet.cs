using System.Diagnostics;

namespace ServicePing.Tests;

/// <summary>
/// Runs the <c>dotnet</c> command. All runs share one compiler: that of <c>./test</c>, or one of this process that ends with it.
/// </summary>
internal static class Dotnet
{
    private static readonly string Compiler =
        Environment.GetEnvironmentVariable("SharedCompilationId") is { Length: > 0 } shared ? shared : OfThisProcess();

    public static Task<(int ExitCode, string Output)> RunAsync(string folder, params string[] arguments) =>
        RunProgramAsync("dotnet", folder, arguments);

    /// <summary>Runs a program that needs no <c>dotnet</c>.</summary>
    public static async Task<(int ExitCode, string Output)> RunProgramAsync(string program, string folder, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What the surrounding test run sets must not decide how the scratch project is built.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["UseSharedCompilation"] = "true";
        start.Environment["SharedCompilationId"] = Compiler;
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    public static async Task<string> SucceedAsync(string folder, params string[] arguments)
    {
        (int exitCode, string output) = await RunAsync(folder, arguments);
        Assert.True(exitCode == 0, $"dotnet {string.Join(' ', arguments)} ended with {exitCode}:\n{output}");
        return output;
    }

    private static string OfThisProcess()
    {
        string compiler = $"serviceping-{Guid.NewGuid():N}";
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End(compiler);
        return compiler;
    }

    /// <summary>It would wait ten minutes for more to do. Killed, it leaves its socket, which is in /tmp whatever TMPDIR says.</summary>
    private static void End(string compiler)
    {
        foreach (Process process in Process.GetProcessesByName("VBCSCompiler"))
        {
            using (process)
            {
                string commandLine = $"/proc/{process.Id}/cmdline";
                if (File.Exists(commandLine) && File.ReadAllText(commandLine).Contains(compiler, StringComparison.Ordinal))
                {
                    process.Kill();
                }
            }
        }

        File.Delete($"/tmp/{compiler}");
    }
}
