using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServicePing.Versions;

namespace Forge.Demo;

/// <summary>The vendor's side: the receiver of pings, on a free port of this machine.</summary>
internal sealed class Vendor : IAsyncDisposable
{
    private readonly WebApplication _receiver;

    private Vendor(WebApplication receiver) => _receiver = receiver;

    /// <summary>Where pings go.</summary>
    public string Address => _receiver.Urls.First();

    /// <summary>Starts it.</summary>
    /// <param name="database">How to connect to the database in which it keeps what it receives.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Vendor> StartAsync(string database, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddServicePingReceiver(database);
        WebApplication receiver = builder.Build();
        receiver.MapServicePingReceiver();
        await receiver.StartAsync(cancellationToken);
        return new Vendor(receiver);
    }

    public async ValueTask DisposeAsync() => await _receiver.DisposeAsync();
}
