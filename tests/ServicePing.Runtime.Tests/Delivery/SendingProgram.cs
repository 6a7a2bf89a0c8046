using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Delivery;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>This assembly as a process that sends one ping with nothing but its real environment, and says what became of it.</summary>
internal static class SendingProgram
{
    private const string Argument = "send";

    internal static bool Is(string what) => what == Argument;

    /// <summary>Starts one and gives what it has said.</summary>
    internal static async Task<string> RunAsync(
        string folder, string receiver, string authorities, IReadOnlyDictionary<string, string?> environment)
    {
        string words = string.Join('\n', folder, receiver, authorities);
        ProcessStartInfo start = new("dotnet", [typeof(SendingProgram).Assembly.Location, Argument, words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string variable in new[] { "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "DO_NOT_TRACK" })
        {
            start.Environment.Remove(variable);
            start.Environment.Remove(variable.ToLowerInvariant());
        }

        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return said;
    }

    /// <summary>What the program does.</summary>
    /// <param name="words">What it is told.</param>
    /// <param name="output">Where it says what became of the ping.</param>
    internal static async Task RunAsync(string words, TextWriter output)
    {
        string[] word = words.Split('\n');
        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(services, ping => ping.KeepIn(word[0]).Configure(options =>
        {
            (options.Uuid, options.Receiver, options.NoticePeriod) = ("u-1", word[1], TimeSpan.Zero);
            options.CertificateAuthorities = word[2];
        }));
        await using ServiceProvider program = services.BuildServiceProvider();
        DeliveryAttempt? attempt = await program.GetRequiredService<PingSender>()
            .SendAsync(SendingTest.Kept(), SendingTest.Hold, new Uri(word[1]), default);
        await output.WriteLineAsync($"{attempt?.Outcome ?? "not_permitted"} {attempt?.Message}");
    }
}
