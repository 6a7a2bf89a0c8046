using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServicePing.Testing;

namespace ServicePing.Versions.Tests;

/// <summary>A program with a receiver, and a client that talks to it over the loopback.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Receiver(WebApplication app, SettableClock clock, HttpClient client) => (_app, Clock, Client) = (app, clock, client);

    internal static DateTimeOffset Start { get; } = new(2026, 11, 28, 2, 15, 0, 123, TimeSpan.Zero);

    internal SettableClock Clock { get; }

    internal HttpClient Client { get; }

    internal Uri Address => Client.BaseAddress!;

    /// <summary>Starts one; rates are out of the way unless a test sets them.</summary>
    internal static async Task<Receiver> StartAsync(string connectionString, Action<ServicePingReceiverOptions>? configure = null)
    {
        SettableClock clock = new(Start);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddServicePingReceiver(connectionString, options =>
        {
            options.RequestsPerMinuteOfAddress = int.MaxValue;
            options.RequestsPerMinuteOfInstance = int.MaxValue;
            configure?.Invoke(options);
        });
        WebApplication app = builder.Build();
        app.MapServicePingReceiver();
        await app.StartAsync();
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        HttpClient client = new() { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(2) };
        return new Receiver(app, clock, client);
    }

    internal async Task<Answer> PostAsync(string path, HttpContent content)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = content };
        return await SendAsync(request);
    }

    internal async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using HttpResponseMessage response = await Client.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    internal async Task<Answer> PingAsync(SentPing ping)
    {
        using HttpRequestMessage request = ping.Request();
        return await SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
