using Forge.Accounts;
using Forge.Api;
using Forge.Facts;
using Forge.Metrics;
using Microsoft.AspNetCore.Authentication.Cookies;
using Npgsql;
using ServicePing;

namespace Forge;

/// <summary>Forge, a small self-hosted code forge that can tell its makers how it is used.</summary>
public static class Program
{
    private const string Administrators = "Administrators";

    private static Task Main(string[] args) => Create(args).RunAsync();

    /// <summary>Composes the program.</summary>
    /// <param name="args">The command line; <c>--ConnectionStrings:Redis=…</c> and its kin go before <c>appsettings.json</c>.</param>
    /// <param name="adjust">Changes what a host of its own needs otherwise, such as the clock.</param>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? adjust = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        string postgres = builder.Configuration.GetConnectionString("Postgres")!;
        string? redis = builder.Configuration.GetConnectionString("Redis");
        string? tracking = builder.Configuration.GetConnectionString("Tracking");

        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(postgres));
        builder.Services.Configure<License>(builder.Configuration.GetSection("License"));

        builder.Services.AddSingleton<IInstanceSurroundings, Surroundings>();
        builder.Services.AddServicePing(builder.Configuration, ping =>
        {
            ping.UsePostgres(postgres).RunWeekly();

            // A secondary site reads a standby, which takes no writes: what the site keeps for itself is in a database of its own.
            bool isTracking = !string.IsNullOrEmpty(tracking);
            if (isTracking)
            {
                ping.UsePostgres(tracking!, "tracking").StoreIn("tracking");
            }

            // A small installation has no Redis, and counts where its data is.
            _ = string.IsNullOrEmpty(redis) ? ping.UsePostgresCounters(isTracking ? tracking! : postgres) : ping.UseRedis(redis);
        });
        builder.Services.AddSingleton<SignInLinks>();
        builder.Services
            .AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(options => options.LoginPath = "/sign-in");
        builder.Services.AddAuthorizationBuilder().AddPolicy(Administrators, policy => policy.RequireRole("administrator"));
        builder.Services.AddHealthChecks().AddCheck<ServicePingHealthCheck>("service_ping");

        builder.Services.AddExporter();

        adjust?.Invoke(builder);
        WebApplication app = builder.Build();
        app.MapIssues();
        app.MapMergeRequests();
        app.MapRepositories();
        app.MapPipelines();
        app.MapMembers();
        app.MapSignIn();
        app.MapServicePing(admin: Administrators);
        app.MapExporter();
        app.MapHealthChecks("/health");
        return app;
    }
}
