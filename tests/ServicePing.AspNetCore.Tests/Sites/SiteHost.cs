using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServicePing.AspNetCore.Tests;

/// <summary>A product at one site, over PostgreSQL, with its REST API; what it is may be configured anew while it runs.</summary>
internal sealed class SiteHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SiteHost(WebApplication app) => _app = app;

    internal string Api => $"{_app.Urls.Single()}/api/v4";

    internal T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <param name="database">The product's.</param>
    /// <param name="store">Where the service ping keeps what is its own; null for the product's database.</param>
    /// <param name="prometheus">The site's Prometheus.</param>
    /// <param name="settings">Options by their names.</param>
    internal static async Task<SiteHost> StartAsync(string database, string? store, string prometheus, params (string Name, string Value)[] settings)
    {
        Dictionary<string, string?> values = settings.ToDictionary(one => $"ServicePing:{one.Name}", string? (one) => one.Value);
        values["ServicePing:Uuid"] = PingHost.Uuid;
        values["ServicePing:NoticePeriod"] = "00:00:00";
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = ["--urls=http://127.0.0.1:0"] });
        builder.Configuration.AddInMemoryCollection(values);
        builder.Logging.ClearProviders();
        builder.Services.AddServicePing(builder.Configuration, ping =>
        {
            ping.UsePostgres(database).UsePrometheus(prometheus).UseInProcessCounters();
            if (store is not null)
            {
                ping.UsePostgres(store, "tracking").StoreIn("tracking");
            }
        });
        WebApplication app = builder.Build();
        app.MapServicePing(options => options.AllowAnonymousAdministrators());
        await app.StartAsync();
        return new SiteHost(app);
    }

    /// <summary>Changes options of the running program.</summary>
    internal void Configure(params (string Name, string? Value)[] settings)
    {
        foreach ((string name, string? value) in settings)
        {
            Get<IConfiguration>()[$"ServicePing:{name}"] = value;
        }

        ((IConfigurationRoot)Get<IConfiguration>()).Reload();
    }

    /// <summary>A token for a secondary of this primary.</summary>
    internal async Task<string> TokenAsync(string site) => (await Get<ServicePingTokens>().CreateAsync(
        new TokenRequest(site, "1", "admin", [TokenScopes.SiteReport], TimeProvider.System.GetUtcNow().AddDays(1)), "the tests")).Text;

    internal async Task<string?> ListAsync() => System.Text.Json.Nodes.JsonNode.Parse(
        (await Get<ServicePingCollector>().CollectAsync()).Json.Span)!["usage_activity_by_stage"]?["enablement"]?["node_usage"]?.ToJsonString();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
