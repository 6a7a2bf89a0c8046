using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServicePing.AspNetCore.Tests;

/// <summary>A product on a real server, which keeps its pings in a folder of its own and its counters in memory.</summary>
internal sealed class PingHost : IAsyncDisposable
{
    internal const string Administrators = "Administrators";
    internal const string Uuid = "6f2d7c1e-5b1f-4d0a-9a43-2f6f1b0f7e55";

    private readonly string _folder;

    private PingHost(WebApplication app, string folder, string address)
    {
        (App, _folder, Address) = (app, folder, new Uri(address));
        Client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Address };
    }

    internal WebApplication App { get; }

    internal Uri Address { get; }

    /// <summary>A client that keeps no cookies and follows nothing.</summary>
    internal HttpClient Client { get; }

    internal T Get<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    /// <summary>Starts a product with the roles of <see cref="SessionScheme"/>.</summary>
    /// <param name="http">Changes how the service ping is reached.</param>
    /// <param name="build">Changes the program before it is built.</param>
    /// <param name="use">Changes it after it was built, before the service ping is mapped.</param>
    /// <param name="environment">The name of its environment.</param>
    /// <param name="mapped">Adds to what was mapped.</param>
    /// <param name="count">Says what keeps the counters; by default the memory of the program.</param>
    /// <param name="arguments">What is configured.</param>
    internal static async Task<PingHost> StartAsync(
        Action<ServicePingHttpOptions>? http = null,
        Action<WebApplicationBuilder>? build = null,
        Action<WebApplication>? use = null,
        string environment = "Production",
        Action<IEndpointConventionBuilder>? mapped = null,
        Action<ServicePingBuilder>? count = null,
        params string[] arguments)
    {
        string folder = Directory.CreateTempSubdirectory("serviceping-http-").FullName;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = ["--urls=http://127.0.0.1:0", $"--ServicePing:Uuid={Uuid}", .. arguments],
            EnvironmentName = environment,
        });
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication(SessionScheme.Name).AddScheme<AuthenticationSchemeOptions, SessionScheme>(SessionScheme.Name, null);
        builder.Services.AddAuthorization(options => options.AddPolicy(Administrators, policy => policy.RequireRole("administrator")));
        builder.Services.AddServicePing(builder.Configuration, ping => (count ?? (counters => counters.UseInProcessCounters()))(ping.KeepIn(folder)));
        build?.Invoke(builder);
        WebApplication app = builder.Build();
        try
        {
            use?.Invoke(app);
            IEndpointConventionBuilder endpoints = app.MapServicePing(options =>
            {
                options.AdministratorPolicy = Administrators;
                http?.Invoke(options);
            });
            mapped?.Invoke(endpoints);
            await app.StartAsync();
        }
        catch
        {
            // A program that does not start leaves nothing behind either.
            await app.DisposeAsync();
            Directory.Delete(folder, recursive: true);
            throw;
        }

        return new PingHost(app, folder, app.Urls.Single());
    }

    /// <summary>Starts a program that may send to a receiver at once.</summary>
    internal static Task<PingHost> StartAsync(Receiver receiver, Action<ServicePingHttpOptions>? http = null) =>
        StartAsync(http, arguments: [$"--ServicePing:Receiver={receiver.Address}", "--ServicePing:NoticePeriod=00:00:00"]);

    /// <summary>A personal access token of an administrator, or of a user.</summary>
    internal Task<CreatedToken> TokenAsync(string scope = TokenScopes.Api, bool isAdministrator = true) => Get<ServicePingTokens>().CreateAsync(
        new TokenRequest("tests", "7", "user 7", [scope], TimeProvider.System.GetUtcNow().AddDays(1)) { IsAdministrator = isAdministrator }, "the tests");

    /// <summary>A value that the product counts now.</summary>
    internal async Task<T> ReadAsync<T>(Metric<T> metric)
    {
        await Get<EventTracker>().FlushAsync();
        return await Get<ServicePingCollector>().CollectAsync(metric);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
