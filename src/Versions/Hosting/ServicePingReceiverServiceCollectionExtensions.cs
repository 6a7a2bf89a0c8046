using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ServicePing.Versions;

/// <summary>Adds a receiver of service pings to a program.</summary>
public static class ServicePingReceiverServiceCollectionExtensions
{
    /// <summary>Adds a receiver that keeps what it receives in a database; its endpoints are mapped by <c>MapServicePingReceiver</c>.</summary>
    /// <param name="services">The services of the program.</param>
    /// <param name="connectionString">How to connect to the PostgreSQL database, in which the schema <c>versions</c> is made.</param>
    /// <param name="configure">What differs from the defaults.</param>
    /// <exception cref="ArgumentException">The connection string is empty or cannot be read.</exception>
    public static IServiceCollection AddServicePingReceiver(
        this IServiceCollection services, string connectionString, Action<ServicePingReceiverOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            throw new ArgumentException(
                "The receiver has no database: give it a connection string, such as that of ConnectionStrings:Receiver.",
                nameof(connectionString));
        }

        string named = new NpgsqlConnectionStringBuilder(connectionString) is { ApplicationName: null or "" } unnamed
            ? new NpgsqlConnectionStringBuilder(unnamed.ConnectionString) { ApplicationName = "ServicePing receiver" }.ConnectionString
            : connectionString;
        return Add(services, () => NpgsqlDataSource.Create(named), isOwn: true, configure);
    }

    /// <summary>Adds a receiver that keeps what it receives in a database of the program's.</summary>
    /// <param name="services">The services of the program.</param>
    /// <param name="database">The PostgreSQL database, in which the schema <c>versions</c> is made; the program disposes of it.</param>
    /// <param name="configure">What differs from the defaults.</param>
    public static IServiceCollection AddServicePingReceiver(
        this IServiceCollection services, NpgsqlDataSource database, Action<ServicePingReceiverOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(database);
        return Add(services, () => database, isOwn: false, configure);
    }

    private static IServiceCollection Add(
        IServiceCollection services, Func<NpgsqlDataSource> open, bool isOwn, Action<ServicePingReceiverOptions>? configure)
    {
        OptionsBuilder<ServicePingReceiverOptions> options = services.AddOptions<ServicePingReceiverOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<ServicePingReceiverOptions>, ReceiverOptionsCheck>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider =>
        {
            string? file = provider.GetRequiredService<IOptions<ServicePingReceiverOptions>>().Value.SigningKeyFile;
            return new ReceiverDatabase(open(), isOwn, file is null ? null : ReceiverKey.FromPem(File.ReadAllText(file)));
        });
        services.AddSingleton(provider => new Leaders(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new PingWriter(
            provider.GetRequiredService<ReceiverDatabase>(), provider.GetRequiredService<Leaders>()));
        services.AddSingleton(provider => new Diagnostics(
            provider.GetRequiredService<ReceiverDatabase>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new Eraser(
            provider.GetRequiredService<ReceiverDatabase>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new Inbox(
            provider.GetRequiredService<PingWriter>(),
            provider.GetRequiredService<IOptions<ServicePingReceiverOptions>>().Value.MaxWaiting,
            provider.GetRequiredService<ILogger<Inbox>>()));
        services.AddHostedService(provider => provider.GetRequiredService<Inbox>());
        services.AddHostedService<Housekeeping>();
        services.AddSingleton<Exchanges>();
        services.AddSingleton<PingEndpoints>();
        services.AddSingleton<DiagnosticsEndpoints>();
        return services;
    }
}
