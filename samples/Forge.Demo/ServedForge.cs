using Forge.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Forge.Demo;

/// <summary>Forge, left running for whoever wants to see its page and its API.</summary>
internal static class ServedForge
{
    /// <summary>Runs until it is cancelled.</summary>
    public static async Task RunAsync(
        Installation installation, Vendor vendor, IEnumerable<string> settings, IAnsiConsole log, CancellationToken cancellationToken)
    {
        await using WebApplication forge = installation.CreateForge(vendor, more: settings);
        await forge.StartAsync(cancellationToken);
        Uri address = new(forge.Urls.First());
        log.WriteLine("Forge is running, until Ctrl-C. This link signs in as its administrator, once:");
        log.Profile.Out.Writer.WriteLine($"  {forge.Services.GetRequiredService<SignInLinks>().Create(address)}");
        log.WriteLine("Its API, such as what everybody may read:");
        log.Profile.Out.Writer.WriteLine($"  {new Uri(address, "api/v4/usage_data/metric_definitions")}");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            log.WriteLine("Stopping. The servers are stopped and their data is removed.");
        }
    }
}
