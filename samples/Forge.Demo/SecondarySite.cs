using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServicePing;
using ServicePing.Testing;

namespace Forge.Demo;

/// <summary>Forge at a second site: it reads a standby of the database, keeps what is its own beside it, and tells the primary of itself.</summary>
internal static class SecondarySite
{
    /// <summary>What all sites call it.</summary>
    public const string Name = "berlin";

    private const int Searches = 12;

    /// <summary>Sets the site up, has people search there, and has it hand its report to the primary, which it does once a week otherwise.</summary>
    /// <param name="installation">The primary's.</param>
    /// <param name="vendor">Where pings go, but never one of a secondary.</param>
    /// <param name="primary">Where the primary is reached.</param>
    /// <param name="progress">Is told the share that is done.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What became of the report.</returns>
    public static async Task<PingCycle> ReportAsync(
        Installation installation, Vendor vendor, Uri primary, Action<double> progress, CancellationToken cancellationToken)
    {
        await using PrivatePostgres standby = await installation.StartStandbyAsync(cancellationToken);
        progress(0.4);
        await using PrivatePostgres tracking = await PrivatePostgres.StartAsync(cancellationToken: cancellationToken);
        progress(0.6);
        await using WebApplication forge = installation.CreateForge(
            vendor,
            more:
            [
                $"--ConnectionStrings:Postgres={new NpgsqlConnectionStringBuilder(installation.Database) { Port = standby.Port }.ConnectionString}",
                $"--ConnectionStrings:Tracking={await tracking.CreateDatabaseAsync("tracking", cancellationToken)}",
                "--ConnectionStrings:Redis=",
                "--ServicePing:Sites:Role=secondary",
                $"--ServicePing:Sites:Name={Name}",
                $"--ServicePing:Sites:Primary={new Uri(primary, "api/v4")}",
                $"--ServicePing:Sites:Token={await CreateTokenAsync(installation, vendor, cancellationToken)}",
            ]);
        await forge.StartAsync(cancellationToken);
        await SearchAsync(new Uri(forge.Urls.First()), cancellationToken);
        await forge.Services.GetRequiredService<EventTracker>().FlushAsync(cancellationToken);
        progress(0.8);
        PingCycle report = await forge.Services.GetRequiredService<IPingHistory>().SendNowAsync("the demo", cancellationToken);
        progress(1);
        return report;
    }

    private static async Task SearchAsync(Uri address, CancellationToken cancellationToken)
    {
        using HttpClient client = new() { BaseAddress = address };
        for (int i = 1; i <= Searches; i++)
        {
            using HttpResponseMessage found = await client.GetAsync($"search/code?term=project{i}&user={i}", cancellationToken);
            found.EnsureSuccessStatusCode();
        }
    }

    /// <summary>A token of the primary, which an administrator creates there.</summary>
    private static async Task<string> CreateTokenAsync(Installation installation, Vendor vendor, CancellationToken cancellationToken)
    {
        await using WebApplication forge = installation.CreateForge(vendor);
        TokenRequest request = new(Name, "1", "Ada", [TokenScopes.SiteReport], TimeProvider.System.GetUtcNow().AddDays(90));
        return (await forge.Services.GetRequiredService<ServicePingTokens>().CreateAsync(request, "the demo", cancellationToken)).Text;
    }
}
